// The point-mass factor of Gaussian columns that share one variance: columns of a spherical
// component, or components that are tied.
#pragma once

#include <vector>

namespace varimix::internal {

/// Statistics and prior of one column of one component, in its own frame.
struct VarianceGroup {
  double n = 0, s1 = 0, s2 = 0;  ///< sum r, sum r y, sum r y^2
  double prior_mean = 0;         ///< m0 seen from the frame's centre
  double strength = 0;           ///< of the prior
};
/// All in frames of one scale.
struct SharedVariance {
  std::vector<VarianceGroup> groups;
  bool has_prior = false;
  double shape = 0, scale = 0;  ///< of the prior, in the frame's units
};
/// (mu_1, ..., mu_G, v) in the frame.
using SharedVarianceSolution = std::vector<double>;

/// Flat prior: through the inverse of grad A, v not below `floor`; else by Newton's method.
SharedVarianceSolution solve(const SharedVariance& problem, double floor);

}  // namespace varimix::internal
