// Vectors and covariance matrices as named arrays, written and read.
#pragma once

#include <string>

#include "math/matrices.hpp"
#include "varimix/family/family.hpp"

namespace varimix::internal {

/// Null where no field has the name.
const Field* find_field(const Fields& fields, const std::string& name);

Field list_field(const std::string& name, const Vector& values);
/// Row by row.
Field matrix_field(const std::string& name, const Matrix& values);

/// One finite number per column, or throws std::invalid_argument.
Vector read_list(const Field& field, Eigen::Index columns);
/// The lower Cholesky factor of a covariance (or a scatter) told by itself, by its factor, or both:
/// then the factor counts, and the two must agree. A covariance may also be one number (that
/// multiple of the identity) or D numbers (a diagonal). Throws std::invalid_argument.
Matrix read_factor(const Field* covariance, const Field* factor, Eigen::Index columns);

/// Few digits, for messages.
std::string shown_number(double value);

}  // namespace varimix::internal
