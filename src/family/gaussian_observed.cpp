#include "family/gaussian_observed.hpp"

namespace varimix::internal {

using Eigen::Index;

void whiten(const Block& block, const RowGroup& group, std::size_t first, std::size_t count,
            const Observed& seen, const double* mask, Chunk& chunk) {
  const auto rows = static_cast<Index>(count), columns = static_cast<Index>(group.observed.size());
  if (chunk.centred.size() == 0) {
    chunk.centred.resize(kChunkRows, static_cast<Index>(block.columns));
    chunk.white.resize(kChunkRows, static_cast<Index>(block.columns));
  }
  for (Index j = 0; j < columns; ++j) {
    const double* x =
        block.column(static_cast<std::size_t>(group.observed[static_cast<std::size_t>(j)]));
    double* out = chunk.centred.col(j).data();
    const double m = seen.mean[j];
    if (group.rows.empty())
      for (std::size_t i = 0; i < count; ++i) out[i] = x[first + i] - m;
    else
      for (std::size_t i = 0; i < count; ++i) out[i] = x[group.rows[first + i]] - m;
    if (mask != nullptr)
      for (std::size_t i = 0; i < count; ++i)
        if (mask[group.row(first + i)] == 0) out[i] = 0;
  }
  chunk.white.topLeftCorner(rows, columns).noalias() =
      chunk.centred.topLeftCorner(rows, columns) *
      seen.u.transpose().triangularView<Eigen::Upper>();
}

}  // namespace varimix::internal
