// Draws from Gaussian components with covariance matrices, by quantiles of uniform numbers.
#include <cmath>

#include "family/gaussian_full.hpp"
#include "math/special.hpp"

namespace varimix::internal {

using Eigen::Index;

namespace {

Vector standard_normals(Index size, const Uniform& uniform) {
  Vector z(size);
  for (Index i = 0; i < size; ++i) z[i] = normal_quantile(uniform());
  return z;
}

// Bartlett's decomposition, upside down so that the new factor is lower again: Psi = L L^T and
// A upper with A_ii^2 ~ chi^2(nu - D + 1 + i), i = 0 ... D - 1, A_ij ~ N(0, 1) above the diagonal;
// then L A^-T is the factor of a draw of Sigma [Gelman2013, A.1].
Matrix covariance_factor(const NormalInverseWishart& q, const Uniform& uniform) {
  const Index columns = q.factor.rows();
  Matrix transposed = Matrix::Zero(columns, columns);  // A^T
  for (Index i = 0; i < columns; ++i) {
    const double dof = q.dof - static_cast<double>(columns - 1 - i);
    transposed(i, i) = std::sqrt(2 * gamma_quantile(0.5 * dof, uniform()));
    for (Index j = 0; j < i; ++j) transposed(i, j) = normal_quantile(uniform());
  }
  return q.factor * inverse_lower(transposed);
}

Vector draw_mean(const NormalInverseWishart& q, const Matrix& factor, const Uniform& uniform) {
  return q.mean + factor * standard_normals(q.mean.size(), uniform) / std::sqrt(q.strength);
}

}  // namespace

void FullGaussian::draw_row(std::span<const double> point, const Uniform& uniform,
                            std::span<double> row) const {
  const Index columns = dimension();
  const Eigen::Map<const Matrix> factor(point.data() + columns, columns, columns);
  Eigen::Map<Vector>(row.data(), columns) =
      Eigen::Map<const Vector>(point.data(), columns) +
      factor.triangularView<Eigen::Lower>() * standard_normals(columns, uniform);
}

void FullGaussian::draw_point(std::span<const double> posterior, const Uniform& uniform,
                              std::span<double> point) const {
  const NormalInverseWishart q = hyper(posterior, 0);
  const Matrix factor = covariance_factor(q, uniform);
  store_point(draw_mean(q, factor, uniform), factor, point, 0);
}

void TiedFullGaussian::draw_points(std::size_t components, std::span<const double> posterior,
                                   const Uniform& uniform, std::span<double> point) const {
  const Matrix factor = covariance_factor(hyper(posterior, 0), uniform);
  for (std::size_t k = 0; k < components; ++k)
    store_point(draw_mean(hyper(posterior, k), factor, uniform), factor, point, k);
}

}  // namespace varimix::internal
