#include <fmt/format.h>

#include <optional>
#include <span>
#include <utility>

#include "data/select_columns.hpp"
#include "data/select_labels.hpp"
#include "math/words.hpp"
#include "varimix/read.hpp"

namespace varimix {
namespace {

/// How many columns apart the chosen ones are, if that is the same everywhere.
std::optional<std::ptrdiff_t> common_step(std::span<const std::size_t> columns) {
  if (columns.size() < 2) return 1;
  const auto step = [&](std::size_t i) {
    return static_cast<std::ptrdiff_t>(columns[i]) - static_cast<std::ptrdiff_t>(columns[i - 1]);
  };
  for (std::size_t i = 2; i < columns.size(); ++i) {
    if (step(i) != step(1)) return std::nullopt;
  }
  return step(1);
}

Data view_columns(const Table& table, std::span<const std::size_t> columns, std::ptrdiff_t step) {
  Data::Layout layout = table.values;
  const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(columns[0]) * layout.column_stride;
  if (layout.element == Data::Element::float32) {
    layout.base = static_cast<const float*>(layout.base) + at;
  } else {
    layout.base = static_cast<const double*>(layout.base) + at;
  }
  layout.columns = columns.size();
  layout.column_stride *= step;
  return Data(std::move(layout));
}

Data copy_columns(const Table& table, std::span<const std::size_t> columns) {
  std::vector<double> values;
  values.reserve(table.rows() * columns.size());
  for (const std::size_t column : columns) {
    for (std::size_t n = 0; n < table.rows(); ++n) values.push_back(table.value(n, column));
  }
  return Data::own(std::move(values), table.rows(), columns.size());
}

}  // namespace

Dataset select(const Table& table, const Selection& selection, std::size_t components) {
  const internal::Parts parts = internal::find_parts(table, selection);
  const std::string remedy =
      selection.columns.empty() ? " (--columns leaves a column out that is not data)" : "";
  std::vector<std::string> names;
  for (const std::size_t column : parts.data) {
    internal::require_numbers(table, column, remedy);
    names.push_back(table.columns[column].name);
  }
  internal::require_finite(table, parts.data);
  const auto step = common_step(parts.data);
  Data data = step ? view_columns(table, parts.data, *step) : copy_columns(table, parts.data);
  data = data.with_names(std::move(names));
  if (parts.weights) data = data.with_weights(internal::read_weights(table, *parts.weights));
  std::vector<std::string> label_names;
  if (parts.labels) {
    internal::Labels labels = internal::read_labels(table, *parts.labels, components);
    data = data.with_labels(std::move(labels.of_rows));
    label_names = std::move(labels.names);
  }
  return {std::move(data), std::move(label_names), selection.weights, selection.labels};
}

}  // namespace varimix
