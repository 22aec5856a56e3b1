#include "data/select_labels.hpp"

#include <fmt/format.h>

#include <cmath>

#include "math/words.hpp"

namespace varimix::internal {
namespace {

Labels from_numbers(const Table& table, std::size_t column, std::size_t components) {
  Labels labels;
  labels.of_rows.assign(table.rows(), kLatent);
  for (std::size_t n = 0; n < table.rows(); ++n) {
    const double value = table.value(n, column);
    if (std::isnan(value)) continue;
    if (value < 1 || value > static_cast<double>(components) || value != std::floor(value)) {
      throw InputError(
          fmt::format("{}: the label is {}; accepted are the whole numbers from 1 to {}, "
                      "names, and nothing where the component is not known",
                      table.place(n, column), value, components));
    }
    labels.of_rows[n] = static_cast<std::int32_t>(value) - 1;
  }
  return labels;
}

Labels from_names(const Table& table, std::size_t column, std::size_t components) {
  const Column& names = table.columns[column];
  if (names.meant_as_numbers()) {
    throw InputError(fmt::format(
        "{}: {} is not a number, as most labels in this column are; accepted "
        "are the whole numbers from 1 to {}, or names throughout",
        table.place(names.first_text.row, column), shown(names.first_text.text), components));
  }
  const std::string where = fmt::format("{}: column {} has", table.source, shown(names.name));
  if (names.codes.empty()) {
    throw InputError(fmt::format("{} more than {} different labels; accepted are at most {}", where,
                                 kMostLevels, components));
  }
  if (names.levels.size() > components) {
    throw InputError(
        fmt::format("{} {} different labels ({}); accepted are at most {}, one per component",
                    where, names.levels.size(), listed(names.levels), components));
  }
  return {names.codes, names.levels};
}

}  // namespace

Labels read_labels(const Table& table, std::size_t column, std::size_t components) {
  return table.columns[column].numeric ? from_numbers(table, column, components)
                                       : from_names(table, column, components);
}

}  // namespace varimix::internal
