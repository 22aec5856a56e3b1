// The kernel's functions over rows, by the type of number they compute in.
#pragma once

#include <cmath>
#include <type_traits>

#include "family/centre.hpp"
#include "kernel/kernel.hpp"
#include "varimix/data.hpp"

namespace varimix::internal {

template <typename T>
const RowKernel<T>& row_kernel() {
  if constexpr (std::is_same_v<T, float>)
    return kernel().single;
  else
    return kernel().rows;
}

/// A complete block as seen from a viewpoint, whichever way it is given. `factors` [D]: 1 / scale.
template <typename T>
void centre(const Block& block, const Viewpoint& from, const std::vector<double>& factors, T* out,
            std::size_t stride) {
  const RowKernel<T>& rows = row_kernel<T>();
  if (block.values == nullptr) {
    const Block::Cells& c = block.cells;
    rows.centre_cells({c.at, c.single, c.row_step, c.column_step, block.rows, block.columns},
                      from.centre.data(), factors.data(), out, stride);
    return;
  }
  for (std::size_t d = 0; d < block.columns; ++d)
    rows.centre(block.column(d), block.rows, from.centre[d], factors[d], out + d * stride);
}

inline std::vector<double> inverses(const std::vector<double>& scale) {
  std::vector<double> out;
  for (const double s : scale) out.push_back(1.0 / s);
  return out;
}

/// log of a positive u in T, less that of u itself: what the constant of a density in T has to gain
/// to integrate to 1.
template <typename T>
double rounding(double u) {
  return std::log1p((static_cast<double>(static_cast<T>(u)) - u) / u);
}

/// Whether y = u x - shift of one column of y keeps its digits in T. `shift`: its size. `factors`:
/// sum of |u|. `reach`: the largest |x|.
///
/// In float the rounding of y is that of a few x of size 1 to 4: below 1e-4. Nothing may overflow.
template <typename T>
bool keeps_digits(double shift, double factors, double reach) {
  if constexpr (!std::is_same_v<T, float>) return shift <= kLargestShift;
  constexpr double kLargest = 128, kFarthest = 1e12;
  return shift + factors <= kLargest && shift + factors * reach <= kFarthest;
}

}  // namespace varimix::internal
