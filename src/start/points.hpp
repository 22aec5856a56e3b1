// Rows as points in standardised columns, for automatic starts: a sample of them when there are
// many.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "data/rows.hpp"

namespace varimix::internal {

/// Centre and scale of every column: a change of units changes no distance.
class Standardizer {
 public:
  explicit Standardizer(const Summary& summary);
  std::size_t columns() const { return means_.size(); }
  double operator()(double x, std::size_t d) const { return (x - means_[d]) * scales_[d]; }

 private:
  std::vector<double> means_, scales_;
};

using Centres = std::vector<std::vector<double>>;  ///< [K][D], standardised

/// Squared distance over the columns observed, scaled up for those that are missing (NaN in z).
double squared_distance(std::span<const double> z, std::span<const double> centre);
/// Index of the nearest centre; the first among equals.
std::size_t nearest(std::span<const double> z, const Centres& centres);

/// Rows that take part. Not shared while filled.
struct Points {
  std::size_t columns = 0;
  bool complete = true;              ///< no cell is missing
  std::vector<double> z;             ///< [D x M] column after column, NaN where missing
  std::vector<double> weights;       ///< [M]
  std::vector<std::int32_t> labels;  ///< [M]

  std::size_t size() const { return weights.size(); }
  const double* column(std::size_t d) const { return z.data() + d * size(); }
  /// A copy of point n, missing cells at the column's mean.
  std::vector<double> at(std::size_t n) const;
};

/// squared_distance of every point to one centre -> out [M]
void squared_distances(const Points& points, std::span<const double> centre, double* out);

/// At most `limit` rows that take part: all of them, or one drawn from each of `limit` equal runs.
std::vector<std::size_t> sample_rows(const Rows& rows, std::size_t limit, std::uint64_t seed);
Points points_at(const Data& data, std::span<const std::size_t> rows,
                 const Standardizer& standardize);

}  // namespace varimix::internal
