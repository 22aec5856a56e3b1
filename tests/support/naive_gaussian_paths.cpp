// The posterior predictive density of Gaussian mixtures over several columns, and the loops that
// put the pieces of the naive twin together.
#include <algorithm>
#include <cmath>

#include "support/naive_gaussian.hpp"

namespace varimix::test {
namespace {

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
