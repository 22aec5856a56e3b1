// varimix merge FIT.json DATA: clusters made of several overlapping components.
#include "varimix/merge.hpp"

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/fit_file.hpp"
#include "cli/fit_rows.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"
#include "cli/parser.hpp"
#include "cli/responsibilities_csv.hpp"
#include "cli/values.hpp"
#include "report/merge_page.hpp"
#include "varimix/error.hpp"
#include "varimix/predict.hpp"

namespace varimix::cli {
namespace {

constexpr char kPurpose[] =
    "Merges components that overlap into clusters, one pair at a time: always the pair that "
    "lowers\n"
    "the entropy of the responsibilities most (Baudry et al. 2010). Prints every step and "
    "suggests\n"
    "a number of clusters. The density stays the mixture that was fitted.";
constexpr char kExamples[] =
    "  varimix merge fit.json faithful.csv\n"
    "  varimix merge fit.json faithful.csv --clusters 2 --output labels.csv\n"
    "  varimix merge fit.json faithful.csv --weights freq --json merged.json\n";

struct MergeArguments {
  FitAndRows input;
  Text clusters, output, json;

  bool parse(Arguments arguments) {
    Parser parser("varimix merge", kPurpose, kExamples);
    input.declare(parser, true);
    parser.option("-m,--clusters", "M", "how many clusters to stop at (the number suggested)",
                  clusters);
    parser.option("--output", "FILE.csv",
                  "label (1 ... M) and the clusters' responsibilities of every row", output);
    parser.option("--json", "FILE.json", "every step, and the components of each cluster", json);
    return parser.parse(arguments);
  }

  /// --clusters, or what the path suggests; none where it suggests nothing.
  std::optional<std::size_t> chosen(const MergePath& path) const {
    if (clusters) return whole_number("--clusters", *clusters, 1, path.components);
    if (path.suggested() || !output) return path.suggested();
    throw InputError(
        fmt::format("--output {}: for {} components no number of clusters is suggested; accepted: "
                    "with --clusters M",
                    *output, path.components));
  }
};

}  // namespace

int run_merge(Arguments given) {
  MergeArguments arguments;
  if (!arguments.parse(given)) return 0;
  if (arguments.clusters) whole_number("--clusters", *arguments.clusters, 1);
  Outputs outputs;
  arguments.input.check(arguments.output.value_or("-"));
  if (arguments.output) outputs.expect("--output", *arguments.output, arguments.input.data_path);
  if (arguments.json) {
    keep_fit(arguments.input.fit_path, *arguments.json, "--json");
    outputs.expect("--json", *arguments.json, arguments.input.data_path);
  }

  const Fit fit = arguments.input.read();
  const Data data = arguments.input.read_rows(fit);
  const MergePath path = merge_components(fit, data);
  const std::optional<std::size_t> chosen = arguments.chosen(path);
  if (arguments.json) outputs.write_text(*arguments.json, internal::merge_json(path, chosen));
  std::vector<double> r;  // must live until commit
  if (arguments.output) {
    r = cluster_responsibilities(predict(fit, data).responsibilities, path.components,
                                 path.clusters(*chosen));
    outputs.write(*arguments.output,
                  [&](std::FILE* file) { write_responsibilities(file, r, *chosen); });
  }
  if (!arguments.output && !arguments.json)
    outputs.write_text("-", internal::merge_page(path, chosen));
  outputs.commit();
  return 0;
}

}  // namespace varimix::cli
