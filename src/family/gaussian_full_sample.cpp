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

}  // namespace

void FullGaussian::draw_row(std::span<const double> point, const Uniform& uniform,
                            std::span<double> row) const {
  const Index columns = dimension();
  const Eigen::Map<const Matrix> factor(point.data() + columns, columns, columns);
  Eigen::Map<Vector>(row.data(), columns) =
      Eigen::Map<const Vector>(point.data(), columns) +
      factor.triangularView<Eigen::Lower>() * standard_normals(columns, uniform);
}

// Bartlett's decomposition, upside down so that the new factor is lower again: Psi = L L^T and
// A upper with A_ii^2 ~ chi^2(nu - D + 1 + i), i = 0 ... D - 1, A_ij ~ N(0, 1) above the diagonal;
// then L A^-T is the factor of a draw of Sigma [Gelman2013, A.1].
void FullGaussian::draw_point(std::span<const double> posterior, const Uniform& uniform,
                              std::span<double> point) const {
  const NormalInverseWishart q = hyper(posterior, 0);
  const Index columns = dimension();
  Matrix transposed = Matrix::Zero(columns, columns);  // A^T
  for (Index i = 0; i < columns; ++i) {
    const double dof = q.dof - static_cast<double>(columns - 1 - i);
    transposed(i, i) = std::sqrt(2 * gamma_quantile(0.5 * dof, uniform()));
    for (Index j = 0; j < i; ++j) transposed(i, j) = normal_quantile(uniform());
  }
  const Matrix factor = q.factor * inverse_lower(transposed);
  const Vector mean = q.mean + factor * standard_normals(columns, uniform) / std::sqrt(q.strength);
  store_point(mean, factor, point, 0);
}

}  // namespace varimix::internal
