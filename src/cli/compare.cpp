// varimix compare DATA [options]: every method on the same data from the same start.
#include <fmt/format.h>

#include "backend/rule.hpp"
#include "cli/commands.hpp"
#include "cli/compare_fits.hpp"
#include "cli/data_input.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"
#include "cli/parser.hpp"
#include "cli/pictures.hpp"
#include "cli/start_file.hpp"
#include "cli/values.hpp"
#include "cli/warning.hpp"
#include "report/compare_page.hpp"
#include "varimix/error.hpp"

namespace varimix::cli {
namespace {

constexpr char kExamples[] =
    "  varimix compare faithful.csv --columns waiting -k 2\n"
    "  varimix compare faithful.csv -k 2 --covariance diagonal --hold-out 0.2 --output "
    "compare.json\n"
    "  varimix compare counts.csv -k 3 --family poisson --methods em,vb --restarts 10\n"
    "  varimix compare tiny.csv -k 2 --exact\n";

struct CompareArguments {
  DataOptions data;
  ModelOptions model;
  SearchOptions search;
  PictureOptions pictures;
  Text methods, hold_out, output;
  bool exact = false;

  bool parse(Arguments arguments) {
    Parser parser("varimix compare",
                  "Fits one model to the data by several methods, from the same start, and puts "
                  "them side by\nside. With restarts every method keeps its best run.",
                  kExamples);
    data.declare(parser);
    model.declare(parser);
    parser.heading("Inference");
    parser.option("--methods", "a,b", "of ml, em, map, vb-point, vb (all of them)", methods,
                  {"ml", "em", "map", "vb-point", "vb"});
    search.declare(parser);
    parser.heading("Judgement");
    parser.option("--hold-out", "SHARE",
                  "fit without a random share of the rows, such as 0.2, and give each\n"
                  "method's mean log predictive density there; drawn with --seed",
                  hold_out);
    parser.flag("--exact", "tiny data: log p(x) by enumeration, and what each method lacks of it",
                exact);
    parser.heading("Results");
    parser.option("--output", "FILE.json", "all fits (without it a page is printed)", output);
    pictures.declare(parser);
    return parser.parse(arguments);
  }
  double share() const {
    const std::string accepted = "a share of the rows between 0 and 1, such as 0.2";
    const double out = number("--hold-out", *hold_out, accepted);
    if (!(out > 0 && out < 1))
      throw InputError(fmt::format("--hold-out {}: accepted: {}", *hold_out, accepted));
    return out;
  }
};

/// work(), of which complaints begin with the option they are about.
template <typename Work>
auto under(const std::string& option, Work work) {
  try {
    return work();
  } catch (const std::invalid_argument& error) {
    throw InputError(option + ": " + error.what());
  }
}

internal::Comparison compare(const CompareArguments& arguments, const Model& model, Input input,
                             FitOptions options) {
  using namespace internal;
  std::vector<std::string> methods = methods_from("--methods", arguments.methods.value_or(""));
  std::optional<Data> held_out;
  if (arguments.hold_out) {
    const Data& whole = input.dataset.data;
    const std::vector<bool> rows = under("--hold-out " + *arguments.hold_out, [&] {
      return held_out_rows(whole, arguments.share(), options.seed);
    });
    held_out = split(whole, rows, true);
    input.dataset.data = split(whole, rows, false);
  }
  std::optional<Data> enumerated;
  if (arguments.exact) {
    enumerated =
        under("--exact", [&] { return enumerable(input.dataset.data, model.components()); });
  }
  Comparison out{input.table.source, {}, {}, {}};
  for (const std::string& method : methods) {
    const Backend backend = backend_from_name(method);
    FitOptions its_own = options;
    // ml has steps of its own; here the option speaks of the others.
    if (std::holds_alternative<MaximumLikelihood>(backend))
      its_own.acceleration = Acceleration::none, its_own.precision = Precision::float64;
    out.fits.push_back(fit_input(model_of_method(model, backend), backend, input, its_own));
  }
  if (held_out) out.held_out = judge_held_out(out.fits, *held_out);
  if (enumerated) {
    out.exact = under(
        "--exact", [&] { return exact_comparison(model, *enumerated, out.fits, options.threads); });
  }
  return out;
}

}  // namespace

int run_compare(Arguments given) {
  CompareArguments arguments;
  if (!arguments.parse(given)) return 0;
  if (arguments.data.path == "-" && arguments.model.file == "-") {
    throw InputError(
        "-: standard input can be read once; accepted: a file for DATA or for --model");
  }
  FitOptions options = arguments.search.options();
  const Model model = arguments.model.model();
  methods_from("--methods", arguments.methods.value_or(""));
  if (arguments.hold_out) arguments.share();
  Outputs outputs;
  if (arguments.output) outputs.expect("--output", *arguments.output, arguments.data.path);
  arguments.pictures.expect(outputs, arguments.data.path);

  const Input input = read_input(arguments.data, model);
  const std::string start = arguments.search.start_file();
  if (!start.empty()) options.start = read_start(start, model, input.dataset);
  const internal::Comparison comparison =
      arguments.model.located([&] { return compare(arguments, model, input, options); });

  const std::string page = internal::compare_page(comparison);
  const std::string text = arguments.output ? internal::compare_json(comparison) : page;
  if (arguments.output || !arguments.pictures.to_standard_output())
    outputs.write_text(arguments.output.value_or("-"), text);
  const Data& data = input.dataset.data;
  arguments.pictures.write(
      outputs, arguments.data.path, page,
      [&](const PageOptions& asked) { return report_html(comparison.fits, data, asked); },
      [&] { return plots(comparison.fits, data); });
  outputs.commit();
  for (const Fit& fit : comparison.fits) warn(fit, method_name(fit.backend));
  return 0;
}

}  // namespace varimix::cli
