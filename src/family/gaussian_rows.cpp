// The Gaussian's loops over rows, and the frames they sum in.
#include <algorithm>
#include <array>
#include <cmath>

#include "family/gaussian_columns.hpp"
#include "math/special.hpp"
#include "math/sums.hpp"

namespace varimix::internal {
namespace {

/// (sum r, sum r y, sum r y^2) with y = u (x - m), in the fixed order of math/sums.hpp.
std::array<double, 3> weighted_moments(const double* r, const double* x, std::size_t rows, double m,
                                       double u) {
  Lanes s0{}, s1{}, s2{};
  const auto add = [&](std::size_t n, std::size_t lane) {
    // A row of no weight may hold anything: 0 times an overflow would be no number.
    const double y = r[n] != 0 ? u * (x[n] - m) : 0.0;
    const double ry = r[n] * y;
    s0[lane] += r[n];
    s1[lane] += ry;
    s2[lane] += ry * y;
  };
  std::size_t n = 0;
  for (; n + kLanes <= rows; n += kLanes)
    for (std::size_t j = 0; j < kLanes; ++j) add(n + j, j);
  for (std::size_t j = 0; n < rows; ++n, ++j) add(n, j);
  return {fold(s0), fold(s1), fold(s2)};
}

std::array<double, 3> observed_moments(const double* r, const double* x, std::size_t rows, double m,
                                       double u) {
  std::array<double, 3> s{};
  for (std::size_t n = 0; n < rows; ++n) {
    if (std::isnan(x[n]) || r[n] == 0) continue;
    const double y = u * (x[n] - m);
    s[0] += r[n];
    s[1] += r[n] * y;
    s[2] += r[n] * y * y;
  }
  return s;
}

}  // namespace

void GaussianColumns::score(const Block& block, std::size_t components, const double* scorers,
                            double* logits, std::size_t stride) const {
  for (std::size_t k = 0; k < components; ++k) {
    double* out = logits + k * stride;
    std::fill_n(out, block.rows, 0.0);
    for (std::size_t d = 0; d < columns(); ++d) {
      const double* s = scorers + (k * columns() + d) * kScorer;
      const double c = s[0], m = s[1], u = s[2];
      const double* x = block.column(d);
      if (block.complete) {
        for (std::size_t n = 0; n < block.rows; ++n) {
          const double y = u * (x[n] - m);
          out[n] += c - 0.5 * y * y;
        }
      } else {
        for (std::size_t n = 0; n < block.rows; ++n) {
          const double y = u * (x[n] - m);
          if (!std::isnan(x[n])) out[n] += c - 0.5 * y * y;
        }
      }
    }
  }
}

void GaussianColumns::accumulate(const Block& block, std::size_t components,
                                 const double* responsibilities, std::size_t stride,
                                 const double* frames, double* sums) const {
  for (std::size_t cell = 0; cell < components * columns(); ++cell) {
    const double* r = responsibilities + cell / columns() * stride;
    const double* x = block.column(cell % columns());
    const double m = frames[cell * kFrame], u = frames[cell * kFrame + 1];
    const std::array<double, 3> s = block.complete ? weighted_moments(r, x, block.rows, m, u)
                                                   : observed_moments(r, x, block.rows, m, u);
    for (std::size_t i = 0; i < kSums; ++i) sums[cell * kSums + i] += s[i];
  }
}

void GaussianColumns::scorers(std::size_t components, std::span<const double> point,
                              std::span<double> out) const {
  for (std::size_t cell = 0; cell < components * columns(); ++cell) {
    const double variance = point[cell * kPoint + 1];
    out[cell * kScorer] = -0.5 * (kLogTwoPi + std::log(variance));
    out[cell * kScorer + 1] = point[cell * kPoint];
    out[cell * kScorer + 2] = 1.0 / std::sqrt(variance);
  }
}

void GaussianColumns::frames(std::size_t components, std::span<const double> scorers,
                             std::span<double> out) const {
  for (std::size_t cell = 0; cell < components * columns(); ++cell)
    std::copy_n(scorers.data() + cell * kScorer + 1, kFrame, out.data() + cell * kFrame);
}

void GaussianColumns::frames(std::size_t components, const Summary& summary,
                             std::span<double> out) const {
  for (std::size_t cell = 0; cell < components * columns(); ++cell) {
    const Summary::Column& column = summary.columns[cell % columns()];
    out[cell * kFrame] = column.mean;
    out[cell * kFrame + 1] = column.spread > 0 ? 1.0 / std::sqrt(column.spread) : 1.0;
  }
}

// The variance is sum r y^2 / n - ybar^2: where ybar^2 is a hundred times the difference, two
// digits are lost.
bool GaussianColumns::recentre(const Statistics& statistics, const Bounds& bounds,
                               std::span<double> out) const {
  constexpr double kCancelled = 100.0;
  bool needed = false;
  std::copy(statistics.frames.begin(), statistics.frames.end(), out.begin());
  for (std::size_t cell = 0; cell < statistics.components * columns(); ++cell) {
    const double* s = statistics.sums.data() + cell * kSums;
    if (!(s[0] > 0)) continue;
    double& m = out[cell * kFrame];
    double& u = out[cell * kFrame + 1];
    const double mean = s[1] / s[0] / u;
    const double variance = std::max(s[2] / s[0] / (u * u) - mean * mean, bounds[cell % columns()]);
    if (mean * mean <= kCancelled * variance) continue;
    needed = true;
    m += mean;
    if (variance > 0) u = 1.0 / std::sqrt(variance);
  }
  return needed;
}

}  // namespace varimix::internal
