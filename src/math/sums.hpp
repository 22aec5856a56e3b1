// Sums whose order is fixed: eight interleaved partial sums, folded pairwise. The bits do not
// depend on where the numbers lie in memory or on how the compiler vectorises.
#pragma once

#include <array>
#include <cstddef>

namespace varimix::internal {

inline constexpr std::size_t kLanes = 8;
using Lanes = std::array<double, kLanes>;

inline double fold(const Lanes& s) {
  return ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]));
}

/// sum_n f(n), n = 0 ... count - 1.
template <typename Term>
double lane_sum(std::size_t count, Term f) {
  Lanes s{};
  std::size_t n = 0;
  for (; n + kLanes <= count; n += kLanes)
    for (std::size_t j = 0; j < kLanes; ++j) s[j] += f(n + j);
  for (std::size_t j = 0; n < count; ++n, ++j) s[j] += f(n);
  return fold(s);
}

}  // namespace varimix::internal
