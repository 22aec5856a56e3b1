#include "family/gaussian_full.hpp"

#include <cmath>

#include "family/gaussian_columns.hpp"
#include "family/gaussian_moments.hpp"
#include "math/special.hpp"

namespace varimix::internal {

using Eigen::Index;

FamilyPtr FullGaussian::with_columns(std::size_t columns) const {
  return gaussian(Covariance::full)->with_columns(columns);
}

FamilyPtr TiedFullGaussian::with_columns(std::size_t columns) const {
  return gaussian(Covariance::tied)->with_columns(columns);
}

FamilyPtr matrix_gaussian(std::size_t columns, bool tied) {
  if (tied) return std::make_shared<TiedFullGaussian>(columns);
  return std::make_shared<FullGaussian>(columns);
}

bool FullGaussian::supports(double value) const { return std::isfinite(value); }

std::string FullGaussian::unusable(const Summary::Column& column, bool has_prior) const {
  const bool constant = !(column.minimum < column.maximum);
  if (constant && !has_prior)
    return "every value is the same, a Gaussian cannot be fitted to it; drop the column, or give "
           "map or vb an explicit prior (mean, strength, dof, scatter)";
  return GaussianColumns(Covariance::full, 1).unusable(column, has_prior);
}

NormalInverseWishart FullGaussian::hyper(std::span<const double> all, std::size_t k) const {
  const Index columns = dimension();
  const double* h = all.data() + k * sizes().posterior;
  return {Eigen::Map<const Vector>(h + 2, columns), h[0], h[1],
          Eigen::Map<const Matrix>(h + 2 + columns, columns, columns)};
}

void FullGaussian::store(const NormalInverseWishart& q, std::span<double> all,
                         std::size_t k) const {
  const Index columns = dimension();
  double* h = all.data() + k * sizes().posterior;
  h[0] = q.strength, h[1] = q.dof;
  Eigen::Map<Vector>(h + 2, columns) = q.mean;
  Eigen::Map<Matrix>(h + 2 + columns, columns, columns) = q.factor;
}

void FullGaussian::store_point(const Vector& mean, const Matrix& factor, std::span<double> point,
                               std::size_t k) const {
  const Index columns = dimension();
  double* p = point.data() + k * sizes().point;
  Eigen::Map<Vector>(p, columns) = mean;
  Eigen::Map<Matrix>(p + columns, columns, columns) =
      factor.triangularView<Eigen::Lower>().toDenseMatrix();
}

}  // namespace varimix::internal
