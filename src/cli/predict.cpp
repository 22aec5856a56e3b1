// varimix predict FIT.json DATA: what a fit says about every row.
#include "varimix/predict.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>
#include <vector>

#include "cli/commands.hpp"
#include "cli/fit_file.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"
#include "cli/parser.hpp"
#include "cli/responsibilities_csv.hpp"
#include "cli/values.hpp"
#include "data/select_columns.hpp"
#include "varimix/error.hpp"

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
  std::string fit, data;
  Text columns, output;

  bool parse(Arguments arguments) {
    Parser parser("varimix predict", kPurpose, kExamples);
    parser.argument("FIT.json", "what fit --output wrote, or - for standard input", fit);
    parser.argument("DATA", "CSV or TSV with a header, NumPy .npy, or - for standard input", data);
    parser.option("--columns", "a,b",
                  "columns of DATA that stand for those of the fit, in its order\n"
                  "(those of the same names)",
                  columns);
    parser.option("--output", "FILE.csv", "where to write (standard output)", output);
    return parser.parse(arguments);
  }
};

/// The columns of DATA to read, in the fit's order.
std::vector<std::string> column_names(const PredictArguments& arguments, const Fit& fit) {
  const std::vector<std::string>& known = fit.model.columns();
  if (!arguments.columns) return known;
  std::vector<std::string> out = names("--columns", *arguments.columns);
  if (out.size() != known.size()) {
    throw InputError(fmt::format("--columns {}: names {}; accepted: one for each of the {} of {}",
                                 *arguments.columns, out.size(), known.size(), arguments.fit));
  }
  return out;
}

/// The chosen columns. One without any value is no mistake here: all its cells are missing.
Data read_rows(const Table& table, const std::vector<std::string>& columns, const Family& family) {
  Selection selection;
  selection.columns = columns;
  std::vector<double> values;
  values.reserve(columns.size() * table.rows());
  for (const std::size_t column : internal::find_parts(table, selection).data) {
    internal::require_numbers(table, column);
    for (std::size_t n = 0; n < table.rows(); ++n) {
      const double x = table.value(n, column);
      if (std::isinf(x) || !(std::isnan(x) || family.supports(x))) {
        throw InputError(fmt::format("{}: {} is no value of family {}; accepted: {}, or missing",
                                     table.place(n, column), x, family.name(), family.support()));
      }
      values.push_back(x);
    }
  }
  return Data::own(std::move(values), table.rows(), columns.size());
}

}  // namespace

int run_predict(Arguments given) {
  PredictArguments arguments;
  if (!arguments.parse(given)) return 0;
  if (arguments.fit == "-" && arguments.data == "-") {
    throw InputError(
        "-: standard input can be read once; accepted: a file for FIT.json or for DATA");
  }
  const std::string output = arguments.output.value_or("-");
  Outputs outputs;
  outputs.expect("--output", output, arguments.data);
  keep_fit(arguments.fit, output);

  const Fit fit = read_fit(arguments.fit);
  const std::vector<std::string> columns = column_names(arguments, fit);
  const Data data = read_rows(read_table(arguments.data), columns, fit.model.family());
  const Prediction prediction = predict(fit, data);
  outputs.write(output, [&](std::FILE* file) {
    write_responsibilities(file, prediction.responsibilities, fit.components(),
                           prediction.log_density);
  });
  outputs.commit();
  return 0;
}

}  // namespace varimix::cli
