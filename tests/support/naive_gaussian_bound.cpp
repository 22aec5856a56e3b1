// The evidence lower bound of Gaussian mixtures over several columns, longhand, the prior density,
// the posterior predictive density, and the loops that put the pieces together.
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

Real log_sum_exp(const std::vector<Real>& terms) {
  Real top = terms[0], sum = 0;
  for (const Real t : terms) top = std::max(top, t);
  for (const Real t : terms) sum += std::exp(t - top);
  return top + std::log(sum);
}

/// log t(x | mean, shape matrix, dof) of the observed cells.
Real log_student(const RealVector& x, const RealVector& mean, const RealMatrix& shape, Real dof) {
  std::vector<Eigen::Index> there;
  for (Eigen::Index d = 0; d < x.size(); ++d)
    if (!std::isnan(x(d))) there.push_back(d);
  const RealMatrix block = shape(there, there);
  const RealVector gap = x(there) - mean(there);
  const auto columns = static_cast<Real>(there.size());
  const Real distance = gap.dot(naive_inverse(block) * gap);
  return naive_log_gamma((dof + columns) / 2) - naive_log_gamma(dof / 2) -
         (columns * std::log(dof * std::acos(Real(-1))) + naive_log_determinant(block)) / 2 -
         (dof + columns) / 2 * std::log1p(distance / dof);
}

Real log_predictive(NaiveCovariance covariance, const NaiveGaussianPosterior& q, std::size_t k,
                    const RealVector& x) {
  const Eigen::Index columns = x.size();
  const RealVector widened = (1 + q.strength[k].cwiseInverse().array()).matrix();
  if (!factorizes(covariance)) {
    const Real dof = q.dof[k] - static_cast<Real>(columns) + 1;
    return log_student(x, q.mean[k], q.scatter[k] * (widened(0) / dof), dof);
  }
  if (covariance == NaiveCovariance::spherical)
    return log_student(x, q.mean[k], (widened * (q.scale[k](0) / q.shape[k](0))).asDiagonal(),
                       2 * q.shape[k](0));
  Real out = 0;
  for (Eigen::Index d = 0; d < columns; ++d) {
    if (std::isnan(x(d))) continue;
    const Real squared_scale = q.scale[k](d) / q.shape[k](d) * widened(d);
    out += log_student(x.segment(d, 1), q.mean[k].segment(d, 1),
                       RealMatrix::Constant(1, 1, squared_scale), 2 * q.shape[k](d));
  }
  return out;
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

Real naive_log_predictive(NaiveCovariance covariance, const NaiveGaussianPosterior& q,
                          const RealVector& x) {
  std::vector<Real> terms;
  const std::vector<Real> weight = naive_mean(covariance, q).weight;
  for (std::size_t k = 0; k < weight.size(); ++k)
    terms.push_back(std::log(weight[k]) +
                    (naive_empty(x) ? Real(0) : log_predictive(covariance, q, k, x)));
  return log_sum_exp(terms);
}

std::vector<NaiveStep> naive_em(NaiveCovariance covariance, const NaiveRows& rows,
                                NaiveLatent latent, const NaiveGaussianPrior& prior,
                                std::size_t iterations, bool hard) {
  std::vector<NaiveStep> out;
  for (std::size_t t = 0; t < iterations; ++t) {
    NaiveStep step;
    step.point = naive_maximize(covariance, rows, latent, prior);
    latent = naive_latent(covariance, rows, step.point, hard);
    step.log_likelihood = latent.evidence;
    step.objective = hard ? latent.classification : latent.evidence;
    if (!prior.flat || prior.concentration != 1)
      step.objective += naive_log_prior(covariance, step.point, prior);
    out.push_back(step);
  }
  return out;
}

std::vector<NaiveStep> naive_vb(NaiveCovariance covariance, const NaiveRows& rows,
                                NaiveLatent latent, const NaiveGaussianPrior& prior,
                                std::size_t iterations) {
  std::vector<NaiveStep> out;
  for (std::size_t t = 0; t < iterations; ++t) {
    NaiveStep step;
    step.posterior = naive_posterior(covariance, rows, latent, prior);
    step.point = naive_mean(covariance, step.posterior);
    latent = naive_latent(covariance, rows, step.posterior);
    step.objective = naive_bound(covariance, rows, latent, step.posterior, prior).total();
    step.log_likelihood = naive_latent(covariance, rows, step.point).evidence;
    out.push_back(step);
  }
  return out;
}

}  // namespace varimix::test
