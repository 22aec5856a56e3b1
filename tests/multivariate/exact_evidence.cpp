#include "multivariate/exact_evidence.hpp"

#include <cmath>

namespace varimix::test {
namespace {

const Real kPi = std::acos(Real(-1));

/// One component's rows: how many, their mean, their scatter pulled to the prior's mean:
/// S + kappa0 n / (kappa0 + n) (mean - m0) (mean - m0)^T.
struct Part {
  Real n = 0;
  RealVector sum;
  RealMatrix pulled;
};

Part part_of(const RealMatrix& x, const std::vector<std::size_t>& z, std::size_t k,
             const NaiveGaussianPrior& prior) {
  Part out{0, RealVector::Zero(x.cols()), RealMatrix::Zero(x.cols(), x.cols())};
  // Raw sums about the prior's mean: S + n (mean - m0)^2 - n^2/(kappa0 + n) (mean - m0)^2.
  for (Eigen::Index i = 0; i < x.rows(); ++i) {
    if (z[static_cast<std::size_t>(i)] != k) continue;
    const RealVector gap = x.row(i).transpose() - prior.mean;
    out.n += 1;
    out.sum += gap;
    out.pulled += gap * gap.transpose();
  }
  out.pulled -= out.sum * out.sum.transpose() / (prior.strength + out.n);
  return out;
}

/// log of integral of prod N(x | mu, Sigma) N-IW, for n rows whose pulled scatter is `added`.
Real wishart_marginal(const NaiveGaussianPrior& prior, Real n, const RealMatrix& added) {
  const auto columns = static_cast<Real>(added.rows());
  return -n * columns / 2 * std::log(2 * kPi) +
         naive_log_wishart_constant(prior.dof, prior.scatter) -
         naive_log_wishart_constant(prior.dof + n, prior.scatter + added);
}

Real gamma_marginal(Real shape, Real scale, Real cells, Real added) {
  const auto constant = [](Real a, Real b) { return a * std::log(b) - naive_log_gamma(a); };
  return -cells / 2 * std::log(2 * kPi) + constant(shape, scale) -
         constant(shape + cells / 2, scale + added / 2);
}

}  // namespace

Real exact_log_marginal(NaiveCovariance covariance, const RealMatrix& x,
                        const std::vector<std::size_t>& z, std::size_t components,
                        const NaiveGaussianPrior& prior) {
  const auto columns = static_cast<Real>(x.cols());
  RealMatrix together = RealMatrix::Zero(x.cols(), x.cols());
  Real out = 0;
  for (std::size_t k = 0; k < components; ++k) {
    const Part part = part_of(x, z, k, prior);
    together += part.pulled;
    out += columns / 2 * std::log(prior.strength / (prior.strength + part.n));
    if (covariance == NaiveCovariance::full) out += wishart_marginal(prior, part.n, part.pulled);
    if (covariance == NaiveCovariance::spherical)
      out += gamma_marginal(prior.shape(0), prior.scale(0), part.n * columns, part.pulled.trace());
    for (Eigen::Index d = 0; covariance == NaiveCovariance::diagonal && d < x.cols(); ++d)
      out += gamma_marginal(prior.shape(d), prior.scale(d), part.n, part.pulled(d, d));
  }
  if (covariance == NaiveCovariance::tied)
    out += wishart_marginal(prior, static_cast<Real>(x.rows()), together);
  return out;
}

Real exact_log_evidence(NaiveCovariance covariance, const RealMatrix& x, std::size_t components,
                        const NaiveGaussianPrior& prior) {
  const auto rows = static_cast<std::size_t>(x.rows());
  std::vector<std::size_t> z(rows, 0);
  std::vector<Real> terms;
  const Real total = prior.concentration * static_cast<Real>(components);
  for (;;) {
    Real term = naive_log_gamma(total) - naive_log_gamma(total + static_cast<Real>(rows));
    for (std::size_t k = 0; k < components; ++k) {
      Real n = 0;
      for (const std::size_t at : z) n += at == k ? 1 : 0;
      term += naive_log_gamma(prior.concentration + n) - naive_log_gamma(prior.concentration);
    }
    terms.push_back(term + exact_log_marginal(covariance, x, z, components, prior));
    std::size_t i = 0;  // the next assignment, as one counts
    while (i < rows && ++z[i] == components) z[i++] = 0;
    if (i == rows) break;
  }
  Real top = terms[0], sum = 0;
  for (const Real t : terms) top = std::max(top, t);
  for (const Real t : terms) sum += std::exp(t - top);
  return top + std::log(sum);
}

}  // namespace varimix::test
