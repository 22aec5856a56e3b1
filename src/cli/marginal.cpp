// varimix marginal FIT.json --columns a,b: the mixture of some of a fit's columns.
#include "cli/commands.hpp"
#include "cli/derive.hpp"
#include "cli/options.hpp"
#include "cli/parser.hpp"
#include "cli/values.hpp"
#include "varimix/error.hpp"
#include "varimix/parts.hpp"

namespace varimix::cli {
namespace {

constexpr char kPurpose[] =
    "Writes the distribution of some of a fit's columns as a FIT.json of its own, which predict,\n"
    "sample, marginal, conditional and impute take like any other. For vb it is the marginal\n"
    "posterior.";
constexpr char kExamples[] =
    "  varimix marginal fit.json --columns waiting --output waiting.json\n"
    "  varimix marginal fit.json --columns b,a | varimix sample - -n 1000\n";

}  // namespace

int run_marginal(Arguments given) {
  std::string fit;
  Text columns, output;
  Parser parser("varimix marginal", kPurpose, kExamples);
  parser.argument("FIT.json", "what fit --output wrote, or - for standard input", fit);
  parser.option("--columns", "a,b", "the columns to keep, in this order; must be given", columns);
  parser.option("--output", "OUT.json", "where to write (standard output)", output);
  if (!parser.parse(given)) return 0;
  if (!columns) {
    throw InputError("--columns a,b, the columns to keep, is missing; see varimix marginal --help");
  }
  const std::vector<std::string> kept = names("--columns", *columns);
  derive_fit(fit, output.value_or("-"), [&](const Fit& from) { return marginal(from, kept); });
  return 0;
}

}  // namespace varimix::cli
