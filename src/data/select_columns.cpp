#include "data/select_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "math/nearest_word.hpp"
#include "math/words.hpp"

namespace varimix::internal {
namespace {

std::vector<std::string> names_of(const Table& table) {
  std::vector<std::string> names;
  for (const Column& column : table.columns) names.push_back(column.name);
  return names;
}

class PartFinder {
 public:
  explicit PartFinder(const Table& table) : table_(table), part_of_(table.columns.size()) {}

  std::size_t take(const std::string& name, const std::string& part) {
    const std::size_t column = find(name);
    std::string& taken = part_of_[column];
    if (taken == part) refuse(fmt::format("column {} is named twice as {}", shown(name), part));
    if (!taken.empty()) {
      refuse(fmt::format("column {} is named as {} and as {}; it can be one of them", shown(name),
                         taken, part));
    }
    taken = part;
    return column;
  }

  std::vector<std::size_t> remaining() const {
    std::vector<std::size_t> columns;
    for (std::size_t c = 0; c < part_of_.size(); ++c) {
      const Column& column = table_.columns[c];
      if (part_of_[c].empty() && (column.numeric || column.meant_as_numbers()))
        columns.push_back(c);
    }
    if (columns.empty()) {
      refuse("no column of numbers is left as data; accepted is one or more, but the columns are " +
             listed(names_of(table_)));
    }
    return columns;
  }

 private:
  std::size_t find(const std::string& name) const {
    const auto found = std::find_if(table_.columns.begin(), table_.columns.end(),
                                    [&](const Column& column) { return column.name == name; });
    if (found != table_.columns.end()) {
      return static_cast<std::size_t>(found - table_.columns.begin());
    }
    const std::vector<std::string> names = names_of(table_);
    const std::string nearest = nearest_word(name, names);
    refuse(fmt::format("no column is named {}{}; the columns are {}", shown(name),
                       nearest.empty() ? "" : fmt::format(" (did you mean {}?)", shown(nearest)),
                       listed(names)));
  }

  [[noreturn]] void refuse(const std::string& what) const {
    throw InputError(fmt::format("{}: {}", table_.source, what));
  }

  const Table& table_;
  std::vector<std::string> part_of_;  // [columns] "data", "weights", "labels" or nothing
};

/// Looks at `count` elements: the first infinite one, or count; notes in `seen` whether any is a
/// value.
template <typename Number>
std::size_t find_infinite(const Number* first, std::ptrdiff_t stride, std::size_t count,
                          bool& seen) {
  bool infinite = false;
  bool value = false;
  const Number* p = first;
  for (std::size_t n = 0; n < count; ++n, p += stride) {
    infinite |= std::abs(*p) > std::numeric_limits<Number>::max();
    value |= *p == *p;
  }
  seen |= value;
  std::size_t n = 0;
  for (p = first; infinite && !std::isinf(*p); p += stride) ++n;
  return infinite ? n : count;
}

std::size_t find_infinite(const Data::Layout& values, std::size_t row, std::size_t column,
                          std::size_t count, bool& seen) {
  const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(row) * values.row_stride +
                            static_cast<std::ptrdiff_t>(column) * values.column_stride;
  if (values.element == Data::Element::float32) {
    return find_infinite(static_cast<const float*>(values.base) + at, values.row_stride, count,
                         seen);
  }
  return find_infinite(static_cast<const double*>(values.base) + at, values.row_stride, count,
                       seen);
}

}  // namespace

Parts find_parts(const Table& table, const Selection& selection) {
  PartFinder finder(table);
  Parts parts;
  for (const std::string& name : selection.columns) parts.data.push_back(finder.take(name, "data"));
  if (!selection.weights.empty()) parts.weights = finder.take(selection.weights, "weights");
  if (!selection.labels.empty()) parts.labels = finder.take(selection.labels, "labels");
  if (parts.data.empty()) parts.data = finder.remaining();
  return parts;
}

void require_numbers(const Table& table, std::size_t column, const std::string& remedy) {
  const Column& wanted = table.columns[column];
  if (wanted.numeric) return;
  throw InputError(fmt::format("{}: {} is not a number; {}{}",
                               table.place(wanted.first_text.row, column),
                               shown(wanted.first_text.text), kAcceptedNumbers, remedy));
}

void require_finite(const Table& table, const std::vector<std::size_t>& columns) {
  constexpr std::size_t kRowsAtOnce = 1024;  // so that a table stored by rows is read but once
  std::vector<char> seen(columns.size(), 0);
  for (std::size_t first = 0; first < table.rows(); first += kRowsAtOnce) {
    std::size_t infinite_row = std::min(kRowsAtOnce, table.rows() - first);
    std::optional<std::size_t> infinite_column;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      bool any = false;
      const std::size_t n = find_infinite(table.values, first, columns[i], infinite_row, any);
      if (n < infinite_row) infinite_column = columns[i];
      infinite_row = n;
      seen[i] = static_cast<char>(seen[i] | static_cast<char>(any));
    }
    if (infinite_column) {
      throw InputError(fmt::format("{}: the value is infinite, or beyond the range of a double; {}",
                                   table.place(first + infinite_row, *infinite_column),
                                   kAcceptedNumbers));
    }
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (seen[i] != 0) continue;
    throw InputError(
        fmt::format("{}: column {} has no value in any row; name the columns to use "
                    "with --columns",
                    table.source, shown(table.columns[columns[i]].name)));
  }
}

std::vector<double> read_weights(const Table& table, std::size_t column) {
  require_numbers(table, column);
  std::vector<double> weights(table.rows());
  double sum = 0;
  for (std::size_t n = 0; n < weights.size(); ++n) {
    weights[n] = table.value(n, column);
    if (!(weights[n] >= 0) || std::isinf(weights[n])) {
      throw InputError(fmt::format(
          "{}: the weight is {}; accepted are finite numbers from 0 (the row is absent) up",
          table.place(n, column),
          std::isnan(weights[n]) ? "missing" : fmt::format("{}", weights[n])));
    }
    sum += weights[n];
  }
  if (!(sum > 0) || std::isinf(sum)) {
    throw InputError(
        fmt::format("{}: the weights in column {} add up to {}; accepted is a positive, "
                    "finite sum",
                    table.source, shown(table.columns[column].name), sum));
  }
  return weights;
}

}  // namespace varimix::internal
