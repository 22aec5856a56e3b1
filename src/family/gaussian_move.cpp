// Sums of Gaussian components, seen from another frame. With y = u (x - m) and y' = u' (x - m'):
//
//   y' = t y + b   t = u' / u   b = u' (m - m')
//   sum r y' = t sum r y + n b
//   sum r y'y'^T = t (sum r y y^T) t^T + g b^T + b g^T + n b b^T,   g = t sum r y
//
// What is lost is what a pass in the farther of both frames would have lost: no frame is ever the
// origin.
#include <algorithm>

#include "family/gaussian_columns.hpp"
#include "family/gaussian_full.hpp"
#include "math/matrices.hpp"

namespace varimix::internal {

bool GaussianColumns::move_to(std::span<const double> frames, Statistics& statistics) const {
  for (std::size_t cell = 0; cell < statistics.components * columns(); ++cell) {
    const double* from = statistics.frames.data() + cell * kFrame;
    const double* to = frames.data() + cell * kFrame;
    double* s = statistics.sums.data() + cell * kSums;
    const double t = to[1] / from[1], b = to[1] * (from[0] - to[0]);
    const double first = t * s[1];
    s[2] = t * t * s[2] + b * (2 * first + s[0] * b);
    s[1] = first + s[0] * b;
  }
  statistics.frames.assign(frames.begin(), frames.end());
  return true;
}

bool FullGaussian::move_to(std::span<const double> frames, Statistics& statistics) const {
  using Map = Eigen::Map<const Matrix>;
  const Eigen::Index columns = dimension();
  const std::size_t frame = sizes().frame, size = sizes().statistics;
  for (std::size_t k = 0; k < statistics.components; ++k) {
    const double* from = statistics.frames.data() + k * frame;
    const double* to = frames.data() + k * frame;
    if (std::equal(from, from + frame, to)) continue;
    double* s = statistics.sums.data() + k * size;
    Eigen::Map<Vector> first(s + 1, columns);
    Eigen::Map<Matrix> second(s + 1 + columns, columns, columns);
    const Map u_from(from + columns, columns, columns), u_to(to + columns, columns, columns);
    const auto u = u_to.triangularView<Eigen::Lower>();
    const Matrix t = u * inverse_lower(u_from);
    const Vector gap =
        Eigen::Map<const Vector>(from, columns) - Eigen::Map<const Vector>(to, columns);
    const Vector b = u * gap, g = t * first;
    const Matrix moved = t * second.selfadjointView<Eigen::Lower>() * t.transpose();
    second.triangularView<Eigen::Lower>() =
        moved + g * b.transpose() + b * g.transpose() + s[0] * b * b.transpose();
    first = g + s[0] * b;
  }
  statistics.frames.assign(frames.begin(), frames.end());
  return true;
}

}  // namespace varimix::internal
