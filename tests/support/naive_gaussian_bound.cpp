// The evidence lower bound of Gaussian mixtures over several columns, longhand, and the density of
// their priors.
#include <cmath>

#include "support/naive_gaussian.hpp"

namespace varimix::test {
namespace {

const Real kLogTwoPi = std::log(2 * std::acos(Real(-1)));

Real log_inverse_gamma_constant(Real shape, Real scale) {
  return shape * std::log(scale) - naive_log_gamma(shape);
}

/// E[log N(mu | mean, Sigma / strength)] of one component; strength per column.
Real expected_log_mean_density(const NaiveExpectations& q, const RealVector& mean,
                               const RealVector& strength, bool columnwise) {
  const RealVector gap = q.mean - mean;
  const auto columns = static_cast<Real>(gap.size());
  Real out = strength.array().log().sum() - columns * kLogTwoPi;
  if (!columnwise)
    return (out + q.log_determinant -
            strength(0) * (gap.dot(q.precision * gap) + columns * q.spread(0))) /
           2;
  for (Eigen::Index d = 0; d < gap.size(); ++d)
    out += q.log_precision(d) - strength(d) * (gap(d) * gap(d) * q.precision(d, d) + q.spread(d));
  return out / 2;
}

/// E[log IW(Sigma | dof, scatter)].
Real expected_log_wishart(const NaiveExpectations& q, Real dof, const RealMatrix& scatter) {
  const auto columns = static_cast<Real>(scatter.rows());
  return naive_log_wishart_constant(dof, scatter) + (dof + columns + 1) / 2 * q.log_determinant -
         (scatter * q.precision).trace() / 2;
}

/// E[log p] of all variances of a component; diagonal [D], spherical [1].
Real expected_log_inverse_gamma(const NaiveExpectations& q, const RealVector& shape,
                                const RealVector& scale) {
  Real out = 0;
  for (Eigen::Index i = 0; i < shape.size(); ++i)
    out += log_inverse_gamma_constant(shape(i), scale(i)) + (shape(i) + 1) * q.log_precision(i) -
           scale(i) * q.precision(i, i);
  return out;
}

void component_terms(NaiveCovariance covariance, const NaiveGaussianPosterior& q, std::size_t k,
                     const NaiveGaussianPrior& prior, NaiveBound& bound) {
  const bool columnwise = factorizes(covariance);
  const NaiveExpectations e = naive_expectations(covariance, q, k);
  const RealVector strength = RealVector::Constant(e.mean.size(), prior.strength);
  bound.components += expected_log_mean_density(e, prior.mean, strength, columnwise);
  bound.entropy_components -= expected_log_mean_density(e, q.mean[k], q.strength[k], columnwise);
  if (columnwise) {
    bound.components += expected_log_inverse_gamma(e, prior.shape, prior.scale);
    bound.entropy_components -= expected_log_inverse_gamma(e, q.shape[k], q.scale[k]);
  } else if (k == 0 || covariance == NaiveCovariance::full) {
    bound.components += expected_log_wishart(e, prior.dof, prior.scatter);
    bound.entropy_components -= expected_log_wishart(e, q.dof[k], q.scatter[k]);
  }
}

}  // namespace

Real naive_log_gamma(Real x, Eigen::Index dimensions) {
  const auto columns = static_cast<Real>(dimensions);
  Real out = columns * (columns - 1) / 4 * std::log(std::acos(Real(-1)));
  for (Eigen::Index d = 0; d < dimensions; ++d)
    out += naive_log_gamma(x - static_cast<Real>(d) / 2);
  return out;
}

Real naive_log_wishart_constant(Real dof, const RealMatrix& scatter) {
  const auto columns = static_cast<Real>(scatter.rows());
  return dof / 2 * naive_log_determinant(scatter) - dof * columns / 2 * std::log(Real(2)) -
         naive_log_gamma(dof / 2, scatter.rows());
}

NaiveBound naive_bound(NaiveCovariance covariance, const NaiveRows& rows, const NaiveLatent& latent,
                       const NaiveGaussianPosterior& posterior, const NaiveGaussianPrior& prior) {
  NaiveBound bound;
  const std::vector<Real> log_pi = naive_weights_terms(posterior.sticks, posterior.alpha,
                                                       posterior.beta, prior.concentration, bound);
  for (std::size_t k = 0; k < log_pi.size(); ++k) {
    component_terms(covariance, posterior, k, prior, bound);
    const NaiveExpectations e = naive_expectations(covariance, posterior, k);
    for (std::size_t i = 0; i < latent.r.size(); ++i) {
      const RealVector row = rows.x.row(static_cast<Eigen::Index>(i));
      const Real share = rows.weight[i] * latent.r[i][k];
      const bool empty = naive_empty(row);
      if (share == 0 || (empty && rows.label[i] < 0)) continue;
      bound.assignments += share * log_pi[k];
      bound.entropy_assignments -= share * std::log(latent.r[i][k]);
      if (empty) continue;
      bound.data += share * naive_expected_log_density(covariance, latent.rows[i][k], e);
      if (!factorizes(covariance))
        bound.entropy_missing += share * naive_completion_entropy(row, latent.rows[i][k]);
    }
  }
  return bound;
}

Real naive_log_prior(NaiveCovariance covariance, const NaiveGaussianPoint& point,
                     const NaiveGaussianPrior& prior) {
  const Real a = prior.concentration;
  Real out = 0, total = 0;
  for (const Real w : point.weight) {
    if (a != 1) out += (a - 1) * std::log(w);
    out -= naive_log_gamma(a);
    total += a;
  }
  out += naive_log_gamma(total);
  for (std::size_t k = 0; !prior.flat && k < point.mean.size(); ++k) {
    const RealMatrix& variance = point.covariance[k];
    out += naive_log_normal(point.mean[k], prior.mean, variance / prior.strength);
    for (Eigen::Index d = 0; d < prior.shape.size(); ++d)
      out += log_inverse_gamma_constant(prior.shape(d), prior.scale(d)) -
             (prior.shape(d) + 1) * std::log(variance(d, d)) - prior.scale(d) / variance(d, d);
    if (covariance == NaiveCovariance::full || (covariance == NaiveCovariance::tied && k == 0))
      out += naive_log_wishart_constant(prior.dof, prior.scatter) -
             (prior.dof + static_cast<Real>(variance.rows()) + 1) / 2 *
                 naive_log_determinant(variance) -
             (prior.scatter * naive_inverse(variance)).trace() / 2;
  }
  return out;
}

}  // namespace varimix::test
