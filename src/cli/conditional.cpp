// varimix conditional FIT.json --given a=1.5: the mixture of a fit's other columns.
#include <fmt/format.h>

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
    "Writes the distribution of a fit's other columns, given values of some, as a FIT.json of its\n"
    "own, which predict, sample, marginal, conditional and impute take like any other. For vb it "
    "is\n"
    "the conditional posterior predictive.";
constexpr char kExamples[] =
    "  varimix conditional fit.json --given eruptions=3.5 --output waiting.json\n"
    "  varimix conditional fit.json --given a=1.5,b=2 | varimix sample - -n 1000\n";

/// NAME=NUMBER between commas; a name in double quotes may hold commas of its own.
Given given_values(const std::string& text) {
  Given out;
  for (const std::string& entry : names("--given", text)) {
    const std::size_t equals = entry.rfind('=');
    if (equals == 0 || equals == std::string::npos) {
      throw InputError(fmt::format(
          "--given {}: accepted: COLUMN=NUMBER with commas between, such as a=1.5,b=2", text));
    }
    const std::string name = entry.substr(0, equals);
    out.emplace_back(name, number(fmt::format("--given {}=", name), entry.substr(equals + 1),
                                  "a finite number"));
  }
  return out;
}

}  // namespace

int run_conditional(Arguments arguments) {
  std::string fit;
  Text given, output;
  Parser parser("varimix conditional", kPurpose, kExamples);
  parser.argument("FIT.json", "what fit --output wrote, or - for standard input", fit);
  parser.option("--given", "a=1.5,b=2",
                "columns and their values, all columns but those wanted; must be\n"
                "given (marginal takes columns away that are not known)",
                given);
  parser.option("--output", "OUT.json", "where to write (standard output)", output);
  if (!parser.parse(arguments)) return 0;
  if (!given) {
    throw InputError("--given a=1.5, the known values, is missing; see varimix conditional --help");
  }
  const Given values = given_values(*given);
  derive_fit(fit, output.value_or("-"), [&](const Fit& from) { return conditional(from, values); });
  return 0;
}

}  // namespace varimix::cli
