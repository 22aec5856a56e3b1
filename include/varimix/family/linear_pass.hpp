// The pass of families whose log density is linear in sufficient statistics: they say what T(x) and
// log h(x) of a block's cells are, the library multiplies.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "varimix/family/family.hpp"

namespace varimix::internal {

/// Where a family describes one column of a block; all of it 0 before. A cell that is missing, or
/// of a row of weight 0, is left at that.
struct ColumnFeatures {
  double* t = nullptr;  ///< T_i(x) of row n to t[i * stride + n]
  std::size_t stride = 0;
  double* seen = nullptr;  ///< [rows] 1 where a cell is described; or null: not asked
  /// [rows] += log h(x) + eta . T(x) - A of one component, given here. Others are then scored by
  /// how they differ from it: what cancels does so within a cell, however many columns there are.
  double* base = nullptr;
  const double* reference = nullptr;  ///< (A, eta)
};
/// Called for the columns of a block in any order, on one thread at a time.
using DescribeColumn = std::function<void(const Block&, std::size_t d, const ColumnFeatures&)>;

/// Of `columns` columns with `statistics` numbers in T each. Layouts, per component: scorer
/// [D x (E[A], E[eta])], all of it finite; statistics [D x (n, sum T)]. What `input` refers to must
/// outlive the pass.
std::unique_ptr<RowPass> linear_pass(std::size_t columns, std::size_t statistics,
                                     const Family::PassInput& input, DescribeColumn describe);

}  // namespace varimix::internal
