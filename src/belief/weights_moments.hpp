// Means and covariances of the mixing weights and their logarithms, under their posterior.
#pragma once

#include "math/matrices.hpp"
#include "varimix/belief.hpp"

namespace varimix::internal {

struct WeightsMoments {
  Vector mean;     ///< [K] E[pi]
  Matrix natural;  ///< [K x K] Cov(log pi)
  Matrix cross;    ///< [K x K] Cov(pi_j, log pi_k) in row j
  Matrix own;      ///< [K x K] Cov(pi)
};

/// Dirichlet: Cov(log pi_j, log pi_k) = trigamma(alpha_k) 1[j = k] - trigamma(sum alpha).
/// Covariances with a sufficient statistic are derivatives of the mean in its natural parameter;
/// those of stick-breaking weights come stick by stick.
WeightsMoments weights_moments(const WeightsPosterior& posterior);

}  // namespace varimix::internal
