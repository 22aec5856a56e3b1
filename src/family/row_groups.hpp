// The rows of a block, gathered by which of their cells are observed.
#pragma once

#include <cstdint>
#include <vector>

#include "math/matrices.hpp"
#include "varimix/data.hpp"

namespace varimix::internal {

/// Rows of a block with the same cells observed.
struct RowGroup {
  std::vector<Eigen::Index> observed;  ///< columns, rising
  std::vector<std::uint32_t> rows;     ///< within the block, rising; empty: all of them
  std::size_t count = 0;               ///< rows
  std::size_t row(std::size_t i) const { return rows.empty() ? i : rows[i]; }
};

/// Groups in a fixed order; a block of complete data is one group.
std::vector<RowGroup> group_rows(const Block& block);

/// Rows are handled in chunks of this many, so that what is computed of them stays in cache.
inline constexpr std::size_t kChunkRows = 128;

/// Room for a chunk in whitened coordinates.
struct Chunk {
  Matrix centred, white;  ///< [kChunkRows x D]
};

/// y = U (x_o - m_o) of rows first ... first + count - 1 of the group, into chunk.white [count x
/// p]. `mask` [block rows] null, or 0 where a row does not count: its y is 0, whatever it holds.
void whiten(const Block& block, const RowGroup& group, std::size_t first, std::size_t count,
            const Vector& mean, const Matrix& u, const double* mask, Chunk& chunk);

}  // namespace varimix::internal
