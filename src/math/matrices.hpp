// Matrix decompositions, compiled once. All matrices are column-major; a lower factor L has zeros
// above its diagonal, which is positive.
#pragma once

#include <Eigen/Core>
#include <optional>

namespace varimix::internal {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

/// L with L L^T = `symmetric` (its lower triangle is read); nothing where it is not positive
/// definite, to rounding.
std::optional<Matrix> cholesky(const Matrix& symmetric);
/// The inverse of a lower factor, itself lower.
Matrix inverse_lower(const Matrix& lower);
/// L with L L^T = A^T A for A of any number of rows, without ever forming the product. Its diagonal
/// is >= 0, and has zeros where A lacks rank.
Matrix factor_of_rows(const Matrix& rows);
/// Q [R x C] with orthonormal columns and R [C x C] upper, Q R = `tall` (rows >= columns).
struct Orthogonal {
  Matrix q, r;
};
Orthogonal orthogonalize(const Matrix& tall);
/// Eigenvalues in rising order and their eigenvectors, of a symmetric matrix (lower triangle read).
struct Spectrum {
  Vector values;
  Matrix vectors;
};
Spectrum spectrum(const Matrix& symmetric);

/// sum_i log |L_ii|.
double log_determinant(const Matrix& triangular);

}  // namespace varimix::internal
