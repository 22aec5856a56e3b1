#include "math/matrices.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <Eigen/QR>

namespace varimix::internal {

using Eigen::Index;

std::optional<Matrix> cholesky(const Matrix& symmetric) {
  const Eigen::LLT<Matrix> llt(symmetric);
  // LLT reports a pivot that is not positive, but lets one that is no number pass.
  if (llt.info() != Eigen::Success || !llt.matrixLLT().diagonal().allFinite()) return std::nullopt;
  return Matrix(llt.matrixL());
}

Matrix inverse_lower(const Matrix& lower) {
  Matrix out = Matrix::Identity(lower.rows(), lower.cols());
  lower.triangularView<Eigen::Lower>().solveInPlace(out);
  return out;
}

Orthogonal orthogonalize(const Matrix& tall) {
  const Eigen::HouseholderQR<Matrix> qr(tall);
  const Index columns = tall.cols();
  Orthogonal out;
  out.q = qr.householderQ() * Matrix::Identity(tall.rows(), columns);
  out.r = qr.matrixQR().topRows(columns).triangularView<Eigen::Upper>();
  return out;
}

Matrix factor_of_rows(const Matrix& rows) {
  Matrix tall = rows;
  if (tall.rows() < tall.cols()) {
    tall = Matrix::Zero(rows.cols(), rows.cols());
    tall.topRows(rows.rows()) = rows;
  }
  Matrix lower = Eigen::HouseholderQR<Matrix>(tall)
                     .matrixQR()
                     .topRows(rows.cols())
                     .triangularView<Eigen::Upper>()
                     .transpose();
  for (Index j = 0; j < lower.cols(); ++j)
    if (lower(j, j) < 0) lower.col(j).tail(lower.rows() - j) *= -1;  // zeros stay +0
  return lower;
}

Spectrum spectrum(const Matrix& symmetric) {
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(symmetric);
  return {solver.eigenvalues(), solver.eigenvectors()};
}

double log_determinant(const Matrix& triangular) {
  return triangular.diagonal().array().abs().log().sum();
}

}  // namespace varimix::internal
