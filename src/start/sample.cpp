#include "start/sample.hpp"

#include <numeric>

namespace varimix::internal {

Sample::Sample(const Rows& all, std::size_t limit, std::uint64_t seed)
    : all_(all),
      standardize_(all.summary()),
      drawn_(sample_rows(all, limit, seed)),
      points_(points_at(all.data(), drawn_, standardize_)) {
  if (drawn_.size() == all.summary().rows) {
    point_of_row_.assign(all.data().rows(), drawn_.size());
    for (std::size_t i = 0; i < drawn_.size(); ++i) point_of_row_[drawn_[i]] = i;
    return;
  }
  point_of_row_.resize(drawn_.size());
  std::iota(point_of_row_.begin(), point_of_row_.end(), std::size_t{0});
  const Data& data = all.data();
  std::vector<double> values;
  for (std::size_t d = 0; d < data.columns(); ++d)
    for (const std::size_t n : drawn_) values.push_back(data.value(n, d));
  const double drawn_weight = std::accumulate(points_.weights.begin(), points_.weights.end(), 0.0);
  std::vector<double> weights = points_.weights;
  for (double& w : weights) w *= all.summary().total_weight / drawn_weight;
  data_ = std::make_unique<const Data>(Data::own(std::move(values), drawn_.size(), data.columns())
                                           .with_weights(std::move(weights))
                                           .with_labels(points_.labels));
  summary_ = all.summary();
  summary_.rows = drawn_.size();
  summary_.weighted = true;
  rows_.emplace(*data_, summary_);
}

GivenResponsibilities Sample::responsibilities(const std::vector<std::int32_t>& partition,
                                               std::size_t components) const {
  // An absent row has no point, and its component does not matter.
  std::vector<std::int32_t> of_row(point_of_row_.size(), 0);
  for (std::size_t n = 0; n < of_row.size(); ++n)
    if (point_of_row_[n] < partition.size()) of_row[n] = partition[point_of_row_[n]];
  return one_hot(std::move(of_row), components);
}

}  // namespace varimix::internal
