// Normal-inverse-Wishart prior and posterior of Gaussian components [Murphy2007, 8]. Updated in the
// coordinates of the frame, where the scatter keeps its digits:
//
//   kappa = kappa0 + n   m = m0 + (n / kappa) (xbar - m0)   nu = nu0 + n
//   U Psi U^T = U Psi0 U^T + n W + (kappa0 n / kappa) g g^T,   g = U (xbar - m0)
#include <cmath>

#include "family/gaussian_full.hpp"
#include "family/gaussian_moments.hpp"
#include "math/special.hpp"

namespace varimix::internal {
namespace {

using Eigen::Index;

/// What one component adds to Psi, in its frame; and its mean and strength.
struct Updated {
  Vector mean;
  double strength;
  Matrix added;  ///< n W + (kappa0 n / kappa) g g^T
};

Updated updated(const NormalInverseWishart& prior, const FrameMoments& x) {
  const double strength = prior.strength + x.n;
  // xbar - m0, with no cancellation when both are far from the origin.
  const Vector gap = (x.centre - prior.mean) + x.l * x.shift;
  const Vector g = x.u.triangularView<Eigen::Lower>() * gap;
  return {prior.mean + (x.n / strength) * gap, strength,
          x.scatter + (prior.strength * x.n / strength) * (g * g.transpose())};
}

/// L with L L^T = L0 L0^T + F `added` F^T, F the frame's.
Matrix posterior_factor(const Matrix& prior_factor, const FrameMoments& frame,
                        const Matrix& added) {
  const Matrix seen = frame.u.triangularView<Eigen::Lower>() * prior_factor;
  if (const std::optional<Matrix> factor = cholesky(seen * seen.transpose() + added))
    return frame.l * *factor;
  // Far thinner than the frame in some direction: by rows, which forms no product.
  const Spectrum s = spectrum(added);
  Matrix rows(2 * seen.rows(), seen.cols());
  rows.topRows(seen.rows()) = prior_factor.transpose();
  rows.bottomRows(seen.rows()) =
      s.values.cwiseMax(0).cwiseSqrt().asDiagonal() * s.vectors.transpose() * frame.l.transpose();
  return factor_of_rows(rows);
}

}  // namespace

void FullGaussian::posterior(const Statistics& statistics, std::span<const double> prior,
                             std::span<double> out) const {
  const NormalInverseWishart p = hyper(prior, 0);
  for (std::size_t k = 0; k < statistics.components; ++k) {
    const FrameMoments x = frame_moments(statistics, k, dimension());
    if (!(x.n > 0)) {
      store(p, out, k);
      continue;
    }
    const Updated u = updated(p, x);
    store({u.mean, u.strength, p.dof + x.n, posterior_factor(p.factor, x, u.added)}, out, k);
  }
}

// E[log N(x | mu, Sigma)] = -D log(2 pi) / 2 + E[log |Sigma^-1|] / 2
//   - (nu (x - m)^T Psi^-1 (x - m) + D / kappa) / 2 [Bishop2006, 10.64]
void FullGaussian::expect(std::size_t components, std::span<const double> posterior,
                          std::span<double> scorers) const {
  const Index columns = dimension();
  for (std::size_t k = 0; k < components; ++k) {
    const NormalInverseWishart q = hyper(posterior, k);
    double* s = scorers.data() + k * sizes().scorer;
    s[0] = 0.5 * (expected_log_precision(q.dof, q.factor) -
                  static_cast<double>(columns) * (kLogTwoPi + 1 / q.strength));
    Eigen::Map<Vector>(s + 1, columns) = q.mean;
    Eigen::Map<Matrix>(s + 1 + columns, columns, columns) =
        std::sqrt(q.dof) * inverse_lower(q.factor);
  }
}

double FullGaussian::divergence(std::size_t components, std::span<const double> posterior,
                                std::span<const double> prior) const {
  const NormalInverseWishart p = hyper(prior, 0);
  double sum = 0;
  for (std::size_t k = 0; k < components; ++k) {
    const NormalInverseWishart q = hyper(posterior, k);
    sum += mean_divergence(q, p) + inverse_wishart_divergence(q.dof, q.factor, p.dof, p.factor);
  }
  return sum;
}

double FullGaussian::log_density(std::size_t components, std::span<const double> point,
                                 std::span<const double> prior) const {
  const NormalInverseWishart p = hyper(prior, 0);
  const Index columns = dimension();
  double sum = 0;
  for (std::size_t k = 0; k < components; ++k) {
    const double* theta = point.data() + k * sizes().point;
    const Matrix factor = Eigen::Map<const Matrix>(theta + columns, columns, columns);
    sum += inverse_wishart_log_density(p.dof, p.factor, factor) +
           mean_log_density(Eigen::Map<const Vector>(theta, columns), p.mean, p.strength, factor);
  }
  return sum;
}

// The joint mode in (mu, Sigma): Psi / (nu + D + 2).
void FullGaussian::mode(std::size_t components, std::span<const double> posterior,
                        const Bounds& /*bounds*/, std::span<double> point) const {
  for (std::size_t k = 0; k < components; ++k) {
    const NormalInverseWishart q = hyper(posterior, k);
    store_point(q.mean, q.factor / std::sqrt(q.dof + static_cast<double>(columns_) + 2), point, k);
  }
}

void FullGaussian::mean(std::size_t components, std::span<const double> posterior,
                        std::span<double> point, std::vector<std::string>& warnings) const {
  for (std::size_t k = 0; k < components; ++k) {
    const NormalInverseWishart q = hyper(posterior, k);
    const double left = q.dof - static_cast<double>(columns_) - 1;
    store_point(q.mean, q.factor / std::sqrt(left > 0 ? left : q.dof), point, k);
    if (!(left > 0))
      warnings.push_back("component " + std::to_string(k + 1) +
                         ": its covariance has no posterior mean (dof <= D + 1); scatter / dof "
                         "stands in its place");
  }
}

std::vector<Marginal> FullGaussian::marginals(std::span<const double> posterior, std::size_t k,
                                              std::size_t /*components*/) const {
  const NormalInverseWishart q = hyper(posterior, k);
  const double dof = q.dof - static_cast<double>(columns_) + 1;
  std::vector<Marginal> out;
  for (std::size_t d = 0; d < columns_; ++d) {
    const double scatter = q.factor.row(static_cast<Index>(d)).squaredNorm();
    out.push_back({"mean", d, Marginal::Kind::student_t, q.mean[static_cast<Index>(d)],
                   std::sqrt(scatter / (q.strength * dof)), dof});
    out.push_back({"variance", d, Marginal::Kind::inverse_gamma, 0.5 * dof, 0.5 * scatter, 0});
  }
  return out;
}

void TiedFullGaussian::posterior(const Statistics& statistics, std::span<const double> prior,
                                 std::span<double> out) const {
  const NormalInverseWishart p = hyper(prior, 0);
  const std::vector<FrameMoments> x = frame_moments(statistics, dimension());
  double dof = p.dof;
  Matrix added = Matrix::Zero(dimension(), dimension());
  std::vector<Updated> each;
  for (std::size_t k = 0; k < x.size(); ++k) {
    each.push_back(updated(p, x[k]));
    dof += x[k].n;
    if (const std::optional<Matrix> t = to_first_frame(x, k))
      added += *t * each[k].added * t->transpose();
    else
      added += each[k].added;
  }
  const Matrix factor = posterior_factor(p.factor, x[0], added);
  for (std::size_t k = 0; k < x.size(); ++k)
    store({each[k].mean, each[k].strength, dof, factor}, out, k);
}

double TiedFullGaussian::divergence(std::size_t components, std::span<const double> posterior,
                                    std::span<const double> prior) const {
  const NormalInverseWishart p = hyper(prior, 0), shared = hyper(posterior, 0);
  double sum = inverse_wishart_divergence(shared.dof, shared.factor, p.dof, p.factor);
  for (std::size_t k = 0; k < components; ++k) sum += mean_divergence(hyper(posterior, k), p);
  return sum;
}

double TiedFullGaussian::log_density(std::size_t components, std::span<const double> point,
                                     std::span<const double> prior) const {
  const NormalInverseWishart p = hyper(prior, 0);
  const Index columns = dimension();
  const Matrix factor = Eigen::Map<const Matrix>(point.data() + columns, columns, columns);
  double sum = inverse_wishart_log_density(p.dof, p.factor, factor);
  for (std::size_t k = 0; k < components; ++k)
    sum += mean_log_density(Eigen::Map<const Vector>(point.data() + k * sizes().point, columns),
                            p.mean, p.strength, factor);
  return sum;
}

// The joint mode of K means and one covariance: Psi / (nu + K + D + 1).
void TiedFullGaussian::mode(std::size_t components, std::span<const double> posterior,
                            const Bounds& /*bounds*/, std::span<double> point) const {
  for (std::size_t k = 0; k < components; ++k) {
    const NormalInverseWishart q = hyper(posterior, k);
    const double divisor = q.dof + static_cast<double>(components + columns()) + 1;
    store_point(q.mean, q.factor / std::sqrt(divisor), point, k);
  }
}

}  // namespace varimix::internal
