// varimix sample FIT.json -n N: new rows drawn from a fit.
#include "varimix/sample.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <iterator>

#include "cli/commands.hpp"
#include "cli/csv_field.hpp"
#include "cli/fit_file.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"
#include "cli/parser.hpp"
#include "cli/values.hpp"
#include "varimix/error.hpp"

namespace varimix::cli {
namespace {

constexpr char kPurpose[] =
    "Writes rows drawn from a fit as CSV, the component (1 ... K) of each behind its values: from\n"
    "the mixture that was fitted, for vb from its posterior predictive.";
constexpr char kExamples[] =
    "  varimix sample fit.json -n 1000\n"
    "  varimix sample fit.json -n 1000 --seed 7 --output drawn.csv\n"
    "  varimix fit faithful.csv -k 2 --columns waiting --output - | varimix sample - -n 10\n";

struct SampleArguments {
  std::string fit;
  Text rows, seed, output;

  bool parse(Arguments arguments) {
    Parser parser("varimix sample", kPurpose, kExamples);
    parser.argument("FIT.json", "what fit --output wrote, or - for standard input", fit);
    parser.option("-n,--rows", "N", "how many rows to draw; must be given", rows);
    parser.option("--seed", "S", "the same seed draws the same rows (0)", seed);
    parser.option("--output", "FILE.csv", "where to write (standard output)", output);
    return parser.parse(arguments);
  }
};

void write_sample(std::FILE* file, const Sample& drawn, const std::vector<std::string>& columns) {
  constexpr std::size_t write_at_once = 1 << 16;
  fmt::memory_buffer buffer;
  const auto out = std::back_inserter(buffer);
  for (const std::string& name : columns) fmt::format_to(out, "{},", csv_field(name));
  fmt::format_to(out, "component\n");
  for (std::size_t n = 0; n < drawn.components.size(); ++n) {
    for (std::size_t d = 0; d < columns.size(); ++d)
      fmt::format_to(out, "{:.17g},", drawn.values[n * columns.size() + d]);
    fmt::format_to(out, "{}\n", drawn.components[n] + 1);
    if (buffer.size() < write_at_once) continue;
    if (std::fwrite(buffer.data(), 1, buffer.size(), file) < buffer.size()) return;  // ferror tells
    buffer.clear();
  }
  std::fwrite(buffer.data(), 1, buffer.size(), file);
}

/// sample(), with the file's name before whatever it complains of.
Sample draw(const std::string& path, const Fit& fit, std::size_t rows, std::uint64_t seed) {
  try {
    return sample(fit, rows, seed);
  } catch (const std::invalid_argument& error) {
    throw InputError(fmt::format("{}: {}", path == "-" ? "standard input" : path, error.what()));
  }
}

}  // namespace

int run_sample(Arguments given) {
  SampleArguments arguments;
  if (!arguments.parse(given)) return 0;
  if (!arguments.rows) {
    throw InputError("-n N, how many rows to draw, is missing; see varimix sample --help");
  }
  const std::size_t rows = whole_number("-n", *arguments.rows, 1);
  const std::uint64_t seed = whole_number("--seed", arguments.seed.value_or("0"), 0);
  const std::string output = arguments.output.value_or("-");
  Outputs outputs;
  keep_fit(arguments.fit, output);
  outputs.expect("--output", output, "-");

  const Fit fit = read_fit(arguments.fit);
  const Sample drawn = draw(arguments.fit, fit, rows, seed);
  outputs.write(output, [&](std::FILE* file) { write_sample(file, drawn, fit.model.columns()); });
  outputs.commit();
  return 0;
}

}  // namespace varimix::cli
