// The pass of families whose log density is linear in sufficient statistics: they tell T(x) and
// log h(x), the library multiplies.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "varimix/family/family.hpp"

namespace varimix::internal {

/// Where a family tells of one column of a block; all of it 0 before. A cell that is missing, or of
/// a row of weight 0, tells nothing.
struct Told {
  double* t = nullptr;  ///< T_i(x) of row n to t[i * stride + n]
  std::size_t stride = 0;
  double* seen = nullptr;      ///< [rows] 1 where the cell tells something; or null: not asked
  double* log_base = nullptr;  ///< [rows] += log h(x)
};
using TellColumn = std::function<void(const Block&, std::size_t d, const Told&)>;

/// Of `columns` columns with `statistics` numbers in T each. Layouts, per component: scorer
/// [D x (E[A], E[eta])], statistics [D x (n, sum T)].
std::unique_ptr<RowPass> linear_pass(std::size_t columns, std::size_t statistics,
                                     const Family::PassInput& input, TellColumn tell);

}  // namespace varimix::internal
