// varimix fit DATA [options]: one model, one method.
#include <fmt/format.h>

#include <chrono>

#include "cli/commands.hpp"
#include "cli/data_input.hpp"
#include "cli/fit_gibbs.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"
#include "cli/parser.hpp"
#include "cli/pictures.hpp"
#include "cli/responsibilities_csv.hpp"
#include "cli/start_file.hpp"
#include "cli/warning.hpp"
#include "varimix/error.hpp"
#include "varimix/report.hpp"

namespace varimix::cli {
namespace {

constexpr char kExamples[] =
    "  varimix fit faithful.csv --columns waiting -k 2\n"
    "  varimix fit faithful.csv --columns waiting -k 2 --method vb --output fit.json\n"
    "  varimix fit faithful.csv --columns waiting --init fit.json      (goes on with that fit)\n"
    "  varimix fit faithful.csv --columns waiting -k 2 --method gibbs --seed 1\n"
    "  varimix fit faithful.csv --columns waiting -k 2 --uncertainty\n"
    "  varimix fit counts.csv -k 3 --family poisson --weights freq --responsibilities q.csv\n"
    "  varimix fit iris.csv -k 3 --method vb --report iris.html --plots figures\n"
    "  gunzip -c large.csv.gz | varimix fit - -k 4 --columns x --restarts 10\n";

struct FitArguments {
  DataOptions data;
  ModelOptions model;
  BackendOptions backend;
  SearchOptions search;
  StreamOptions stream;
  SamplingOptions sampling;
  CertaintyOptions certainty;
  PictureOptions pictures;
  Text output, responsibilities;

  bool parse(Arguments arguments) {
    Parser parser("varimix fit", "Fits a mixture model to the data, by one method.", kExamples);
    data.declare(parser);
    model.declare(parser);
    backend.declare(parser);
    search.declare(parser);
    stream.declare(parser);
    sampling.declare(parser);
    certainty.declare(parser);
    parser.option("--level", "P", "probability of the intervals, gibbs' too (0.95)",
                  sampling.level);
    parser.heading("Results");
    parser.option("--output", "FIT.json", "the whole fit (without it a summary is printed)",
                  output);
    parser.option("--responsibilities", "FILE.csv", "label and responsibilities of every row",
                  responsibilities);
    pictures.declare(parser);
    return parser.parse(arguments);
  }
};

/// What is to be fitted and how. A FIT.json to start from brings its own model and method along.
struct Plan {
  Model model;
  Backend backend;
  bool gibbs = false;  ///< sampled, not fitted: the backend means nothing
};

Plan make_plan(const FitArguments& arguments) {
  std::optional<Fit> earlier;
  if (arguments.model.empty() && !arguments.search.start_file().empty()) {
    earlier = earlier_fit(arguments.search.start_file());
  }
  const Model model = earlier ? earlier->model : arguments.model.model();
  if (arguments.backend.gibbs()) return {model, Backend(), true};
  const bool as_before = earlier && !arguments.backend.method && !arguments.backend.assignment;
  if (as_before) return {model, earlier->backend, is_gibbs(*earlier)};
  const Backend backend = arguments.backend.backend(earlier ? method_name(earlier->backend) : "em");
  arguments.backend.check(backend, arguments.model);
  return {model, backend};
}

std::string label_legend(const Dataset& dataset) {
  std::string out;
  for (std::size_t k = 0; k < dataset.label_names.size(); ++k) {
    out += fmt::format("{}{} = {}", k == 0 ? "\nLabels: " : ", ", k + 1, dataset.label_names[k]);
  }
  return out.empty() ? out : out + "\n";
}

/// How sure the fit is, where that was asked for. What the fit does not allow (no strict maximum, a
/// component without rows) is a warning beside it: the fit itself is not lost.
std::optional<Uncertainty> certainty_of(const FitArguments& arguments, const Fit& fit,
                                        const Input& input, double level,
                                        std::vector<std::string>& warnings) {
  if (!arguments.certainty.asked()) return std::nullopt;
  const UncertaintyOptions options = arguments.certainty.options(arguments.search, level);
  try {
    Uncertainty out = uncertainty(fit, input.dataset.data, options);
    warnings = out.warnings;
    return out;
  } catch (const std::invalid_argument& error) {
    warnings = {std::string("none: ") + error.what()};
    return std::nullopt;
  }
}

void write_results(const FitArguments& arguments, const Fit& fit,
                   const std::optional<Uncertainty>& sure, const Dataset& dataset,
                   Outputs& outputs) {
  const Uncertainty* known = sure ? &*sure : nullptr;
  const std::string text =
      (sure ? summary_text(fit, *sure) : summary_text(fit)) + label_legend(dataset);
  if (arguments.output) {
    outputs.write_text(*arguments.output, (sure ? to_json(fit, *sure) : to_json(fit)) + "\n");
  } else if (arguments.responsibilities != "-" && !arguments.pictures.to_standard_output()) {
    outputs.write_text("-", text);
  }
  std::vector<double> r;  // must live until commit
  if (arguments.responsibilities) {
    r = responsibilities(fit, dataset.data);
    outputs.write(*arguments.responsibilities,
                  [&](std::FILE* file) { write_responsibilities(file, r, fit.components()); });
  }
  arguments.pictures.write(
      outputs, arguments.data.path, text,
      [&](const PageOptions& options) { return report_html(fit, dataset.data, options, known); },
      [&] { return plots(fit, dataset.data, known); });
  outputs.commit();
}

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

int run_fit(Arguments given) {
  FitArguments arguments;
  if (!arguments.parse(given)) return 0;
  if (arguments.data.path == "-" && arguments.model.file == "-") {
    throw InputError(
        "-: standard input can be read once; accepted: a file for DATA or for --model");
  }
  FitOptions options = arguments.search.options();
  const Plan plan = make_plan(arguments);
  arguments.stream.apply(plan.gibbs, plan.backend, arguments.search, options);
  GibbsOptions sampling;
  const double level = arguments.sampling.probability();
  if (plan.gibbs)
    sampling = arguments.sampling.options(arguments.backend, arguments.search);
  else
    arguments.sampling.check_unused(arguments.certainty.asked());
  arguments.certainty.check(plan.gibbs, plan.backend);
  if (arguments.certainty.asked())  // refuses before the work
    static_cast<void>(arguments.certainty.options(arguments.search, level));
  Outputs outputs;
  if (arguments.output) outputs.expect("--output", *arguments.output, arguments.data.path);
  if (arguments.responsibilities) {
    outputs.expect("--responsibilities", *arguments.responsibilities, arguments.data.path);
  }
  if (plan.gibbs && arguments.pictures.asked()) {
    throw InputError(
        "--method gibbs draws no pictures; accepted: --report and --plots with ml, em, map, vb, "
        "vb-point");
  }
  arguments.pictures.expect(outputs, arguments.data.path);

  const auto begin = std::chrono::steady_clock::now();
  const Input input = read_input(arguments.data, plan.model);
  const double seconds_read = seconds_since(begin);
  const std::string start = arguments.search.start_file();
  if (!start.empty()) options.start = read_start(start, plan.model, input.dataset);
  if (plan.gibbs) {
    if (!start.empty()) sampling.start = options.start;
    arguments.model.located([&] {
      fit_gibbs(plan.model, input, sampling, {arguments.output, arguments.responsibilities, level},
                outputs);
      return 0;
    });
    outputs.commit();
    return 0;
  }

  Fit result =
      arguments.model.located([&] { return fit_input(plan.model, plan.backend, input, options); });
  result.seconds.read = seconds_read;
  std::vector<std::string> doubts;
  const std::optional<Uncertainty> sure = certainty_of(arguments, result, input, level, doubts);
  write_results(arguments, result, sure, input.dataset, outputs);
  warn(result);
  for (const std::string& doubt : doubts) warn("uncertainty: " + doubt);
  return 0;
}

}  // namespace varimix::cli
