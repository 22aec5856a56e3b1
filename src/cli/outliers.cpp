// varimix outliers FIT.json DATA: how unusual every row is under a fit.
#include "varimix/outliers.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <iterator>

#include "cli/commands.hpp"
#include "cli/fit_rows.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"
#include "cli/parser.hpp"
#include "cli/values.hpp"
#include "varimix/error.hpp"

namespace varimix::cli {
namespace {

constexpr char kPurpose[] =
    "Writes score and log density (nats) of every row of DATA as CSV. The score is the "
    "probability\n"
    "that a row drawn from the fit (for vb from its posterior predictive) is as improbable as "
    "this\n"
    "one, or more so: near 0 for outliers, uniform on (0, 1) for rows like those of the fit. A "
    "row\n"
    "with missing cells is compared with draws that lack the same cells.";
constexpr char kExamples[] =
    "  varimix outliers fit.json new.csv\n"
    "  varimix outliers fit.json new.csv --threshold 0.01 --output scores.csv\n"
    "  varimix outliers fit.json new.csv --draws 1000000 --seed 7\n";

struct OutlierArguments {
  FitAndRows input;
  Text threshold, draws, seed, threads, output;

  bool parse(Arguments arguments) {
    Parser parser("varimix outliers", kPurpose, kExamples);
    input.declare(parser);
    parser.option("--threshold", "T",
                  "a third column, outlier: 1 where the score is at most T, else 0; of\n"
                  "rows like those of the fit a share of T is marked (no such column)",
                  threshold);
    parser.option("--draws", "M",
                  "rows drawn from the fit (100000): a score s is off by the root of\n"
                  "s (1 - s) / M, by 0.0003 near 0.01",
                  draws);
    parser.option("--seed", "S", "the same seed gives the same scores (0)", seed);
    parser.option("--threads", "P", "how many to use; the result does not depend on it (all cores)",
                  threads);
    parser.option("--output", "FILE.csv", "where to write (standard output)", output);
    return parser.parse(arguments);
  }

  OutlierOptions options() const {
    OutlierOptions out;
    if (draws) out.draws = whole_number("--draws", *draws, 1);
    if (seed) out.seed = whole_number("--seed", *seed, 0);
    if (threads) out.threads = whole_number("--threads", *threads, 1);
    return out;
  }
  std::optional<double> level(std::size_t most) const {
    if (!threshold) return std::nullopt;
    const std::string accepted = "a probability between 0 and 1, such as 0.01";
    const double out = number("--threshold", *threshold, accepted);
    if (!(out > 0 && out < 1))
      throw InputError(fmt::format("--threshold {}: accepted: {}", *threshold, accepted));
    if (out * (static_cast<double>(most) + 1) < 1) {
      throw InputError(
          fmt::format("--threshold {}: no score of {} draws is below 1/{}; accepted: more --draws, "
                      "or a threshold above that",
                      *threshold, most, most + 1));
    }
    return out;
  }
};

void write_scores(std::FILE* file, const OutlierScores& scores, std::optional<double> threshold) {
  constexpr std::size_t write_at_once = 1 << 16;
  fmt::memory_buffer buffer;
  const auto out = std::back_inserter(buffer);
  fmt::format_to(out, "score,log_density{}\n", threshold ? ",outlier" : "");
  for (std::size_t n = 0; n < scores.score.size(); ++n) {
    fmt::format_to(out, "{:.17g},{:.17g}", scores.score[n], scores.log_density[n]);
    if (threshold) fmt::format_to(out, ",{}", scores.score[n] <= *threshold ? 1 : 0);
    fmt::format_to(out, "\n");
    if (buffer.size() < write_at_once) continue;
    if (std::fwrite(buffer.data(), 1, buffer.size(), file) < buffer.size()) return;  // ferror tells
    buffer.clear();
  }
  std::fwrite(buffer.data(), 1, buffer.size(), file);
}

/// outlier_scores(), with the file's name before whatever it complains of: the fit cannot be drawn.
OutlierScores scores_of(const std::string& path, const Fit& fit, const Data& data,
                        const OutlierOptions& options) {
  try {
    return outlier_scores(fit, data, options);
  } catch (const std::invalid_argument& error) {
    throw InputError(fmt::format("{}: {}", path == "-" ? "standard input" : path, error.what()));
  }
}

}  // namespace

int run_outliers(Arguments given) {
  OutlierArguments arguments;
  if (!arguments.parse(given)) return 0;
  const OutlierOptions options = arguments.options();
  const std::optional<double> threshold = arguments.level(options.draws);
  const std::string output = arguments.output.value_or("-");
  arguments.input.check(output);
  Outputs outputs;
  outputs.expect("--output", output, arguments.input.data_path);

  const Fit fit = arguments.input.read();
  const Data data = arguments.input.read_rows(fit);
  const OutlierScores scores = scores_of(arguments.input.fit_path, fit, data, options);
  outputs.write(output, [&](std::FILE* file) { write_scores(file, scores, threshold); });
  outputs.commit();
  return 0;
}

}  // namespace varimix::cli
