#include "varimix/read.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "data/csv_table.hpp"
#include "data/npy.hpp"
#include "data/read_bytes.hpp"
#include "math/words.hpp"

namespace varimix {

double Table::value(std::size_t row, std::size_t column) const {
  const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(row) * values.row_stride +
                            static_cast<std::ptrdiff_t>(column) * values.column_stride;
  if (values.element == Data::Element::float32) return static_cast<const float*>(values.base)[at];
  return static_cast<const double*>(values.base)[at];
}

std::string Table::place(std::size_t row, std::size_t column) const {
  std::string line;
  const auto after =
      std::upper_bound(lines.begin(), lines.end(), row,
                       [](std::size_t r, const Line& entry) { return r < entry.row; });
  if (after != lines.begin()) {
    const Line& entry = *(after - 1);
    line = fmt::format(" (line {})", entry.line + (row - entry.row));
  }
  return fmt::format("{}, row {}{}, column {}", source, row + 1, line,
                     internal::shown(columns[column].name));
}

Table read_table(const std::string& path) {
  const internal::Bytes bytes = internal::read_bytes(path);
  const std::string source = internal::source_name(path);
  if (path.ends_with(".npy") || bytes.view.starts_with(internal::kNpyMagic)) {
    return internal::read_npy(bytes, source);
  }
  return internal::read_csv(bytes.view, source);
}

}  // namespace varimix
