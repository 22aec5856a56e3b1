// The frame that components share which do not lie far from the data's centre, for their scale:
// z = (x - c) / s column by column, c the column's mean and s a power of two near its deviation, so
// that dividing rounds nothing. Sums of z itself cost a quarter less than each component's own.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "family/centre.hpp"
#include "varimix/data.hpp"

namespace varimix::internal {

inline Viewpoint common_frame(const Summary& summary) {
  Viewpoint out;
  for (const Summary::Column& column : summary.columns) {
    out.centre.push_back(column.mean);
    out.scale.push_back(column.spread > 0 ? std::ldexp(1.0, std::ilogb(column.spread) / 2) : 1.0);
  }
  return out;
}

/// The largest |x - centre| / scale of any cell that counts.
inline double reach(const Summary& summary, const Viewpoint& from) {
  double out = 0;
  for (std::size_t d = 0; d < from.centre.size(); ++d) {
    const Summary::Column& column = summary.columns[d];
    const double away = std::max(column.maximum - from.centre[d], from.centre[d] - column.minimum);
    out = std::max(out, away / from.scale[d]);
  }
  return out;
}

/// False where a sum of squares might leave the range of numbers.
inline bool is_moderate(const Viewpoint& from) {
  return std::all_of(from.scale.begin(), from.scale.end(),
                     [](double s) { return s > 1e-100 && s < 1e100; });
}

/// |E[y]|^2 of a component that may sum in the common frame: less than what has cancelled two
/// digits.
inline constexpr double kNearCentre = 64.0;

/// Whether K frames of `size` numbers each are one.
inline bool all_alike(const double* frames, std::size_t size, std::size_t components) {
  for (std::size_t k = 1; k < components; ++k)
    if (!std::equal(frames, frames + size, frames + k * size)) return false;
  return true;
}

/// Whether y = U (x - m) of a frame, m [D] and lower U [D x D], are the rows as they are seen.
inline bool is_viewpoint(const double* frame, const Viewpoint& from) {
  const std::size_t columns = from.centre.size();
  for (std::size_t d = 0; d < columns; ++d) {
    const double* u = frame + columns + d * columns;
    if (frame[d] != from.centre[d] || u[d] * from.scale[d] != 1) return false;
    if (std::any_of(u + d + 1, u + columns, [](double x) { return x != 0; })) return false;
  }
  return true;
}

}  // namespace varimix::internal
