// Draws from Gaussian columns, by quantiles of uniform numbers.
#include <cmath>

#include "family/gaussian_columns.hpp"
#include "math/special.hpp"

namespace varimix::internal {

void GaussianColumns::draw_row(std::span<const double> point, const Uniform& uniform,
                               std::span<double> row) const {
  for (std::size_t d = 0; d < columns(); ++d)
    row[d] = point[d * kPoint] + std::sqrt(point[d * kPoint + 1]) * normal_quantile(uniform());
}

void GaussianColumns::draw_point(std::span<const double> posterior, const Uniform& uniform,
                                 std::span<double> point) const {
  for (std::size_t d = 0; d < columns(); ++d) {
    const NormalInverseGamma q = hyper(posterior, d);
    const double variance = q.scale * inverse_gamma_quantile(q.shape, uniform());
    point[d * kPoint] = q.mean + std::sqrt(variance / q.strength) * normal_quantile(uniform());
    point[d * kPoint + 1] = variance;
  }
}

}  // namespace varimix::internal
