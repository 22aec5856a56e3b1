#include "varimix/data.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace varimix {
namespace {

[[noreturn]] void refuse(const std::string& what) {
  throw std::invalid_argument("varimix::Data: " + what);
}

/// A few rows at a time, so that every cache line of a table that lies row by row is read once.
template <typename T>
void copy_strided(const Data::Layout& from, std::size_t first, std::size_t count, double* to,
                  std::size_t stride) {
  constexpr std::size_t kTogether = 16;
  const T* base = static_cast<const T*>(from.base);
  for (std::size_t begin = 0; begin < count; begin += kTogether) {
    const std::size_t end = std::min(begin + kTogether, count);
    const T* tile = base + static_cast<std::ptrdiff_t>(first + begin) * from.row_stride;
    for (std::size_t d = 0; d < from.columns; ++d) {
      const T* cell = tile + static_cast<std::ptrdiff_t>(d) * from.column_stride;
      double* out = to + d * stride;
      for (std::size_t n = begin; n < end; ++n, cell += from.row_stride)
        out[n] = static_cast<double>(*cell);
    }
  }
}

}  // namespace

Data::Data(Layout layout) : layout_(std::move(layout)) {
  if (layout_.columns == 0) refuse("the table has no column; accepted: one column or more");
  if (layout_.rows > 0 && layout_.base == nullptr) refuse("the table's address is null");
  for (std::size_t d = 0; d < layout_.columns; ++d) names_.push_back("x" + std::to_string(d + 1));
}

Data Data::view(std::span<const double> values) {
  return Data(Layout{values.data(), Element::float64, values.size(), 1, 1, 0, {}});
}

Data Data::own(std::vector<double> values, std::size_t rows, std::size_t columns) {
  if (values.size() != rows * columns)
    refuse(std::to_string(values.size()) + " values do not fill " + std::to_string(rows) +
           " rows of " + std::to_string(columns));
  const auto owner = std::make_shared<const std::vector<double>>(std::move(values));
  return Data(Layout{owner->data(), Element::float64, rows, columns, 1,
                     static_cast<std::ptrdiff_t>(rows), owner});
}

Data Data::with_weights(std::vector<double> weights) const {
  if (weights.size() != rows())
    refuse(std::to_string(weights.size()) + " weights for " + std::to_string(rows()) + " rows");
  double total = 0;
  for (std::size_t n = 0; n < weights.size(); ++n) {
    if (!(weights[n] >= 0) || !std::isfinite(weights[n]))
      refuse("the weight of row " + std::to_string(n + 1) + " is " + std::to_string(weights[n]) +
             "; accepted: finite numbers >= 0");
    total += weights[n];
  }
  if (!(total > 0) || !std::isfinite(total)) refuse("the weights must have a positive, finite sum");
  Data out = *this;
  out.weights_ = std::move(weights);
  return out;
}

Data Data::with_labels(std::vector<std::int32_t> labels) const {
  if (labels.size() != rows())
    refuse(std::to_string(labels.size()) + " labels for " + std::to_string(rows()) + " rows");
  for (std::size_t n = 0; n < labels.size(); ++n)
    if (labels[n] < kLatent)
      refuse("the label of row " + std::to_string(n + 1) + " is " + std::to_string(labels[n]) +
             "; accepted: 0 ... K-1, or kLatent (-1)");
  Data out = *this;
  out.labels_ = std::move(labels);
  return out;
}

Data Data::with_names(std::vector<std::string> names) const {
  if (names.size() != columns())
    refuse(std::to_string(names.size()) + " names for " + std::to_string(columns()) + " columns");
  Data out = *this;
  out.names_ = std::move(names);
  return out;
}

double Data::value(std::size_t row, std::size_t column) const {
  const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(row) * layout_.row_stride +
                            static_cast<std::ptrdiff_t>(column) * layout_.column_stride;
  if (layout_.element == Element::float32)
    return static_cast<double>(static_cast<const float*>(layout_.base)[at]);
  return static_cast<const double*>(layout_.base)[at];
}

Block Data::cells(std::size_t first, std::size_t count, std::vector<double>& scratch) const {
  Block out = outline(first, count);
  const bool together = layout_.row_stride == 1 || layout_.column_stride == 1;
  return out.values == nullptr && !together ? block(first, count, scratch) : out;
}

Block Data::outline(std::size_t first, std::size_t count) const {
  Block out;
  out.first_row = first;
  out.rows = count;
  out.columns = columns();
  if (!weights_.empty()) out.weights = weights_.data() + first;
  if (!labels_.empty()) out.labels = labels_.data() + first;
  const bool single = layout_.element == Element::float32;
  const std::ptrdiff_t size = single ? sizeof(float) : sizeof(double);
  out.cells = {static_cast<const char*>(layout_.base) +
                   static_cast<std::ptrdiff_t>(first) * layout_.row_stride * size,
               single, layout_.row_stride, layout_.column_stride};
  const bool in_place = !single && (layout_.row_stride == 1 || layout_.rows == 1) &&
                        (layout_.column_stride >= 0 || layout_.columns == 1);
  if (in_place) {
    out.values = static_cast<const double*>(layout_.base) + first;
    out.stride = layout_.columns == 1 ? count : static_cast<std::size_t>(layout_.column_stride);
  }
  return out;
}

Block Data::block(std::size_t first, std::size_t count, std::vector<double>& scratch) const {
  Block out = outline(first, count);
  if (out.values != nullptr) return out;
  constexpr std::size_t kApart = 8;  // columns apart by a power of two would share cache lines
  out.stride = count + kApart;
  scratch.resize(std::max(scratch.size(), out.stride * columns()));
  if (layout_.element == Element::float64)
    copy_strided<double>(layout_, first, count, scratch.data(), out.stride);
  else
    copy_strided<float>(layout_, first, count, scratch.data(), out.stride);
  out.values = scratch.data();
  return out;
}

std::span<const std::byte> Data::piece(std::size_t first, std::size_t count) const {
  const std::size_t size = layout_.element == Element::float32 ? 4 : 8;
  const auto columns = static_cast<std::ptrdiff_t>(layout_.columns);
  const bool by_row = layout_.column_stride == 1 && layout_.row_stride >= columns &&
                      layout_.row_stride < 2 * columns;
  if (!by_row && !(layout_.row_stride == 1 && columns == 1)) return {};
  const auto step = static_cast<std::size_t>(layout_.row_stride) * size;
  return {static_cast<const std::byte*>(layout_.base) + first * step, count * step};
}

}  // namespace varimix
