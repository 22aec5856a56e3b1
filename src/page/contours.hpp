// Regions of a normal-inverse-gamma posterior in the plane of (mean, variance).
//
// The smallest region of probability p lies inside a contour of the density. With
// L(v) = log density at (m, v), v* its maximum and delta the depth of the contour below it,
//
//   contour: |mu - m| = sqrt(2 v D(v) / strength),   D(v) = delta - (L(v*) - L(v)) >= 0
//   p(delta) = integral of inverse-gamma(v | shape, scale) erf(sqrt(D(v))) dv
//
// since mu | v is normal. delta is found from p.
#pragma once

#include <vector>

#include "conjugate/normal_inverse_gamma.hpp"

namespace varimix::internal {

/// A closed curve: the first point once more at the end.
struct Contour {
  std::vector<double> mean, variance;
};

/// delta of the smallest region that holds this probability, in (0, 1).
double contour_depth(const NormalInverseGamma& q, double probability);
/// The other way round.
double probability_inside(const NormalInverseGamma& q, double delta);
Contour contour_at(const NormalInverseGamma& q, double delta);
/// The boundary of the smallest region that holds this probability, in (0, 1).
Contour posterior_contour(const NormalInverseGamma& q, double probability);

}  // namespace varimix::internal
