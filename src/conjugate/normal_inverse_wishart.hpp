// Normal-inverse-Wishart: mu | Sigma ~ N(m, Sigma / strength), Sigma ~ inverse Wishart(dof, Psi).
// The conjugate prior of a multivariate Gaussian with unknown mean and covariance [Murphy2007, 8].
// At D = 1 it is normal-inverse-gamma with shape = dof / 2, scale = Psi / 2. Psi is known by its
// lower Cholesky factor.
#pragma once

#include "math/matrices.hpp"

namespace varimix::internal {

struct NormalInverseWishart {
  Vector mean;          ///< [D] m
  double strength = 1;  ///< kappa > 0
  double dof = 1;       ///< nu > D - 1
  Matrix factor;        ///< [D x D] lower L, Psi = L L^T; the density of Sigma is
                        ///< ~ |Sigma|^(-(nu + D + 1) / 2) exp(-tr(Psi Sigma^-1) / 2)
};

/// E[log |Sigma^-1|] = sum_i digamma((nu - i) / 2) + D log 2 - log |Psi|, i = 0 ... D - 1
/// [Bishop2006, 10.65].
double expected_log_precision(double dof, const Matrix& factor);
/// log of the inverse Wishart density at the covariance S S^T.
double inverse_wishart_log_density(double dof, const Matrix& factor,
                                   const Matrix& covariance_factor);
/// log N(mu | m, Sigma / strength), Sigma = S S^T.
double mean_log_density(const Vector& mu, const Vector& m, double strength,
                        const Matrix& covariance_factor);
/// KL of inverse Wisharts, or of the Wisharts of their inverses, in nats.
double inverse_wishart_divergence(double dof, const Matrix& factor, double dof0,
                                  const Matrix& factor0);
/// KL of the mean's part alone, Sigma integrated out by E[Sigma^-1] = dof Psi^-1:
/// E_q[KL(N(m, Sigma / k) || N(m0, Sigma / k0))], in nats.
double mean_divergence(const NormalInverseWishart& q, const NormalInverseWishart& p);

}  // namespace varimix::internal
