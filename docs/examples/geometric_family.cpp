// A family of your own: the geometric distribution, unknown to the library, fitted by EM and by
// variational Bayes. docs/add_a_family.md walks through it.
//
//   f(x | q) = (1 - q) q^x,   x = 0, 1, 2, ...   failures before a success, each of chance q
//
//   T(x) = x    eta = log(q)    A(eta) = -log(1 - exp(eta))    log h(x) = 0
//   grad A = exp(eta) / (1 - exp(eta)) = q / (1 - q)
//
// Conjugate prior beta(alpha, beta) of q:
//   E[eta] = digamma(alpha) - digamma(alpha + beta)
//   E[A]   = digamma(alpha + beta) - digamma(beta)
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include "varimix/varimix.hpp"

namespace {

// The standard library has lgamma, but not its derivative: upwards by the recurrence, then
// Stirling's series; within a few ulp of the larger of 1 and |digamma(x)|.
double digamma(double x) {
  double sum = 0;
  for (; x < 10; ++x) sum -= 1 / x;
  const double z = 1 / (x * x);
  const double series =
      z * (1. / 12 -
           z * (1. / 120 - z * (1. / 252 - z * (1. / 240 - z * (1. / 132 - z * 691. / 32760)))));
  return sum + std::log(x) - 0.5 / x - series;
}
double log_beta(double a, double b) { return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b); }

struct Geometric {
  using Statistic = std::array<double, 1>;
  using Parameters = std::array<double, 1>;  // 0 < q < 1
  static constexpr std::array<const char*, 1> kParameterNames = {"failure"};

  // ---- what a value may be
  std::string name() const { return "geometric"; }
  bool supports(double x) const { return x >= 0 && std::isfinite(x) && x == std::floor(x); }
  std::string support() const { return "a whole number >= 0"; }
  // At q = 0 a component could never take up a row other than 0 again.
  Parameters lower_bound(const varimix::Summary::Column& column) const {
    return {1e-8 * column.mean / (1 + column.mean)};
  }
  std::string unusable(const varimix::Summary::Column& column, bool has_prior) const {
    if (column.maximum > 0 || has_prior) return "";
    return "every value is 0: q has no positive estimate; drop the column or give a prior";
  }

  // ---- the exponential family, and EM
  Statistic statistic(double x) const { return {x}; }
  double log_base(double) const { return 0; }
  double log_normalizer(Statistic eta) const { return -std::log(-std::expm1(eta[0])); }
  Statistic mean_statistic(Statistic eta) const { return {1 / std::expm1(-eta[0])}; }
  // Kept inside the domain: what lies outside does not come back from parameters(natural(theta)).
  Statistic natural(Parameters theta) const {
    return {std::log(std::clamp(theta[0], 1e-300, 1 - 0x1p-53))};
  }
  Parameters parameters(Statistic eta) const { return {std::exp(eta[0])}; }
  Parameters estimate(double n, Statistic sum) const { return {sum[0] / (n + sum[0])}; }

  // ---- variational Bayes with a point mass: the inverse of grad A
  Statistic natural_from_mean(Statistic mean) const {
    return {-std::log1p(1 / std::max(mean[0], 1e-300))};
  }

  // ---- direct maximum likelihood: u = log(q / (1 - q)), any number; d eta / d u = 1 - q
  Statistic coordinates(Parameters theta) const {
    const Statistic eta = natural(theta);
    return {eta[0] + log_normalizer(eta)};
  }
  Parameters from_coordinates(Statistic u) const { return {1 / (1 + std::exp(-u[0]))}; }
  std::array<Statistic, 1> jacobian(Statistic u) const { return {{{1 / (1 + std::exp(u[0]))}}}; }

  // ---- MAP and variational Bayes: the conjugate prior
  using Prior = std::array<double, 2>;  // alpha > 0, beta > 0
  static constexpr std::array<const char*, 2> kPriorNames = {"alpha", "beta"};
  std::string conjugate_name() const { return "beta"; }
  Prior default_prior(const varimix::Summary::Column&, std::size_t) const { return {1, 1}; }
  std::string prior_problem(Prior h) const {
    for (const double each : h)
      if (!(each > 0) || !std::isfinite(each)) return "alpha and beta must be finite numbers > 0";
    return "";
  }
  std::string no_mode(Prior h) const {
    return std::min(h[0], h[1]) < 1 ? "a beta prior with alpha or beta < 1 has no interior mode"
                                    : "";
  }
  Prior posterior(Prior h, double n, Statistic sum) const { return {h[0] + sum[0], h[1] + n}; }
  Statistic expected_natural(Prior h) const { return {digamma(h[0]) - digamma(h[0] + h[1])}; }
  double expected_log_normalizer(Prior h) const { return digamma(h[0] + h[1]) - digamma(h[1]); }
  double divergence(Prior h, Prior h0) const {
    return log_beta(h0[0], h0[1]) - log_beta(h[0], h[1]) + (h[0] - h0[0]) * expected_natural(h)[0] -
           (h[1] - h0[1]) * expected_log_normalizer(h);
  }
  double log_density(Prior h, Parameters theta) const {
    const Statistic eta = natural(theta);
    return (h[0] - 1) * eta[0] - (h[1] - 1) * log_normalizer(eta) - log_beta(h[0], h[1]);
  }
  Statistic log_density_gradient(Prior h, Statistic eta) const {
    return {(h[0] - 1) - (h[1] - 1) * mean_statistic(eta)[0]};
  }
  Parameters mode(Prior h) const {
    const double both = h[0] + h[1] - 2;
    return {both > 0 ? (h[0] - 1) / both : 0.5};
  }
  Parameters mean(Prior h) const { return {h[0] / (h[0] + h[1])}; }
  double log_predictive(Prior h, double x) const {
    return log_beta(h[0] + x, h[1] + 1) - log_beta(h[0], h[1]);
  }
  std::vector<varimix::Marginal> marginals(Prior h) const {
    return {{"failure", 0, varimix::Marginal::Kind::beta, h[0], h[1], 0}};
  }
};
static_assert(varimix::ColumnFamily<Geometric> && varimix::InvertibleFamily<Geometric> &&
              varimix::DirectFamily<Geometric> && varimix::ConjugateFamily<Geometric>);

constexpr std::array<double, 2> kTruth = {0.5, 0.92};  // q of either component: means 1 and 11.5

std::vector<double> simulate(std::size_t rows) {
  std::mt19937_64 bits(7);
  const auto uniform = [&] { return (static_cast<double>(bits() >> 11U) + 0.5) * 0x1p-53; };
  std::vector<double> out;
  for (std::size_t n = 0; n < rows; ++n) {
    const double q = kTruth[uniform() < 0.6 ? 0 : 1];
    out.push_back(std::floor(std::log(uniform()) / std::log(q)));
  }
  return out;
}

bool check(bool holds, const char* what) {
  if (!holds) std::fprintf(stderr, "geometric_family: not so: %s\n", what);
  return holds;
}

bool never_falls(const varimix::Fit& fit) {
  return std::is_sorted(fit.trace.begin(), fit.trace.end(),
                        [](double a, double b) { return a < b - 1e-12 * std::abs(b); });
}

}  // namespace

int main() {
  const std::vector<double> values = simulate(2000);
  const varimix::Data data = varimix::Data::view(values);
  const varimix::Mixture<Geometric> mixture{2};

  const varimix::Fit em = fit(mixture, data, varimix::ExpectationMaximization{});
  const varimix::Fit vb = fit(mixture, data, varimix::MeanField{});
  const varimix::Fit point =
      fit(mixture, data, varimix::MeanField{.factor = varimix::MeanField::Factor::point_mass});
  const varimix::Fit ml = fit(mixture, data, varimix::MaximumLikelihood{});

  bool good = check(em.converged() && vb.converged(), "both fits converge");
  good &= check(never_falls(em) && never_falls(vb), "no objective falls");
  std::printf("component   truth      em   vb: mean, 95 %% of the posterior\n");
  for (std::size_t k = 0; k < 2; ++k) {
    const double estimate = em.parameter("failure", k)[0];
    const varimix::Marginal posterior = vb.marginals(k).back();
    const varimix::Interval interval = posterior.interval(0.95);
    std::printf("%9zu %7.4f %7.4f   %.4f, %.4f to %.4f\n", k + 1, kTruth[k], estimate,
                posterior.mean(), interval.lower, interval.upper);
    good &= check(std::abs(estimate - kTruth[k]) < 0.05, "em finds the truth");
    good &= check(std::abs(estimate - posterior.mean()) < posterior.standard_deviation(),
                  "vb is within a standard deviation of em");
    good &= check(std::abs(estimate - point.parameter("failure", k)[0]) < 1e-9,
                  "a point mass is em by another route");
  }
  std::printf("log-likelihood: em %.4f, ml %.4f; elbo of vb %.4f\n", em.objective, ml.objective,
              vb.objective);
  good &= check(std::abs(em.objective - ml.objective) < 1e-3, "em and direct ml reach one maximum");
  good &= check(vb.objective < em.objective, "the evidence is below the maximal likelihood");
  return good ? 0 : 1;
}
