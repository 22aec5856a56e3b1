// The objective of variational Bayes is the evidence lower bound in full: every expectation and
// every entropy, all constants; and where nothing is latent it is the log evidence itself.
#include <gtest/gtest.h>

#include <cmath>

#include "support/naive_bound.hpp"
#include "support/reference_problems.hpp"

namespace varimix::test {
namespace {

constexpr double kRelative = 1e-10;  // what the issue asks

class Bound : public testing::TestWithParam<Problem> {};

void expect_longhand_sum(const Problem& p, const NaivePrior& prior, std::size_t iterations) {
  const Fit fit =
      run(with_prior(p, prior), p.data(), vb(), Partition{random_partition(p, 3)}, iterations);
  const NaivePosterior q = to_naive_posterior(p.family, fit.belief);
  const Table r = naive_normalize(p.naive, naive_logits(p.family, p.naive, q)).r;
  const auto expected = static_cast<double>(naive_bound(p.family, p.naive, r, q, prior).total());
  EXPECT_NEAR(fit.objective, expected, kRelative * std::abs(expected)) << iterations;
}

TEST_P(Bound, IsItsLonghandSum) {
  for (const std::size_t iterations : {1U, 2U, 30U}) {
    NaivePrior prior = default_prior(GetParam());
    expect_longhand_sum(GetParam(), prior, iterations);
    prior.concentration = 0.3L;
    expect_longhand_sum(GetParam(), prior, iterations);
  }
}

TEST_P(Bound, IsItsLonghandSumUnderStickBreakingWeights) {
  NaivePrior prior = default_prior(GetParam());
  prior.sticks = true;
  prior.concentration = 2.5L;
  for (const std::size_t iterations : {1U, 2U, 30U})
    expect_longhand_sum(GetParam(), prior, iterations);
}

std::vector<Problem> problems() {
  std::vector<Problem> out;
  for (const Problem& p : all_problems())
    for (const Problem& variant : with_weights_and_labels(p)) out.push_back(variant);
  return out;
}

INSTANTIATE_TEST_SUITE_P(Problems, Bound, testing::ValuesIn(problems()), ProblemName{});

Real log_normal_inverse_gamma(Real mu, Real v, Real m, Real strength, Real a, Real b) {
  const Real log_two_pi = std::log(2 * std::acos(Real(-1)));
  return (std::log(strength / v) - log_two_pi - strength * (mu - m) * (mu - m) / v) / 2 +
         a * std::log(b) - naive_log_gamma(a) - (a + 1) * std::log(v) - b / v;
}

Real log_gamma_density(Real x, Real a, Real b) {
  return a * std::log(b) - naive_log_gamma(a) + (a - 1) * std::log(x) - b * x;
}

/// Bayes' identity at an arbitrary parameter: log p(x) = log p(x | t) + log p(t) - log p(t | x).
Real log_evidence(const Problem& p, const NaivePrior& prior) {
  const Table all(p.naive.x.size(), std::vector<Real>(1, 1));
  const NaivePosterior q = naive_posterior(p.family, p.naive, all, prior);
  const Real at = 1.01L * p.mean(), v = 0.9L * p.variance();
  NaivePoint point{{1}, {at}, {v}};
  Real out = 0;
  const Table logits = naive_logits(p.family, p.naive, point);
  for (std::size_t n = 0; n < logits.size(); ++n) out += p.naive.weight[n] * logits[n][0];
  if (p.family == NaiveFamily::poisson)
    return out + log_gamma_density(at, prior.shape, prior.scale) -
           log_gamma_density(at, q.shape[0], q.scale[0]);
  return out +
         log_normal_inverse_gamma(at, v, prior.mean, prior.strength, prior.shape, prior.scale) -
         log_normal_inverse_gamma(at, v, q.mean[0], q.strength[0], q.shape[0], q.scale[0]);
}

TEST(BoundOfOneComponent, IsTheExactLogEvidence) {
  using enum NaiveFamily;
  for (const Problem& plain :
       {problem("waiting", gaussian, 1), problem("eruptions", tied_gaussian, 1),
        problem("discoveries", poisson, 1), problem("london_times", poisson, 1)}) {
    for (const Problem& p : {plain, weighted(plain)}) {
      const NaivePrior prior = default_prior(p);
      const Fit fit = run(with_prior(p, prior), p.data(), vb(), AutomaticStart::random, 3);
      const auto expected = static_cast<double>(log_evidence(p, prior));
      for (const double value : fit.trace)
        EXPECT_NEAR(value, expected, kRelative * std::abs(expected)) << p.name;
    }
  }
}

// With every z known, log p(x, z) is the Dirichlet-multinomial of z and one evidence per component.
TEST(BoundOfKnownLabels, IsTheExactLogEvidence) {
  for (Problem p : {problem("waiting", NaiveFamily::gaussian, 2),
                    problem("discoveries", NaiveFamily::poisson, 2)}) {
    const NaivePrior prior = default_prior(p);
    p.naive.label = random_partition(p, 1);
    Real expected = naive_log_gamma(2) - naive_log_gamma(2 + Real(p.total_weight()));
    for (const std::int32_t k : {0, 1}) {
      Problem part = p;
      for (std::size_t n = 0; n < part.naive.x.size(); ++n)
        part.naive.weight[n] *= p.naive.label[n] == k ? 1 : 0;
      expected += log_evidence(part, prior) + naive_log_gamma(1 + Real(part.total_weight()));
    }
    const Fit fit = run(with_prior(p, prior), p.data(), vb(), AutomaticStart::random, 2);
    EXPECT_NEAR(fit.objective, static_cast<double>(expected), kRelative * std::abs(fit.objective))
        << p.name;
  }
}

}  // namespace
}  // namespace varimix::test
