// varimix fit DATA [options]: one model, one method.
#include <fmt/format.h>

#include <chrono>

#include "cli/commands.hpp"
#include "cli/data_input.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"
#include "cli/parser.hpp"
#include "cli/pictures.hpp"
#include "cli/responsibilities_csv.hpp"
#include "cli/start_file.hpp"
#include "varimix/error.hpp"
#include "varimix/report.hpp"

namespace varimix::cli {
namespace {

constexpr char kExamples[] =
    "  varimix fit faithful.csv --columns waiting -k 2\n"
    "  varimix fit faithful.csv --columns waiting -k 2 --method vb --output fit.json\n"
    "  varimix fit faithful.csv --columns waiting --init fit.json      (goes on with that fit)\n"
    "  varimix fit counts.csv -k 3 --family poisson --weights freq --responsibilities q.csv\n"
    "  varimix fit iris.csv -k 3 --method vb --report iris.html --plots figures\n"
    "  gunzip -c large.csv.gz | varimix fit - -k 4 --columns x --restarts 10\n";

struct FitArguments {
  DataOptions data;
  ModelOptions model;
  BackendOptions backend;
  SearchOptions search;
  PictureOptions pictures;
  Text output, responsibilities;

  bool parse(Arguments arguments) {
    Parser parser("varimix fit", "Fits a mixture model to the data, by one method.", kExamples);
    data.declare(parser);
    model.declare(parser);
    backend.declare(parser);
    search.declare(parser);
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
};

Plan make_plan(const FitArguments& arguments) {
  std::optional<Fit> earlier;
  if (arguments.model.empty() && !arguments.search.start_file().empty()) {
    earlier = earlier_fit(arguments.search.start_file());
  }
  Plan plan{earlier ? earlier->model : arguments.model.model(),
            arguments.backend.backend(earlier ? method_name(earlier->backend) : "em")};
  const bool as_before = earlier && !arguments.backend.method && !arguments.backend.assignment;
  if (as_before) plan.backend = earlier->backend;
  arguments.backend.check(plan.backend, arguments.model);
  return plan;
}

std::string label_legend(const Dataset& dataset) {
  std::string out;
  for (std::size_t k = 0; k < dataset.label_names.size(); ++k) {
    out += fmt::format("{}{} = {}", k == 0 ? "\nLabels: " : ", ", k + 1, dataset.label_names[k]);
  }
  return out.empty() ? out : out + "\n";
}

void print(std::FILE* file, const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), file);
}

void write_results(const FitArguments& arguments, const Fit& fit, const Dataset& dataset,
                   Outputs& outputs) {
  if (arguments.output) {
    outputs.write(*arguments.output, [&](std::FILE* file) { print(file, to_json(fit) + "\n"); });
  } else if (arguments.responsibilities != "-" && !arguments.pictures.to_standard_output()) {
    outputs.write("-",
                  [&](std::FILE* file) { print(file, summary_text(fit) + label_legend(dataset)); });
  }
  std::vector<double> r;  // must live until commit
  if (arguments.responsibilities) {
    r = responsibilities(fit, dataset.data);
    outputs.write(*arguments.responsibilities,
                  [&](std::FILE* file) { write_responsibilities(file, r, fit.components()); });
  }
  arguments.pictures.write(
      outputs, arguments.data.path, summary_text(fit) + label_legend(dataset),
      [&](const PageOptions& options) { return report_html(fit, dataset.data, options); },
      [&] { return plots(fit, dataset.data); });
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
  Outputs outputs;
  if (arguments.output) outputs.expect("--output", *arguments.output, arguments.data.path);
  if (arguments.responsibilities) {
    outputs.expect("--responsibilities", *arguments.responsibilities, arguments.data.path);
  }
  arguments.pictures.expect(outputs, arguments.data.path);

  const auto begin = std::chrono::steady_clock::now();
  const Input input = read_input(arguments.data, plan.model);
  const double seconds_read = seconds_since(begin);
  const std::string start = arguments.search.start_file();
  if (!start.empty()) options.start = read_start(start, plan.model, input.dataset);

  Fit result =
      arguments.model.located([&] { return fit_input(plan.model, plan.backend, input, options); });
  result.seconds.read = seconds_read;
  write_results(arguments, result, input.dataset, outputs);
  warn(result);
  return 0;
}

}  // namespace varimix::cli
