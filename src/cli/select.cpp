// varimix select DATA --components 1..9: which number of components, which covariance.
#include <fmt/format.h>

#include <cstdio>
#include <set>

#include "cli/commands.hpp"
#include "cli/compare_fits.hpp"
#include "cli/data_input.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"
#include "cli/parser.hpp"
#include "cli/values.hpp"
#include "family/families.hpp"
#include "report/select_table.hpp"
#include "varimix/error.hpp"

namespace varimix::cli {
namespace {

constexpr char kExamples[] =
    "  varimix select faithful.csv --columns waiting --components 1..5\n"
    "  varimix select faithful.csv --components 2,3 --covariance diagonal\n"
    "  varimix select counts.csv --components 1..9 --family poisson --output select.json\n";

constexpr std::uint64_t kMostComponents = 10000;

struct SelectArguments {
  DataOptions data;
  ModelOptions model;
  SearchOptions search;
  Text components, covariances, method, output;

  bool parse(Arguments arguments) {
    Parser parser(
        "varimix select",
        "Fits models with several numbers of components and marks what each criterion "
        "prefers:\nBIC, AIC and ICL of the point estimate, the ELBO of variational Bayes.",
        kExamples);
    data.declare(parser);
    parser.heading("Models");
    parser.option("-k,--components", "K,...", "numbers of components: 1..9, or 1,2,4 (1..9)",
                  components);
    parser.option("--family", "FAMILY", "of the components (gaussian)", model.family,
                  internal::family_names());
    parser.option("--covariance", "a,b", "of full, diagonal, spherical, tied, for gaussian (full)",
                  covariances, internal::covariance_names());
    parser.option("--prior", "KEY=VALUE,...", "of the components, for vb and map, as in fit",
                  model.prior, {"default"});
    parser.option("--weights-prior", "PRIOR",
                  "for vb and map, dirichlet:A or stick-breaking:G (dirichlet:1)",
                  model.weights_prior, {"dirichlet:1", "stick-breaking:1"});
    parser.heading("Inference");
    parser.option("--method", "METHOD", "of BIC, AIC and ICL: em or map (em)", method,
                  {"em", "map"});
    parser.option("--init", "START", "kmeans++ or random (kmeans++)", search.init,
                  {"kmeans++", "random"});
    parser.option("--seed", "S", "of automatic starts (0)", search.seed);
    parser.option("--restarts", "R",
                  "runs of each fit, of which the best stays (5): from one start alone\n"
                  "many end in a lesser maximum, and then the wrong K wins",
                  search.restarts);
    parser.option("--tolerance", "T", "as in fit (1e-8)", search.tolerance);
    parser.option("--max-iterations", "M", "as in fit (1000)", search.max_iterations);
    parser.option("--threads", "P", "as in fit (all cores)", search.threads);
    parser.heading("Results");
    parser.option("--output", "FILE.json", "a row per model (without it a table is printed)",
                  output);
    return parser.parse(arguments);
  }

  FitOptions options() {
    const std::vector<std::string> starts = {"kmeans++", "random"};
    if (search.init) choice("--init", *search.init, starts);
    if (!search.restarts) search.restarts = "5";
    return search.options();
  }
  std::string point_method() const {
    const std::vector<std::string> known = {"em", "map"};
    return choice("--method", method.value_or("em"), known);
  }
};

/// "1..3,6" -> 1, 2, 3, 6.
std::set<std::size_t> numbers_of_components(const std::string& text) {
  const auto whole = [&](const std::string& part) {
    try {
      return whole_number("", part, 1, kMostComponents);
    } catch (const InputError&) {
      throw InputError(
          fmt::format("--components {}: accepted: whole numbers from 1 to {} such as 1..9, 2 or "
                      "1,2,4",
                      text, kMostComponents));
    }
  };
  std::set<std::size_t> out;
  for (const std::string& part : listed(text)) {
    const std::size_t dots = part.find("..");
    const std::size_t first = whole(part.substr(0, dots));
    const std::size_t last = dots == std::string::npos ? first : whole(part.substr(dots + 2));
    if (last < first) {
      throw InputError(
          fmt::format("--components {}: {} is empty; accepted: {}..{}", text, part, last, first));
    }
    for (std::size_t k = first; k <= last; ++k) out.insert(k);
  }
  return out;
}

/// Every covariance with every number of components; all are refused or none.
std::vector<Model> models(const SelectArguments& arguments, const std::set<std::size_t>& counts) {
  std::vector<Text> covariances(1);
  if (arguments.covariances) {
    covariances.clear();
    for (const std::string& word : listed(*arguments.covariances)) {
      if (arguments.model.family.value_or("gaussian") == "gaussian")
        choice("--covariance", word, internal::covariance_names());
      covariances.emplace_back(word);
    }
  }
  std::vector<Model> out;
  for (const Text& covariance : covariances) {
    for (const std::size_t k : counts) {
      ModelOptions options = arguments.model;
      options.components = std::to_string(k);
      options.covariance = covariance;
      out.push_back(options.model());
    }
  }
  return out;
}

void check_rows(const Input& input, const std::string& text, std::size_t most) {
  const std::size_t rows = summarize(input.dataset.data).rows;
  if (most <= rows) return;
  throw InputError(
      fmt::format("--components {}: {}: {} components for {} rows; accepted: at most "
                  "one component per row",
                  text, input.table.source, most, rows));
}

}  // namespace

int run_select(Arguments given) {
  SelectArguments arguments;
  if (!arguments.parse(given)) return 0;
  const FitOptions options = arguments.options();
  const std::string method = arguments.point_method();
  const std::string asked = arguments.components.value_or("1..9");
  const std::set<std::size_t> counts = numbers_of_components(asked);
  const std::vector<Model> candidates = models(arguments, counts);
  Outputs outputs;
  if (arguments.output) outputs.expect("--output", *arguments.output, arguments.data.path);

  const Input input =
      read_input(arguments.data, Model(*counts.rbegin(), candidates.front().family_ptr()));
  check_rows(input, asked, *counts.rbegin());
  const Backend point = backend_from_name(method), vb = MeanField{};
  std::vector<internal::Candidate> rows;
  std::vector<std::pair<Fit, std::string>> told;
  for (const Model& model : candidates) {
    const Fit a = fit_input(model_of_method(model, point), point, input, options);
    const Fit b = arguments.model.located([&] { return fit_input(model, vb, input, options); });
    rows.push_back(internal::candidate(a, b, input.dataset.data));
    for (const Fit& fit : {a, b})
      told.emplace_back(fit, fmt::format("K = {}, {}", fit.components(), method_name(fit.backend)));
  }

  const std::string text =
      arguments.output ? internal::select_json(method, rows)
                       : internal::select_page(input.table.source, method, options.restarts, rows);
  outputs.write(arguments.output.value_or("-"),
                [&](std::FILE* file) { std::fwrite(text.data(), 1, text.size(), file); });
  outputs.commit();
  for (const auto& [fit, about] : told) warn(fit, about);
  return 0;
}

}  // namespace varimix::cli
