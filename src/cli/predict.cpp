// varimix predict FIT.json DATA: what a fit says about every row.
#include "varimix/predict.hpp"

#include "cli/commands.hpp"
#include "cli/fit_rows.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"
#include "cli/parser.hpp"
#include "cli/responsibilities_csv.hpp"

namespace varimix::cli {
namespace {

constexpr char kPurpose[] =
    "Writes label, responsibilities and log density (nats) of every row of DATA as CSV: by the\n"
    "mixture that was fitted, for vb by its posterior predictive. Missing cells are integrated "
    "out.";
constexpr char kExamples[] =
    "  varimix predict fit.json new.csv\n"
    "  varimix predict fit.json new.csv --output predicted.csv\n"
    "  varimix predict fit.json new.csv --columns minutes      (in place of the fit's waiting)\n"
    "  varimix fit faithful.csv -k 2 --columns waiting --output - | varimix predict - new.csv\n";

struct PredictArguments {
  FitAndRows input;
  Text output;

  bool parse(Arguments arguments) {
    Parser parser("varimix predict", kPurpose, kExamples);
    input.declare(parser);
    parser.option("--output", "FILE.csv", "where to write (standard output)", output);
    return parser.parse(arguments);
  }
};

}  // namespace

int run_predict(Arguments given) {
  PredictArguments arguments;
  if (!arguments.parse(given)) return 0;
  const std::string output = arguments.output.value_or("-");
  arguments.input.check(output);
  Outputs outputs;
  outputs.expect("--output", output, arguments.input.data_path);

  const Fit fit = arguments.input.read();
  const Prediction prediction = predict(fit, arguments.input.read_rows(fit));
  outputs.write(output, [&](std::FILE* file) {
    write_responsibilities(file, prediction.responsibilities, fit.components(),
                           prediction.log_density);
  });
  outputs.commit();
  return 0;
}

}  // namespace varimix::cli
