#include "conjugate/normal_inverse_gamma.hpp"

#include <cmath>

#include "conjugate/gamma.hpp"
#include "math/special.hpp"

namespace varimix::internal {

NormalInverseGamma updated(const NormalInverseGamma& prior, double n, double mean, double scatter) {
  const double strength = prior.strength + n;
  const double gap = mean - prior.mean;
  return {
      // m0 + a share of the gap: no cancellation when both means are far from the origin.
      prior.mean + n / strength * gap,
      strength,
      prior.shape + 0.5 * n,
      prior.scale + 0.5 * scatter + 0.5 * prior.strength * n / strength * gap * gap,
  };
}

double expected_log_variance(const NormalInverseGamma& q) {
  return std::log(q.scale) - digamma(q.shape);
}

double log_density(const NormalInverseGamma& q, double mu, double variance) {
  const double gap = mu - q.mean;
  return inverse_gamma_log_density(variance, q.shape, q.scale) +
         0.5 * (std::log(q.strength / variance) - kLogTwoPi - q.strength * gap * gap / variance);
}

double mean_divergence(double m, double strength, double m0, double strength0,
                       double expected_precision) {
  const double gap = m - m0;
  return 0.5 * (strength0 / strength - 1.0 + std::log(strength / strength0) +
                strength0 * gap * gap * expected_precision);
}

double divergence(const NormalInverseGamma& q, const NormalInverseGamma& p) {
  return mean_divergence(q.mean, q.strength, p.mean, p.strength, q.shape / q.scale) +
         gamma_divergence(q.shape, q.scale, p.shape, p.scale);
}

double mode_variance(const NormalInverseGamma& q) { return q.scale / (q.shape + 1.5); }

double log_predictive(const NormalInverseGamma& q, double x) {
  const double dof = 2.0 * q.shape;
  const double squared_scale = q.scale * (q.strength + 1.0) / (q.shape * q.strength);
  const double gap = x - q.mean;
  return log_gamma(0.5 * (dof + 1.0)) - log_gamma(0.5 * dof) -
         0.5 * (std::log(dof * squared_scale) + kLogPi) -
         0.5 * (dof + 1.0) * std::log1p(gap * gap / (dof * squared_scale));
}

}  // namespace varimix::internal
