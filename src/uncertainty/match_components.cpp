#include "uncertainty/match_components.hpp"

#include <limits>

#include "belief/belief.hpp"
#include "statistics/expectation_pass.hpp"

namespace varimix::internal {
namespace {

constexpr std::size_t kNobody = std::numeric_limits<std::size_t>::max();

/// Rows are given a column one after the other, the cheapest way each; prices of rows and columns
/// keep every reduced cost at 0 or above, and at 0 where assigned.
class Augmenter {
 public:
  Augmenter(std::span<const double> cost, std::size_t size)
      : cost_(cost),
        size_(size),
        row_price_(size, 0.0),
        column_price_(size, 0.0),
        row_of_(size, kNobody) {}

  std::vector<std::size_t> solve() {
    for (std::size_t row = 0; row < size_; ++row) assign(row);
    std::vector<std::size_t> out(size_);
    for (std::size_t column = 0; column < size_; ++column) out[row_of_[column]] = column;
    return out;
  }

 private:
  double reduced(std::size_t row, std::size_t column) const {
    return cost_[row * size_ + column] - row_price_[row] - column_price_[column];
  }

  /// Dijkstra from `start` to the nearest free column, then every row on the way moves on by one.
  void assign(std::size_t start) {
    std::vector<double> distance(size_, std::numeric_limits<double>::infinity());
    std::vector<std::size_t> before(size_, start);  // the row that a column was reached from
    std::vector<bool> done(size_, false);
    std::vector<std::size_t> settled;
    std::size_t row = start, column = kNobody;
    double length = 0;
    while (true) {
      for (std::size_t j = 0; j < size_; ++j) {
        const double through = length + reduced(row, j);
        if (!done[j] && through < distance[j]) distance[j] = through, before[j] = row;
      }
      column = kNobody;
      for (std::size_t j = 0; j < size_; ++j)
        if (!done[j] && (column == kNobody || distance[j] < distance[column])) column = j;
      done[column] = true;
      length = distance[column];
      if (row_of_[column] == kNobody) break;
      settled.push_back(column);
      row = row_of_[column];
    }
    row_price_[start] += length;
    for (const std::size_t j : settled) {
      row_price_[row_of_[j]] += length - distance[j];
      column_price_[j] -= length - distance[j];
    }
    while (true) {
      const std::size_t from = before[column];
      std::size_t freed = kNobody;  // the column that `from` had
      for (const std::size_t j : settled)
        if (row_of_[j] == from) freed = j;
      row_of_[column] = from;
      if (from == start) return;
      column = freed;
    }
  }

  std::span<const double> cost_;
  std::size_t size_;
  std::vector<double> row_price_, column_price_;
  std::vector<std::size_t> row_of_;  ///< of a column
};

}  // namespace

std::vector<std::size_t> cheapest_assignment(std::span<const double> cost, std::size_t size) {
  return Augmenter(cost, size).solve();
}

std::vector<double> responsibilities_of(const Family& family, const Point& point,
                                        const Rows& rows) {
  const Scorer at = scorer(family, Belief(point));
  const std::size_t components = point.weights.size();
  std::vector<double> out(rows.data().rows() * components);
  const Score score = [&](const Block& block, double* logits, std::size_t stride) {
    family.score(block, components, at.components.data(), logits, stride);
  };
  ThreadTeam alone(1);
  visit_rows(rows, at.log_weights, score, Assignment::soft, alone,
             [&](const Block& block, const double* r, std::size_t stride, const double*) {
               for (std::size_t n = 0; n < block.rows; ++n)
                 for (std::size_t k = 0; k < components; ++k)
                   out[(block.first_row + n) * components + k] = r[k * stride + n];
             });
  return out;
}

std::vector<double> overlaps(std::span<const double> reference, std::span<const double> other,
                             std::size_t components, std::span<const double> weights) {
  std::vector<double> out(components * components, 0.0);
  const std::size_t rows = reference.size() / components;
  for (std::size_t n = 0; n < rows; ++n) {
    const double w = weights.empty() ? 1.0 : weights[n];
    for (std::size_t k = 0; k < components; ++k) {
      const double q = w * reference[n * components + k];
      for (std::size_t j = 0; j < components; ++j)
        out[k * components + j] += q * other[n * components + j];
    }
  }
  return out;
}

std::vector<std::size_t> match_components(std::span<const double> overlap, std::size_t components,
                                          const std::vector<bool>& fixed) {
  std::vector<std::size_t> free;
  std::vector<std::size_t> out(components);
  for (std::size_t k = 0; k < components; ++k) {
    out[k] = k;
    if (fixed.empty() || !fixed[k]) free.push_back(k);
  }
  std::vector<double> cost;
  for (const std::size_t k : free)
    for (const std::size_t j : free) cost.push_back(-overlap[k * components + j]);
  const std::vector<std::size_t> best = cheapest_assignment(cost, free.size());
  for (std::size_t i = 0; i < free.size(); ++i) out[free[i]] = free[best[i]];
  return out;
}

}  // namespace varimix::internal
