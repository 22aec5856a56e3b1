#include "data/rows.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "data/correlation.hpp"

namespace varimix {
namespace internal {
namespace {

/// Weighted count, mean and squared deviations of one column, mergeable [ChanGolubLeVeque1983].
struct Moments {
  double n = 0, mean = 0, squares = 0;

  void merge(const Moments& other) {
    if (!(other.n > 0)) return;
    const double total = n + other.n, gap = other.mean - mean;
    squares += other.squares + gap * gap * n * (other.n / total);
    mean += gap * (other.n / total);
    n = total;
  }
};

/// Two looks at one block's column: the mean first, then deviations from it.
Moments moments_of(const Block& block, std::size_t d, Summary::Column& column) {
  const double* x = block.column(d);
  Moments m;
  double sum = 0;
  for (std::size_t n = 0; n < block.rows; ++n) {
    const double w = block.weights != nullptr ? block.weights[n] : 1.0;
    if (std::isnan(x[n]) || w == 0) continue;
    if (m.n == 0) m.mean = x[n];
    m.n += w;
    sum += w * (x[n] - m.mean);
    column.minimum = std::min(column.minimum, x[n]);
    column.maximum = std::max(column.maximum, x[n]);
  }
  if (!(m.n > 0)) return m;
  m.mean += sum / m.n;
  for (std::size_t n = 0; n < block.rows; ++n) {
    const double w = block.weights != nullptr ? block.weights[n] : 1.0;
    if (!std::isnan(x[n]) && w > 0) m.squares += w * (x[n] - m.mean) * (x[n] - m.mean);
  }
  return m;
}

/// Finds missing cells, counts the rows that take part; throws on an infinite cell.
void survey(const Data& data, const Block& block, Summary& summary) {
  for (std::size_t n = 0; n < block.rows; ++n) {
    bool any = block.labels != nullptr && block.labels[n] != kLatent;
    for (std::size_t d = 0; d < block.columns; ++d) {
      const double x = block.column(d)[n];
      if (std::isinf(x))
        throw std::invalid_argument(
            "row " + std::to_string(block.first_row + n + 1) + ", column '" + data.names()[d] +
            "': the value is infinite; accepted: a finite number, or NaN for missing");
      if (std::isnan(x)) summary.complete = false;
      any = any || !std::isnan(x);
    }
    const double w = !any ? 0.0 : block.weights != nullptr ? block.weights[n] : 1.0;
    summary.weighted = summary.weighted || w != 1.0;
    summary.rows += w > 0 ? 1 : 0;
    summary.total_weight += w;
  }
}

}  // namespace

bool says_nothing(const Data& data, std::size_t row) {
  if (data.label(row) != kLatent) return false;
  for (std::size_t d = 0; d < data.columns(); ++d)
    if (!std::isnan(data.value(row, d))) return false;
  return true;
}

bool takes_part(const Data& data, std::size_t row) {
  return data.weight(row) > 0 && !says_nothing(data, row);
}

Rows Rows::stripe(std::size_t first, std::size_t step) const {
  Rows out = *this;
  out.first_ = first_ + first * step_;
  out.step_ = step_ * step;
  return out;
}

Block Rows::block(std::size_t index, Scratch& scratch) const {
  return take(index, scratch, [&](std::size_t first, std::size_t count) {
    return data_.block(first, count, scratch.values);
  });
}

Block Rows::cells(std::size_t index, Scratch& scratch) const {
  return take(index, scratch, [&](std::size_t first, std::size_t count) {
    return summary_.complete ? data_.cells(first, count, scratch.values)
                             : data_.block(first, count, scratch.values);
  });
}

Rows::Next Rows::next(std::size_t index) const {
  const std::size_t first = (first_ + (index + 1) * step_) * kBlockRows;
  if (first >= data_.rows()) return {};
  const std::size_t count = std::min(kBlockRows, data_.rows() - first);
  const std::span<const double> weights = data_.weights();
  return {data_.piece(first, count), weights.empty()
                                         ? std::span<const std::byte>{}
                                         : std::as_bytes(weights.subspan(first, count))};
}

template <typename Take>
Block Rows::take(std::size_t index, Scratch& scratch, const Take& values) const {
  const std::size_t first = (first_ + index * step_) * kBlockRows;
  const std::size_t count = std::min(kBlockRows, data_.rows() - first);
  Block out = values(first, count);
  out.complete = summary_.complete;
  if (summary_.complete || !summary_.weighted) return out;
  scratch.weights.resize(count);
  for (std::size_t n = 0; n < count; ++n)
    scratch.weights[n] = says_nothing(data_, first + n) ? 0.0 : data_.weight(first + n);
  out.weights = scratch.weights.data();
  return out;
}

}  // namespace internal

Summary summarize(const Data& data, bool with_correlation) {
  Summary summary;
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  summary.columns.assign(data.columns(), Summary::Column{0, 0, 0, 0, kInfinity, -kInfinity});
  std::vector<internal::Moments> moments(data.columns());
  std::vector<double> scratch;
  for (std::size_t first = 0; first < data.rows(); first += internal::kBlockRows) {
    const Block block =
        data.block(first, std::min(internal::kBlockRows, data.rows() - first), scratch);
    internal::survey(data, block, summary);
    for (std::size_t d = 0; d < data.columns(); ++d)
      moments[d].merge(internal::moments_of(block, d, summary.columns[d]));
  }
  for (std::size_t d = 0; d < data.columns(); ++d) {
    Summary::Column& column = summary.columns[d];
    column.weight = moments[d].n;
    column.mean = moments[d].mean;
    if (moments[d].n > 1) column.variance = moments[d].squares / (moments[d].n - 1);
    if (moments[d].n > 0)
      column.spread = moments[d].n < 2 ? moments[d].squares / moments[d].n : column.variance;
    if (!(column.weight > 0)) column.minimum = column.maximum = 0;
  }
  if (with_correlation) summary.correlation = internal::correlation(data, summary);
  return summary;
}

}  // namespace varimix
