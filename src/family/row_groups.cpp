#include "family/row_groups.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace varimix::internal {

using Eigen::Index;

std::vector<RowGroup> group_rows(const Block& block) {
  RowGroup all;
  all.observed.resize(block.columns);
  std::iota(all.observed.begin(), all.observed.end(), Index{0});
  all.count = block.rows;
  if (block.complete) return {all};
  std::map<std::vector<bool>, RowGroup> groups;
  std::vector<bool> missing(block.columns);
  for (std::size_t n = 0; n < block.rows; ++n) {
    for (std::size_t d = 0; d < block.columns; ++d) missing[d] = std::isnan(block.column(d)[n]);
    RowGroup& group = groups[missing];
    if (group.count++ == 0)
      for (std::size_t d = 0; d < block.columns; ++d)
        if (!missing[d]) group.observed.push_back(static_cast<Index>(d));
    group.rows.push_back(static_cast<std::uint32_t>(n));
  }
  std::vector<RowGroup> out;
  for (auto& [pattern, group] : groups) out.push_back(std::move(group));
  return out;
}

void whiten(const Block& block, const RowGroup& group, std::size_t first, std::size_t count,
            const Vector& mean, const Matrix& u, const double* mask, Chunk& chunk) {
  const auto rows = static_cast<Index>(count), columns = static_cast<Index>(group.observed.size());
  if (chunk.centred.size() == 0) {
    chunk.centred.resize(kChunkRows, static_cast<Index>(block.columns));
    chunk.white.resize(kChunkRows, static_cast<Index>(block.columns));
  }
  for (Index j = 0; j < columns; ++j) {
    const double* x =
        block.column(static_cast<std::size_t>(group.observed[static_cast<std::size_t>(j)]));
    double* out = chunk.centred.col(j).data();
    const double m = mean[j];
    if (group.rows.empty())
      for (std::size_t i = 0; i < count; ++i) out[i] = x[first + i] - m;
    else
      for (std::size_t i = 0; i < count; ++i) out[i] = x[group.rows[first + i]] - m;
    if (mask != nullptr)
      for (std::size_t i = 0; i < count; ++i)
        if (mask[group.row(first + i)] == 0) out[i] = 0;
  }
  chunk.white.topLeftCorner(rows, columns).noalias() =
      chunk.centred.topLeftCorner(rows, columns) * u.transpose().triangularView<Eigen::Upper>();
}

}  // namespace varimix::internal
