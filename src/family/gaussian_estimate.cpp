// EM's M-step for Gaussian columns, as in the textbook [Bishop2006, 9.24-9.25]; variances not below
// the floor.
#include <algorithm>

#include "family/gaussian_columns.hpp"

namespace varimix::internal {

GaussianColumns::Moments GaussianColumns::moments(const Statistics& statistics,
                                                  std::size_t cell) const {
  const double* s = statistics.sums.data() + cell * kSums;
  const double m = statistics.frames[cell * kFrame], u = statistics.frames[cell * kFrame + 1];
  if (!(s[0] > 0)) return {0, m, 0, 1 / (u * u)};
  const double shift = s[1] / s[0];
  return {s[0], m + shift / u, std::max(0.0, s[2] - s[1] * shift) / (u * u), 1 / (u * u)};
}

void GaussianColumns::estimate(const Statistics& statistics, const Bounds& bounds,
                               std::span<double> point) const {
  for (std::size_t cell = 0; cell < statistics.components * columns(); ++cell) {
    const Moments x = moments(statistics, cell);
    const double variance = x.n > 0 ? x.scatter / x.n : x.frame_variance;
    point[cell * kPoint] = x.mean;
    point[cell * kPoint + 1] = std::max(variance, bounds[cell % columns()]);
  }
}

void TiedGaussian::estimate(const Statistics& statistics, const Bounds& bounds,
                            std::span<double> point) const {
  double n = 0, scatter = 0;
  for (std::size_t k = 0; k < statistics.components; ++k) {
    const Moments x = moments(statistics, k);
    n += x.n;
    scatter += x.scatter;
    point[k * kPoint] = x.mean;
  }
  const double variance = n > 0 ? scatter / n : moments(statistics, 0).frame_variance;
  for (std::size_t k = 0; k < statistics.components; ++k)
    point[k * kPoint + 1] = std::max(variance, bounds[0]);
}

}  // namespace varimix::internal
