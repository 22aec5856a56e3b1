#include "cli/fit_rows.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "cli/fit_file.hpp"
#include "cli/parser.hpp"
#include "cli/values.hpp"
#include "data/select_columns.hpp"
#include "data/select_labels.hpp"
#include "math/words.hpp"
#include "varimix/error.hpp"

namespace varimix::cli {

void FitAndRows::declare(Parser& parser, bool weighted, bool labelled) {
  parser.argument("FIT.json", "what fit --output wrote, or - for standard input", fit_path);
  parser.argument("DATA", "CSV or TSV with a header, NumPy .npy, or - for standard input",
                  data_path);
  parser.option("--columns", "a,b",
                "columns of DATA that stand for those of the fit, in its order\n"
                "(those of the same names)",
                columns);
  if (weighted) parser.option("--weights", "COL", "column with a weight per row (1 each)", weights);
  if (labelled) {
    parser.option("--labels", "COL",
                  "column with known components: 1 ... K, or K names, sorted; nothing\n"
                  "where unknown (no component is known)",
                  labels);
  }
}

void FitAndRows::check(const std::string& output) const {
  if (fit_path == "-" && data_path == "-") {
    throw InputError(
        "-: standard input can be read once; accepted: a file for FIT.json or for DATA");
  }
  keep_fit(fit_path, output);
}

Fit FitAndRows::read() const { return read_fit(fit_path); }

std::vector<std::string> FitAndRows::column_names(const Fit& fit) const {
  const std::vector<std::string>& known = fit.model.columns();
  if (!columns) return known;
  std::vector<std::string> out = names("--columns", *columns);
  if (out.size() != known.size()) {
    throw InputError(fmt::format("--columns {}: names {}; accepted: one for each of the {} of {}",
                                 *columns, out.size(), known.size(), fit_path));
  }
  return out;
}

namespace {

/// Fewer names than components would leave open which ones are meant.
std::vector<std::int32_t> read_components(const Table& table, std::size_t column,
                                          std::size_t components) {
  internal::Labels out = internal::read_labels(table, column, components);
  if (!out.names.empty() && out.names.size() != components) {
    throw InputError(fmt::format(
        "{}: column {} has {} different labels; accepted: {}, one name for each component of the "
        "fit, or the whole numbers from 1 to {}",
        table.source, internal::shown(table.columns[column].name), out.names.size(), components,
        components));
  }
  return std::move(out.of_rows);
}

}  // namespace

Data FitAndRows::read_rows(const Fit& fit) const {
  const Table table = read_table(data_path);
  const Family& family = fit.model.family();
  Selection selection;
  selection.columns = column_names(fit);
  selection.weights = weights.value_or("");
  selection.labels = labels.value_or("");
  const internal::Parts parts = internal::find_parts(table, selection);
  std::vector<double> values;
  values.reserve(parts.data.size() * table.rows());
  for (const std::size_t column : parts.data) {
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
  Data out = Data::own(std::move(values), table.rows(), parts.data.size())
                 .with_names(std::move(selection.columns));
  if (parts.labels) out = out.with_labels(read_components(table, *parts.labels, fit.components()));
  return parts.weights ? out.with_weights(internal::read_weights(table, *parts.weights)) : out;
}

}  // namespace varimix::cli
