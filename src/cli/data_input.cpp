#include "cli/data_input.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>

#include "cli/progress.hpp"
#include "varimix/error.hpp"

namespace varimix::cli {

Input read_input(const DataOptions& data, const Model& model) {
  Selection selection = data.selection();
  if (selection.columns.empty()) selection.columns = model.columns();
  Table table = read_table(data.path);
  Dataset dataset = select(table, selection, model.components());
  return {std::move(table), std::move(dataset)};
}

void refuse_data(const Input& input, const Family& family, const std::string& why) {
  const Data& data = input.dataset.data;
  for (std::size_t n = 0; n < data.rows(); ++n) {
    for (std::size_t d = 0; d < data.columns(); ++d) {
      const double x = data.value(n, d);
      if (std::isnan(x) || family.supports(x)) continue;
      std::size_t column = 0;
      while (input.table.columns[column].name != data.names()[d]) ++column;
      throw InputError(fmt::format("{}: {} is no value of family {}; accepted: {}, or missing",
                                   input.table.place(n, column), x, family.name(),
                                   family.support()));
    }
  }
  const bool about_data = why.starts_with("row ") || why.starts_with("column ") ||
                          why.starts_with("the data") || why.starts_with("no row") ||
                          why.find(" components for ") != std::string::npos;
  throw InputError((about_data ? input.table.source + ": " : "") + why);
}

Fit fit_input(const Model& model, const Backend& backend, const Input& input, FitOptions options) {
  Progress progress;
  options.observer = progress.observer();
  try {
    return fit(model, input.dataset.data, backend, options);
  } catch (const std::invalid_argument& error) {
    refuse_data(input, model.family(), error.what());
  }
}

}  // namespace varimix::cli
