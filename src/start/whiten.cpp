#include "start/whiten.hpp"

#include <Eigen/Cholesky>

namespace varimix::internal {

Points whitened(const Points& points) {
  using Matrix = Eigen::MatrixXd;
  const auto rows = static_cast<Eigen::Index>(points.size());
  const auto columns = static_cast<Eigen::Index>(points.columns);
  const Eigen::Map<const Eigen::VectorXd> w(points.weights.data(), rows);
  Points out = points;
  Eigen::Map<Matrix> z(out.z.data(), rows, columns);
  const Eigen::RowVectorXd mean = w.transpose() * z / w.sum();
  z.rowwise() -= mean;
  Matrix covariance = z.transpose() * w.asDiagonal() * z / w.sum();
  // Columns that hardly differ are not told apart by what may be rounding.
  covariance.diagonal().array() += 1e-6;
  const Eigen::LLT<Matrix> factor(covariance);
  z = factor.matrixL().solve(z.transpose()).transpose().eval();
  return out;
}

}  // namespace varimix::internal
