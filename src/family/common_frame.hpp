// The frame that all components share where none lies far from the data's centre, for its scale:
// z = (x - c) / s column by column, c the column's mean and s a power of two near its deviation, so
// that dividing rounds nothing. Sums of z itself cost a quarter less than each component's own.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
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

/// Where all frames are one and its U diagonal: rows seen as z = U (x - m) need no whitening to be
/// summed. Nothing where they are not.
inline std::optional<Viewpoint> shared_viewpoint(const double* frames, std::size_t components,
                                                 std::size_t columns) {
  if (!all_alike(frames, columns + columns * columns, components)) return std::nullopt;
  Viewpoint out;
  for (std::size_t d = 0; d < columns; ++d) {
    const double* u = frames + columns + d * columns;
    for (std::size_t i = d + 1; i < columns; ++i)
      if (u[i] != 0) return std::nullopt;
    out.centre.push_back(frames[d]);
    out.scale.push_back(1.0 / u[d]);
  }
  return out;
}

}  // namespace varimix::internal
