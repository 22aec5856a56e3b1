// Normal-inverse-gamma prior and posterior of Gaussian columns [Murphy2007, 6], and of one column
// with a tied variance.
#include <cmath>
#include <limits>

#include "conjugate/gamma.hpp"
#include "family/gaussian_columns.hpp"
#include "math/special.hpp"

namespace varimix::internal {

void GaussianColumns::posterior(const Statistics& statistics, std::span<const double> prior,
                                std::span<double> out) const {
  for (std::size_t cell = 0; cell < statistics.components * columns(); ++cell) {
    const Moments x = moments(statistics, cell);
    store(updated(hyper(prior, cell % columns()), x.n, x.mean, x.scatter), out, cell);
  }
}

// E[log N(x | mu, v)] = -log(2 pi)/2 - E[log v]/2 - ((a/b) (x - m)^2 + 1/kappa) / 2
// [Bishop2006, 10.64]
void GaussianColumns::expect(std::size_t components, std::span<const double> posterior,
                             std::span<double> scorers) const {
  for (std::size_t cell = 0; cell < components * columns(); ++cell) {
    const NormalInverseGamma q = hyper(posterior, cell);
    scorers[cell * kScorer] = -0.5 * (kLogTwoPi + expected_log_variance(q) + 1.0 / q.strength);
    scorers[cell * kScorer + 1] = q.mean;
    scorers[cell * kScorer + 2] = std::sqrt(q.shape / q.scale);
  }
}

double GaussianColumns::divergence(std::size_t components, std::span<const double> posterior,
                                   std::span<const double> prior) const {
  double sum = 0;
  for (std::size_t cell = 0; cell < components * columns(); ++cell)
    sum += internal::divergence(hyper(posterior, cell), hyper(prior, cell % columns()));
  return sum;
}

double GaussianColumns::log_density(std::size_t components, std::span<const double> point,
                                    std::span<const double> prior) const {
  double sum = 0;
  for (std::size_t cell = 0; cell < components * columns(); ++cell)
    sum += internal::log_density(hyper(prior, cell % columns()), point[cell * kPoint],
                                 point[cell * kPoint + 1]);
  return sum;
}

void GaussianColumns::mode(std::size_t components, std::span<const double> posterior,
                           const Bounds& /*bounds*/, std::span<double> point) const {
  for (std::size_t cell = 0; cell < components * columns(); ++cell) {
    const NormalInverseGamma q = hyper(posterior, cell);
    point[cell * kPoint] = q.mean;
    point[cell * kPoint + 1] = mode_variance(q);
  }
}

void GaussianColumns::mean(std::size_t components, std::span<const double> posterior,
                           std::span<double> point, std::vector<std::string>& warnings) const {
  for (std::size_t cell = 0; cell < components * columns(); ++cell) {
    const NormalInverseGamma q = hyper(posterior, cell);
    point[cell * kPoint] = q.mean;
    point[cell * kPoint + 1] = q.scale / (q.shape > 1 ? q.shape - 1 : q.shape);
    if (q.shape <= 1)
      warnings.push_back(
          "component " + std::to_string(cell / columns() + 1) +
          ": its variance has no posterior mean (shape <= 1); scale / shape stands in its place");
  }
}

void GaussianColumns::log_predictive(const Block& block, std::size_t components,
                                     std::span<const double> posterior, double* logits,
                                     std::size_t stride) const {
  for (std::size_t k = 0; k < components; ++k) {
    for (std::size_t n = 0; n < block.rows; ++n) {
      double sum = 0;
      for (std::size_t d = 0; d < columns(); ++d) {
        const double x = block.column(d)[n];
        if (!std::isnan(x)) sum += internal::log_predictive(hyper(posterior, k * columns() + d), x);
      }
      logits[k * stride + n] = sum;
    }
  }
}

std::vector<Marginal> GaussianColumns::marginals(std::span<const double> posterior, std::size_t k,
                                                 std::size_t /*components*/) const {
  std::vector<Marginal> out;
  for (std::size_t d = 0; d < columns(); ++d) {
    const NormalInverseGamma q = hyper(posterior, k * columns() + d);
    const double scale = std::sqrt(q.scale / (q.shape * q.strength));
    out.push_back({"mean", d, Marginal::Kind::student_t, q.mean, scale, 2 * q.shape});
    out.push_back({"variance", d, Marginal::Kind::inverse_gamma, q.shape, q.scale, 0});
  }
  return out;
}

// One shape and scale for all: shape + N/2, scale + the sum of what every component would have
// added alone.
void TiedGaussian::posterior(const Statistics& statistics, std::span<const double> prior,
                             std::span<double> out) const {
  const NormalInverseGamma p = hyper(prior, 0);
  double shape = p.shape, scale = p.scale;
  for (std::size_t k = 0; k < statistics.components; ++k) {
    const Moments x = moments(statistics, k);
    const NormalInverseGamma q = updated(p, x.n, x.mean, x.scatter);
    shape += q.shape - p.shape;
    scale += q.scale - p.scale;
    store(q, out, k);
  }
  for (std::size_t k = 0; k < statistics.components; ++k)
    out[k * kHyper + 2] = shape, out[k * kHyper + 3] = scale;
}

double TiedGaussian::divergence(std::size_t components, std::span<const double> posterior,
                                std::span<const double> prior) const {
  const NormalInverseGamma p = hyper(prior, 0), shared = hyper(posterior, 0);
  double sum = gamma_divergence(shared.shape, shared.scale, p.shape, p.scale);
  for (std::size_t k = 0; k < components; ++k) {
    const NormalInverseGamma q = hyper(posterior, k);
    sum += mean_divergence(q.mean, q.strength, p.mean, p.strength, shared.shape / shared.scale);
  }
  return sum;
}

double TiedGaussian::log_density(std::size_t components, std::span<const double> point,
                                 std::span<const double> prior) const {
  const NormalInverseGamma p = hyper(prior, 0);
  const double once = inverse_gamma_log_density(point[1], p.shape, p.scale);
  double sum = once;
  for (std::size_t k = 0; k < components; ++k)
    sum += internal::log_density(p, point[k * kPoint], point[1]) - once;
  return sum;
}

// The joint mode of K means and one variance: scatter / (dof + K + D + 1) with D = 1.
void TiedGaussian::mode(std::size_t components, std::span<const double> posterior,
                        const Bounds& /*bounds*/, std::span<double> point) const {
  const NormalInverseGamma shared = hyper(posterior, 0);
  const double variance =
      2 * shared.scale / (2 * shared.shape + static_cast<double>(components) + 2);
  for (std::size_t k = 0; k < components; ++k) {
    point[k * kPoint] = hyper(posterior, k).mean;
    point[k * kPoint + 1] = variance;
  }
}

}  // namespace varimix::internal
