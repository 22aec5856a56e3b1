#include "family/matrix_field.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <stdexcept>

namespace varimix::internal {
namespace {

using Eigen::Index;

Matrix read_square(const Field& field, Index columns) {
  const auto size = static_cast<std::size_t>(columns);
  for (const double value : field.values)
    if (!std::isfinite(value))
      throw std::invalid_argument(field.name + " has an entry that is not a finite number");
  const bool square = field.values.size() == size * size;
  if (field.values.size() == 1 && !(square && size == 1))
    return field.values[0] * Matrix::Identity(columns, columns);
  if (field.values.size() == size && !square)
    return Eigen::Map<const Vector>(field.values.data(), columns).asDiagonal();
  if (!square)
    throw std::invalid_argument(field.name + " has " + std::to_string(field.values.size()) +
                                " entries; accepted: " + std::to_string(columns) + " rows of " +
                                std::to_string(columns));
  return Eigen::Map<const Matrix>(field.values.data(), columns, columns).transpose();
}

/// Entries within this share of the geometric mean of their variances count as equal.
bool close(const Matrix& a, const Matrix& b, double tolerance) {
  const Vector scale = a.diagonal().cwiseAbs().cwiseSqrt();
  return ((a - b).cwiseAbs().array() <= tolerance * (scale * scale.transpose()).array()).all();
}

Matrix factor_of_covariance(const Field& field, Index columns) {
  const Matrix covariance = read_square(field, columns);
  if (!close(covariance, covariance.transpose(), 1e-9))
    throw std::invalid_argument(field.name +
                                " is not symmetric; accepted: a symmetric, positive "
                                "definite matrix");
  // Scaled to a correlation: columns in different units must not look singular.
  const Vector scale = covariance.diagonal().cwiseMax(0).cwiseSqrt();
  if (scale.minCoeff() > 0) {
    const Vector inverse = scale.cwiseInverse();
    if (const std::optional<Matrix> factor =
            cholesky(inverse.asDiagonal() * covariance * inverse.asDiagonal());
        factor && factor->diagonal().minCoeff() > 1e-8)
      return scale.asDiagonal() * *factor;
  }
  throw std::invalid_argument(field.name +
                              " is not positive definite; accepted: a symmetric, positive definite "
                              "matrix");
}

}  // namespace

const Field* find_field(const Fields& fields, const std::string& name) {
  const auto at =
      std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.name == name; });
  return at == fields.end() ? nullptr : &*at;
}

Field list_field(const std::string& name, const Vector& values) {
  return {name, {static_cast<std::size_t>(values.size())}, {values.begin(), values.end()}};
}

Field matrix_field(const std::string& name, const Matrix& values) {
  const auto rows = static_cast<std::size_t>(values.rows());
  Field out{name, {rows, static_cast<std::size_t>(values.cols())}, {}};
  for (Index i = 0; i < values.rows(); ++i)
    for (Index j = 0; j < values.cols(); ++j) out.values.push_back(values(i, j));
  return out;
}

Vector read_list(const Field& field, Index columns) {
  if (field.values.size() != static_cast<std::size_t>(columns))
    throw std::invalid_argument(field.name + " has " + std::to_string(field.values.size()) +
                                " entries; accepted: " + std::to_string(columns) +
                                ", one per column");
  const Vector out = Eigen::Map<const Vector>(field.values.data(), columns);
  if (!out.allFinite())
    throw std::invalid_argument(field.name + " has an entry that is not a finite number");
  return out;
}

Matrix read_factor(const Field* covariance, const Field* factor, Index columns) {
  if (factor == nullptr) return factor_of_covariance(*covariance, columns);
  Matrix lower = read_square(*factor, columns);
  if (!Matrix(lower.triangularView<Eigen::StrictlyUpper>()).isZero(0) ||
      !(lower.diagonal().minCoeff() > 0))
    throw std::invalid_argument(
        "factor is no Cholesky factor; accepted: zeros above the diagonal, numbers > 0 on it");
  if (covariance != nullptr &&
      !close(lower * lower.transpose(), read_square(*covariance, columns), 1e-9))
    throw std::invalid_argument(covariance->name +
                                " is not the product of factor and its transpose; accepted: "
                                "matrices that agree, or one of the two");
  return lower;
}

std::string shown_number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

}  // namespace varimix::internal
