// The rows of a block, gathered by which of their cells are observed.
#pragma once

#include <cstdint>
#include <vector>

#include "family/centre.hpp"
#include "family/row_kernel.hpp"
#include "kernel/aligned.hpp"
#include "math/matrices.hpp"
#include "varimix/data.hpp"

namespace varimix::internal {

/// Which cells of a row are missing, a bit per column.
using Pattern = std::vector<std::uint64_t>;

/// Rows of a block with the same cells observed.
struct RowGroup {
  Pattern missing;
  std::vector<Eigen::Index> observed;  ///< columns, rising
  std::vector<std::uint32_t> rows;     ///< within the block, rising; empty: all of them
  std::size_t count = 0;               ///< rows
  std::size_t row(std::size_t i) const { return rows.empty() ? i : rows[i]; }
};

/// Groups in the order of their first rows; a block of complete data is one group.
std::vector<RowGroup> group_rows(const Block& block);

/// The rows of a block group by group, as seen from a viewpoint: what the kernel reads.
template <typename T>
class GatheredRows {
 public:
  void take(const Block& block, const Viewpoint& from);
  const std::vector<RowGroup>& groups() const { return groups_; }
  /// Group g's observed columns begin here in each of the arrays of this stride.
  std::size_t offset(std::size_t g) const { return offsets_[g]; }
  std::size_t stride() const { return stride_; }
  Columns<T> columns(std::size_t g) {
    return {values_.data() + offsets_[g], stride_, groups_[g].count, nullptr};
  }

 private:
  std::vector<RowGroup> groups_;
  std::vector<std::size_t> offsets_;
  std::size_t stride_ = 0;
  Aligned<T> values_;
  std::vector<double> picked_;
};

}  // namespace varimix::internal
