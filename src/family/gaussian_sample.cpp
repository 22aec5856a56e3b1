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

void TiedGaussian::draw_points(std::size_t components, std::span<const double> posterior,
                               const Uniform& uniform, std::span<double> point) const {
  const NormalInverseGamma shared = hyper(posterior, 0);
  const double variance = shared.scale * inverse_gamma_quantile(shared.shape, uniform());
  for (std::size_t k = 0; k < components; ++k) {
    const NormalInverseGamma q = hyper(posterior, k);
    point[k * kPoint] = q.mean + std::sqrt(variance / q.strength) * normal_quantile(uniform());
    point[k * kPoint + 1] = variance;
  }
}

}  // namespace varimix::internal
