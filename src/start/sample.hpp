// The rows that an automatic start is sought on: all of them, or a sample that stands for all.
#pragma once

#include <memory>
#include <optional>

#include "start/points.hpp"
#include "statistics/expectation_pass.hpp"

namespace varimix::internal {

/// Immutable once made; restarts share it. Outlived by the rows it was drawn from.
class Sample {
 public:
  /// At most `limit` rows; the sample's weights are scaled so that they sum to those of all rows,
  /// and a prior weighs on it as on all of them.
  Sample(const Rows& all, std::size_t limit, std::uint64_t seed);
  Sample(const Sample&) = delete;
  Sample& operator=(const Sample&) = delete;

  /// No row is left out.
  bool whole() const { return !rows_; }
  const Rows& rows() const { return rows_ ? *rows_ : all_; }
  const Points& points() const { return points_; }
  const Standardizer& standardize() const { return standardize_; }
  /// The point that each of rows() is; points().size() where an absent row is none.
  const std::vector<std::size_t>& point_of_row() const { return point_of_row_; }
  /// One-hot responsibilities of rows() for a component per point.
  GivenResponsibilities responsibilities(const std::vector<std::int32_t>& partition,
                                         std::size_t components) const;

 private:
  const Rows& all_;
  Standardizer standardize_;
  std::vector<std::size_t> drawn_;  ///< [M] rows of the data
  Points points_;
  std::vector<std::size_t> point_of_row_;
  std::unique_ptr<const Data> data_;
  Summary summary_;
  std::optional<Rows> rows_;
};

}  // namespace varimix::internal
