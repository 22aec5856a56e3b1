#include "support/naive_bound.hpp"

#include <cmath>

namespace varimix::test {
namespace {

const Real kLogTwoPi = std::log(2 * std::acos(Real(-1)));

/// E[log Beta(v | a, b)] when E[log v] and E[log(1 - v)] are given.
Real expected_log_beta(Real a, Real b, Real log_v, Real log_rest) {
  return naive_log_gamma(a + b) - naive_log_gamma(a) - naive_log_gamma(b) + (a - 1) * log_v +
         (b - 1) * log_rest;
}

/// E[log Dir(pi | alpha)] when E[log pi] is given.
Real expected_log_dirichlet(const std::vector<Real>& alpha, const std::vector<Real>& log_pi) {
  Real total = 0, out = 0;
  for (std::size_t k = 0; k < alpha.size(); ++k) {
    total += alpha[k];
    out += (alpha[k] - 1) * log_pi[k] - naive_log_gamma(alpha[k]);
  }
  return out + naive_log_gamma(total);
}

void poisson_terms(const NaivePosterior& q, std::size_t k, const NaivePrior& prior,
                   NaiveBound& bound) {
  const Real a = q.shape[k], b = q.scale[k];
  const Real rate = a / b, log_rate = naive_digamma(a) - std::log(b);
  const auto expected_log_gamma_density = [&](Real shape, Real inverse_scale) {
    return shape * std::log(inverse_scale) - naive_log_gamma(shape) + (shape - 1) * log_rate -
           inverse_scale * rate;
  };
  bound.components += expected_log_gamma_density(prior.shape, prior.scale);
  bound.entropy_components -= expected_log_gamma_density(a, b);
}

void gaussian_terms(const NaivePosterior& q, std::size_t k, const NaivePrior& prior,
                    bool with_variance, NaiveBound& bound) {
  const Real a = q.shape[k], b = q.scale[k];
  const Real precision = a / b, log_variance = std::log(b) - naive_digamma(a);
  const Real gap = q.mean[k] - prior.mean;
  // E[(mu - m0)^2 / var] = (m - m0)^2 E[1 / var] + 1 / kappa
  bound.components += (std::log(prior.strength) - kLogTwoPi - log_variance -
                       prior.strength * (gap * gap * precision + 1 / q.strength[k])) /
                      2;
  bound.entropy_components -= (std::log(q.strength[k]) - kLogTwoPi - log_variance - 1) / 2;
  if (!with_variance) return;
  const auto expected_log_inverse_gamma = [&](Real shape, Real scale) {
    return shape * std::log(scale) - naive_log_gamma(shape) - (shape + 1) * log_variance -
           scale * precision;
  };
  bound.components += expected_log_inverse_gamma(prior.shape, prior.scale);
  bound.entropy_components -= expected_log_inverse_gamma(a, b);
}

/// E[log f(x | theta_k)].
Real data_term(NaiveFamily family, const NaivePosterior& q, std::size_t k, Real x) {
  const Real a = q.shape[k], b = q.scale[k];
  if (family == NaiveFamily::poisson)
    return x * (naive_digamma(a) - std::log(b)) - a / b - naive_log_gamma(x + 1);
  const Real gap = x - q.mean[k];
  return -(kLogTwoPi + std::log(b) - naive_digamma(a) + a / b * gap * gap + 1 / q.strength[k]) / 2;
}

}  // namespace

std::vector<Real> naive_weights_terms(bool sticks, const std::vector<Real>& alpha,
                                      const std::vector<Real>& beta, Real concentration,
                                      NaiveBound& bound) {
  std::vector<Real> log_pi;
  if (!sticks) {
    Real total = 0;
    for (const Real a : alpha) total += a;
    for (const Real a : alpha) log_pi.push_back(naive_digamma(a) - naive_digamma(total));
    const std::vector<Real> flat(alpha.size(), concentration);
    bound.weights = expected_log_dirichlet(flat, log_pi);
    bound.entropy_weights = -expected_log_dirichlet(alpha, log_pi);
    return log_pi;
  }
  Real rest = 0;
  for (std::size_t k = 0; k < alpha.size(); ++k) {
    const Real a = alpha[k], b = beta[k], both = naive_digamma(a + b);
    const Real log_v = naive_digamma(a) - both, log_rest = naive_digamma(b) - both;
    bound.weights += expected_log_beta(1, concentration, log_v, log_rest);
    bound.entropy_weights -= expected_log_beta(a, b, log_v, log_rest);
    log_pi.push_back(rest + log_v);
    rest += log_rest;
  }
  log_pi.push_back(rest);
  return log_pi;
}

NaiveBound naive_bound(NaiveFamily family, const NaiveData& data, const Table& r,
                       const NaivePosterior& posterior, const NaivePrior& prior) {
  NaiveBound bound;
  const std::size_t components = posterior.shape.size();
  const std::vector<Real> log_pi = naive_weights_terms(posterior.sticks, posterior.alpha,
                                                       posterior.beta, prior.concentration, bound);
  for (std::size_t k = 0; k < components; ++k) {
    if (family == NaiveFamily::poisson)
      poisson_terms(posterior, k, prior, bound);
    else
      gaussian_terms(posterior, k, prior, k == 0 || family == NaiveFamily::gaussian, bound);
  }
  for (std::size_t i = 0; i < data.x.size(); ++i) {
    const bool missing = std::isnan(data.x[i]);
    for (std::size_t k = 0; k < components; ++k) {
      const Real share = data.weight[i] * r[i][k];
      if (share == 0 || (missing && data.label[i] < 0)) continue;
      if (!missing) bound.data += share * data_term(family, posterior, k, data.x[i]);
      bound.assignments += share * log_pi[k];
      bound.entropy_assignments -= share * std::log(r[i][k]);
    }
  }
  return bound;
}

}  // namespace varimix::test
