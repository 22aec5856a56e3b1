// The numbers of a point that have an uncertainty: K weights, then what describe() tells of each
// component, of a symmetric matrix the lower triangle (row >= column), in that order.
#pragma once

#include <string>
#include <vector>

#include "varimix/belief.hpp"
#include "varimix/uncertainty.hpp"

namespace varimix::internal {

/// Places, values those of the point. Entries that a family fixes (covariances of a diagonal
/// matrix) are left out.
std::vector<Estimate> point_entries(const Family& family, const Point& point);
/// The values alone. [P]
std::vector<double> entry_values(const Family& family, const Point& point);

/// The same point with component order[k] for its k-th.
Point reordered(const Point& point, std::span<const std::size_t> order);

/// Draws or replicates of P numbers, one after the other. [S x P]
struct Values {
  std::size_t count = 0, size = 0;
  std::vector<double> all;

  void add(const std::vector<double>& one) {
    all.insert(all.end(), one.begin(), one.end());
    size = one.size(), ++count;
  }
  std::vector<double> column(std::size_t p) const;
};

/// Means, standard deviations and covariances over the values (divisor S - 1), equal-tailed
/// intervals between their quantiles, in the places of `at`. The values of `at` stay.
void spread_of(const Values& values, Uncertainty& at);

/// Linear between order statistics: of sorted x_1 ... x_S at 1 + (S - 1) p.
double sorted_quantile(std::span<const double> sorted, double probability);

/// Throws std::invalid_argument unless 0 < level < 1.
void check_level(double level);

}  // namespace varimix::internal
