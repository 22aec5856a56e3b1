// varimix impute FIT.json DATA: missing cells filled.
#include <fmt/format.h>

#include <cstdio>
#include <iterator>

#include "cli/commands.hpp"
#include "cli/csv_field.hpp"
#include "cli/fit_file.hpp"
#include "cli/fit_rows.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"
#include "cli/parser.hpp"
#include "cli/warning.hpp"
#include "varimix/error.hpp"
#include "varimix/parts.hpp"

namespace varimix::cli {
namespace {

constexpr char kPurpose[] =
    "Writes the fit's columns of DATA as CSV, missing cells filled with their posterior mean "
    "given\n"
    "the other cells of the row; for vb by the posterior predictive. A row without any value gets\n"
    "the mixture's own mean.";
constexpr char kExamples[] =
    "  varimix impute fit.json new.csv --output filled.csv --deviations sd.csv\n"
    "  varimix impute fit.json new.csv --labels species\n";

struct ImputeArguments {
  FitAndRows input;
  Text output, deviations;

  bool parse(Arguments arguments) {
    Parser parser("varimix impute", kPurpose, kExamples);
    input.declare(parser, false, true);
    parser.option("--output", "FILE.csv", "where to write (standard output)", output);
    parser.option("--deviations", "FILE.csv",
                  "posterior standard deviations of the same cells, 0 where there was a\n"
                  "value (not written)",
                  deviations);
    return parser.parse(arguments);
  }
};

void write_table(std::FILE* file, const std::vector<std::string>& columns,
                 const std::vector<double>& values) {
  constexpr std::size_t write_at_once = 1 << 16;
  fmt::memory_buffer buffer;
  const auto out = std::back_inserter(buffer);
  for (std::size_t d = 0; d < columns.size(); ++d)
    fmt::format_to(out, "{}{}", d == 0 ? "" : ",", csv_field(columns[d]));
  for (std::size_t i = 0; i < values.size(); ++i) {
    fmt::format_to(out, "{}{:.17g}", i % columns.size() == 0 ? "\n" : ",", values[i]);
    if (buffer.size() < write_at_once) continue;
    if (std::fwrite(buffer.data(), 1, buffer.size(), file) < buffer.size()) return;  // ferror tells
    buffer.clear();
  }
  fmt::format_to(out, "\n");
  std::fwrite(buffer.data(), 1, buffer.size(), file);
}

/// impute(), with the file's name before whatever it complains of: the fit's family.
Imputation fill(const std::string& path, const Fit& fit, const Data& data) {
  try {
    return impute(fit, data);
  } catch (const std::invalid_argument& error) {
    throw InputError(fmt::format("{}: {}", path == "-" ? "standard input" : path, error.what()));
  }
}

}  // namespace

int run_impute(Arguments given) {
  ImputeArguments arguments;
  if (!arguments.parse(given)) return 0;
  const FitAndRows& input = arguments.input;
  const std::string output = arguments.output.value_or("-");
  input.check(output);
  Outputs outputs;
  outputs.expect("--output", output, input.data_path);
  if (arguments.deviations) {
    keep_fit(input.fit_path, *arguments.deviations, "--deviations");
    outputs.expect("--deviations", *arguments.deviations, input.data_path);
  }

  const Fit fit = input.read();
  const Data data = input.read_rows(fit);
  const Imputation filled = fill(input.fit_path, fit, data);
  outputs.write(output, [&](std::FILE* file) { write_table(file, data.names(), filled.values); });
  if (arguments.deviations) {
    outputs.write(*arguments.deviations,
                  [&](std::FILE* file) { write_table(file, data.names(), filled.deviations); });
  }
  outputs.commit();
  for (const std::string& warning : filled.warnings) warn(warning);
  return 0;
}

}  // namespace varimix::cli
