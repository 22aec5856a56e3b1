// What the statistics of Gaussian components with covariance matrices say, seen from their frames.
#pragma once

#include <vector>

#include "family/variance_floor.hpp"
#include "math/matrices.hpp"
#include "varimix/statistics.hpp"

namespace varimix::internal {

/// One component in the coordinates y = U (x - m) of its frame.
struct FrameMoments {
  double n = 0;
  Vector centre;   ///< [D] m
  Matrix u, l;     ///< U and its inverse L: x = m + L y
  Vector shift;    ///< [D] mean of y; 0 where n is 0
  Matrix scatter;  ///< [D x D] sum r (y - shift)(y - shift)^T, symmetric; 0 where n is 0
};
FrameMoments frame_moments(const Statistics& statistics, std::size_t k, Eigen::Index columns);
std::vector<FrameMoments> frame_moments(const Statistics& statistics, Eigen::Index columns);

/// Their scatters added up in the coordinates of the first frame.
struct Pooled {
  double n = 0;
  Matrix scatter;
};
Pooled pooled(const std::vector<FrameMoments>& moments);
/// T with T y_k = y_0 but for a shift: L_0^-1 L_k; nothing where the frames have one scale.
std::optional<Matrix> to_first_frame(const std::vector<FrameMoments>& moments, std::size_t k);

/// A covariance `w` of frame coordinates, raised where it falls below the floor kVarianceFloor C:
/// eigenvalues clamped where C is the identity. `l` is the frame's L, `data_factor` L_C [D x D];
/// null: no floor. Returns what it was given, to the bit, where that lies above.
Matrix above_floor(const Matrix& w, const Matrix& l, const double* data_factor);

/// The lower Cholesky factor of `w`; where rounding has left that not positive definite, of the
/// nearest matrix that is.
Matrix factor_of(const Matrix& w);

/// L_C as FullGaussian::bounds() lays it down; null where there is no floor.
const double* data_factor(const std::vector<double>& bounds);

}  // namespace varimix::internal
