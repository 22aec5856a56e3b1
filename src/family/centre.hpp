// A point from which rows are looked at: y = U (x - m) = U (x - c) - U (m - c) needs one
// subtraction per row instead of one per row and component. Its rounding is that of U (m - c).
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace varimix::internal {

/// Rows are seen as (x - centre) / scale.
struct Viewpoint {
  std::vector<double> centre, scale;  ///< [D]
};

/// Column by column the (lower) median of the components' means, which stand at means[k * step + d
/// * between]. -> [D]
inline std::vector<double> typical_mean(const double* means, std::size_t step, std::size_t between,
                                        std::size_t columns, std::size_t components) {
  std::vector<double> out(columns), each(components);
  for (std::size_t d = 0; d < columns; ++d) {
    for (std::size_t k = 0; k < components; ++k) each[k] = means[k * step + d * between];
    const auto middle = each.begin() + static_cast<std::ptrdiff_t>((components - 1) / 2);
    std::nth_element(each.begin(), middle, each.end());
    out[d] = *middle;
  }
  return out;
}

}  // namespace varimix::internal
