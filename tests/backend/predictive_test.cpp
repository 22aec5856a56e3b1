// What a variational fit says about a new row is the posterior predictive density: a mixture of
// Student t or of negative binomials, and a density.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "support/reference_problems.hpp"

namespace varimix::test {
namespace {

Fit variational(const Problem& p, bool sticks) {
  NaivePrior prior = default_prior(p);
  prior.sticks = sticks;
  return run(with_prior(p, prior), p.data(), vb(), Partition{random_partition(p, 3)}, 40);
}

std::vector<Real> expected_weights(const NaivePosterior& q) {
  std::vector<Real> out;
  Real total = 0, rest = 1;
  for (const Real a : q.alpha) total += a;
  for (std::size_t k = 0; k < q.shape.size(); ++k) {
    if (!q.sticks) {
      out.push_back(q.alpha[k] / total);
    } else if (k + 1 == q.shape.size()) {
      out.push_back(rest);
    } else {
      const Real share = q.alpha[k] / (q.alpha[k] + q.beta[k]);
      out.push_back(rest * share);
      rest *= 1 - share;
    }
  }
  return out;
}

Real student_t(Real x, Real location, Real squared_scale, Real dof) {
  const Real pi = std::acos(Real(-1));
  return std::exp(naive_log_gamma((dof + 1) / 2) - naive_log_gamma(dof / 2)) /
         std::sqrt(dof * pi * squared_scale) *
         std::pow(1 + (x - location) * (x - location) / (dof * squared_scale), -(dof + 1) / 2);
}

Real negative_binomial(Real x, Real shape, Real rate) {
  return std::exp(naive_log_gamma(shape + x) - naive_log_gamma(shape) - naive_log_gamma(x + 1)) *
         std::pow(rate / (rate + 1), shape) * std::pow(1 / (rate + 1), x);
}

double naive_log_predictive(const Problem& p, const NaivePosterior& q, double x) {
  Real sum = 0;
  const std::vector<Real> weight = expected_weights(q);
  for (std::size_t k = 0; k < weight.size(); ++k) {
    const Real a = q.shape[k], b = q.scale[k];
    sum += weight[k] *
           (p.family == NaiveFamily::poisson
                ? negative_binomial(x, a, b)
                : student_t(x, q.mean[k], b * (q.strength[k] + 1) / (a * q.strength[k]), 2 * a));
  }
  return static_cast<double>(std::log(sum));
}

class Predictive : public testing::TestWithParam<Problem> {};

TEST_P(Predictive, IsTheNaiveMixture) {
  const Problem& p = GetParam();
  for (const bool sticks : {false, true}) {
    const Fit fit = variational(p, sticks);
    const std::vector<double> density = log_density(fit, p.data());
    const NaivePosterior q = to_naive_posterior(p.family, fit.belief);
    for (std::size_t n = 0; n < density.size(); ++n) {
      // Differences of log-gammas of numbers up to 2365: 2365 log(2365) eps = 4e-12.
      EXPECT_NEAR(density[n], naive_log_predictive(p, q, p.naive.x[n]), 2e-11);
    }
  }
}

TEST_P(Predictive, IntegratesToOne) {
  const Problem& p = GetParam();
  const Fit fit = variational(p, false);
  std::vector<double> x, step;
  if (p.family == NaiveFamily::poisson) {
    for (int count = 0; count < 500; ++count) x.push_back(count), step.push_back(1);
  } else {
    // x = m + s sinh(u): the trapezium rule over u converges geometrically.
    for (double u = -12; u <= 12; u += 0.005) {
      x.push_back(p.mean() + std::sqrt(p.variance()) * std::sinh(u));
      step.push_back(std::sqrt(p.variance()) * std::cosh(u) * 0.005);
    }
  }
  const std::vector<double> density = log_density(fit, Data::view(x));
  double sum = 0;
  for (std::size_t n = 0; n < x.size(); ++n) sum += std::exp(density[n]) * step[n];
  EXPECT_NEAR(sum, 1, 1e-10);  // log-gamma's own error, as above
}

std::vector<Problem> problems() {
  using enum NaiveFamily;
  const Problem galaxies = problem("galaxies_k", gaussian, 3);
  return {problem("waiting", gaussian, 2),
          weighted(galaxies),
          labelled(galaxies),
          problem("waiting", tied_gaussian, 3),
          problem("discoveries", poisson, 2),
          problem("london_times", poisson, 2)};
}

INSTANTIATE_TEST_SUITE_P(Problems, Predictive, testing::ValuesIn(problems()), ProblemName{});

TEST(Predictive, IgnoresLabelsAndWeightsOfTheNewRows) {
  const Problem p = problem("waiting", NaiveFamily::gaussian, 2);
  const Fit fit = variational(p, false);
  EXPECT_EQ(log_density(fit, p.data()), log_density(fit, labelled(weighted(p)).data()));
}

}  // namespace
}  // namespace varimix::test
