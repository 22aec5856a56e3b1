// Normal-inverse-gamma: mu | var ~ N(m, var / strength), var ~ inverse gamma(shape, scale).
// The conjugate prior of a univariate Gaussian with unknown mean and variance [Murphy2007, 6].
#pragma once

namespace varimix::internal {

struct NormalInverseGamma {
  double mean = 0;      ///< m
  double strength = 1;  ///< kappa > 0
  double shape = 1;     ///< a > 0
  double scale = 1;     ///< b > 0; the density of var is ~ var^(-a-1) exp(-b / var)
};

/// Prior + n rows of weighted mean `mean` and sum of squared deviations `scatter` from it.
NormalInverseGamma updated(const NormalInverseGamma& prior, double n, double mean, double scatter);

/// E[log var] = log(b) - digamma(a).
double expected_log_variance(const NormalInverseGamma& q);
/// log p(mu, var), a density in (mu, var).
double log_density(const NormalInverseGamma& q, double mu, double variance);
/// KL of the mean's part alone, var integrated out: E_q[KL(N(m, var/k) || N(m0, var/k0))], E[1/var]
/// given.
double mean_divergence(double m, double strength, double m0, double strength0,
                       double expected_precision);
/// KL(q || p) in nats.
double divergence(const NormalInverseGamma& q, const NormalInverseGamma& p);
/// Variance at the joint mode of (mu, var): b / (a + 3/2).
double mode_variance(const NormalInverseGamma& q);
/// log of the posterior predictive density at x: Student t with 2a degrees of freedom, location m
/// and squared scale b (k + 1) / (a k) [Murphy2007, 6].
double log_predictive(const NormalInverseGamma& q, double x);

}  // namespace varimix::internal
