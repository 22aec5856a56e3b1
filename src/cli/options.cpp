#include "cli/options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "cli/parser.hpp"
#include "cli/text_file.hpp"
#include "cli/values.hpp"
#include "family/families.hpp"
#include "varimix/error.hpp"

namespace varimix::cli {
namespace {

using Words = std::vector<std::string>;

const Words kMethods = {"ml", "em", "map", "vb", "vb-point", "gibbs"};
const Words kAssignments = {"soft", "hard"};
const Words kAutomaticStarts = {"kmeans++", "random"};
const Words kAccelerations = {"anderson", "squarem", "none"};
const Words kPrecisions = {"float64", "float32"};
const Words kWeightsPriors = {"dirichlet:A", "stick-breaking:G"};

FamilyPtr make_family(const Text& family, const Text& covariance) {
  const std::string name =
      choice("--family", family.value_or("gaussian"), internal::family_names());
  if (name != "gaussian" && covariance) {
    throw InputError(
        fmt::format("--covariance {}: has no meaning for --family {}; accepted only for "
                    "--family gaussian",
                    *covariance, name));
  }
  if (covariance) choice("--covariance", *covariance, internal::covariance_names());
  return internal::family_from_name(name, covariance.value_or(""));
}

WeightsPrior make_weights_prior(const std::string& text) {
  const std::string option = "--weights-prior";
  const std::size_t colon = text.find(':');
  const std::string kind = text.substr(0, colon);
  if (colon == std::string::npos || (kind != "dirichlet" && kind != "stick-breaking")) {
    const std::string value = colon == std::string::npos ? ":" : text.substr(colon);
    const Words known = {"dirichlet" + value, "stick-breaking" + value};
    const std::string hint = did_you_mean(kind + value, known);
    throw InputError(
        fmt::format("{} {}: not known{} accepted: {}, {}, where A and G are positive numbers",
                    option, text, hint.empty() ? ";" : hint, kWeightsPriors[0], kWeightsPriors[1]));
  }
  const std::string accepted = "a positive number";
  const double value = number(option + " " + kind + ":", text.substr(colon + 1), accepted);
  if (!(value > 0)) throw InputError(fmt::format("{} {}: accepted: {}", option, text, accepted));
  return kind == "dirichlet" ? WeightsPrior::dirichlet(value) : WeightsPrior::stick_breaking(value);
}

bool ignores_prior(const Backend& backend) {
  if (std::holds_alternative<MaximumLikelihood>(backend)) return true;
  const auto* em = std::get_if<ExpectationMaximization>(&backend);
  return em && em->estimate == ExpectationMaximization::Estimate::maximum_likelihood;
}

}  // namespace

void DataOptions::declare(Parser& parser) {
  parser.argument("DATA", "CSV or TSV with a header, NumPy .npy, or - for standard input", path);
  parser.heading("Data");
  parser.option("--columns", "a,b", "columns that are data (all numeric ones not named below)",
                columns);
  parser.option("--weights", "COL", "column with a weight per row (0: the row is absent)", weights);
  parser.option("--labels", "COL", "column with known components: 1 ... K or names; empty: unknown",
                labels);
}

Selection DataOptions::selection() const {
  Selection out;
  if (columns) out.columns = names("--columns", *columns);
  out.weights = weights.value_or("");
  out.labels = labels.value_or("");
  return out;
}

void ModelOptions::declare(Parser& parser) {
  parser.heading("Model");
  parser.option("-k,--components", "K", "number of components (1)", components);
  parser.option("--family", "FAMILY",
                fmt::format("{} (gaussian)", fmt::join(internal::family_names(), ", ")), family,
                internal::family_names());
  parser.option("--covariance", "SHAPE", "full, diagonal, spherical or tied, for gaussian (full)",
                covariance, internal::covariance_names());
  parser.option("--prior", "KEY=VALUE,...",
                "of the components, for map, vb, vb-point, gibbs: mean, strength,\n"
                "shape, scale (gaussian); shape, rate (poisson); or the word default",
                prior, {"default"});
  parser.option("--weights-prior", "PRIOR", "dirichlet:A or stick-breaking:G (dirichlet:1)",
                weights_prior, {"dirichlet:1", "stick-breaking:1"});
  parser.option("--model", "FILE.json", "the whole model instead of the five options above", file);
}

bool ModelOptions::empty() const {
  return !components && !family && !covariance && !prior && !weights_prior && !file;
}

Model ModelOptions::model() const {
  if (file) {
    const std::array<std::pair<const char*, const Text*>, 5> others = {
        {{"--components", &components},
         {"--family", &family},
         {"--covariance", &covariance},
         {"--prior", &prior},
         {"--weights-prior", &weights_prior}}};
    for (const auto& [name, text] : others) {
      if (*text) {
        throw InputError(
            fmt::format("{} contradicts --model {}, which holds the whole model; accepted: one "
                        "of the two",
                        name, *file));
      }
    }
    return parse_text(*file, read_text(*file, "model descriptions in JSON"), Model::from_json);
  }
  const std::size_t k = whole_number("--components", components.value_or("1"), 1);
  Model out(k, make_family(family, covariance));
  if (weights_prior) out = out.with_weights_prior(make_weights_prior(*weights_prior));
  if (prior == "default") return out.with_default_prior();
  if (prior) return out.with_prior(scalars("--prior", *prior));
  return out;
}

std::string ModelOptions::place_of(std::string_view complaint) const {
  if (!complaint.starts_with("prior of family")) return "";
  if (file) return *file + ": ";
  return prior ? fmt::format("--prior {}: ", *prior) : "";
}

void BackendOptions::declare(Parser& parser) {
  parser.heading("Inference");
  parser.option("--method", "METHOD",
                "ml, em, map, vb or vb-point; or gibbs: draws from the posterior (em)", method,
                kMethods);
  parser.option("--assignment", "HOW", "soft or hard, for em and map (soft)", assignment,
                kAssignments);
}

bool BackendOptions::gibbs() const {
  return method && choice("--method", *method, kMethods) == "gibbs";
}

Backend BackendOptions::backend(const std::string& fallback) const {
  Backend out = backend_from_name(choice("--method", method.value_or(fallback), kMethods));
  if (!assignment || choice("--assignment", *assignment, kAssignments) == "soft") return out;
  auto* em = std::get_if<ExpectationMaximization>(&out);
  if (!em) {
    throw InputError(
        fmt::format("--assignment hard: --method {} has no hard assignment; accepted with em and "
                    "map",
                    method_name(out)));
  }
  em->assignment = ExpectationMaximization::Assignment::hard;
  return out;
}

void BackendOptions::check(const Backend& backend, const ModelOptions& model) const {
  if (!ignores_prior(backend)) return;
  const std::string name = method_name(backend);
  if (model.prior) {
    throw InputError(fmt::format("--prior {}: --method {} uses no prior; --method map does",
                                 *model.prior, name));
  }
  if (model.weights_prior && !make_weights_prior(*model.weights_prior).flat()) {
    throw InputError(
        fmt::format("--weights-prior {}: --method {} uses no prior; accepted: dirichlet:1, or "
                    "--method map",
                    *model.weights_prior, name));
  }
}

void SearchOptions::declare(Parser& parser) {
  parser.heading("Search");
  parser.option("--init", "START|FILE",
                "kmeans++, random, FILE.json (parameters, or an earlier FIT.json)\n"
                "or FILE.csv (a label or K responsibilities per row) (kmeans++)",
                init, kAutomaticStarts);
  parser.option("--seed", "S", "of automatic starts, and of draws (0)", seed);
  parser.option("--restarts", "R",
                "runs from different automatic starts, of which the best stays (1)", restarts);
  parser.option("--tolerance", "T", "stop when less is still to be gained, in nats per row (1e-8)",
                tolerance);
  parser.option("--max-iterations", "M", "stop at the latest after so many iterations (1000)",
                max_iterations);
  parser.option("--accelerate", "HOW",
                "anderson, squarem or none: fewer iterations to the same optimum\n"
                "(anderson; none for ml, hard assignment and --tolerance 0)",
                acceleration, kAccelerations);
  parser.option("--precision", "P",
                "float64 or float32: what passes far from the end compute in\n"
                "(as the data are kept, if they are large; the end is double)",
                precision, kPrecisions);
  parser.option("--threads", "P", "how many to use; the result does not depend on it (all cores)",
                threads);
}

std::string SearchOptions::start_file() const {
  std::string start = init.value_or("kmeans++");
  if (std::find(kAutomaticStarts.begin(), kAutomaticStarts.end(), start) != kAutomaticStarts.end())
    return "";
  if (!std::filesystem::exists(start)) {
    const std::string hint = did_you_mean(start, kAutomaticStarts);
    throw InputError(
        fmt::format("--init {}: no such file{} accepted: kmeans++, random, FILE.json, FILE.csv",
                    start, hint.empty() ? ";" : hint));
  }
  return start;
}

FitOptions SearchOptions::options() const {
  FitOptions out;
  if (init == "random") out.start = AutomaticStart::random;
  if (seed) out.seed = whole_number("--seed", *seed, 0);
  if (restarts) out.restarts = whole_number("--restarts", *restarts, 1);
  if (max_iterations) out.max_iterations = whole_number("--max-iterations", *max_iterations, 1);
  if (acceleration) {
    const std::string how = choice("--accelerate", *acceleration, kAccelerations);
    out.acceleration = how == "none"      ? Acceleration::none
                       : how == "squarem" ? Acceleration::squarem
                                          : Acceleration::anderson;
  }
  if (precision)
    out.precision = choice("--precision", *precision, kPrecisions) == "float32"
                        ? Precision::float32
                        : Precision::float64;
  if (threads) out.threads = whole_number("--threads", *threads, 1);
  if (tolerance) {
    const std::string accepted = "a number from 0 up (0: run all of --max-iterations)";
    out.tolerance = number("--tolerance", *tolerance, accepted);
    if (out.tolerance < 0) {
      throw InputError(fmt::format("--tolerance {}: accepted: {}", *tolerance, accepted));
    }
  }
  if (out.restarts > 1 && !start_file().empty()) {
    throw InputError(
        fmt::format("--restarts {} contradicts --init {}: a given start is the same every time; "
                    "accepted: --restarts 1, or --init kmeans++ or random",
                    *restarts, *init));
  }
  return out;
}

}  // namespace varimix::cli
