// Every backend by the equation that defines its answer. ML, EM: the gradient of the
// log-likelihood is zero; MAP: that of the log posterior; VB: posterior = prior + statistics of one
// more pass.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "support/reference_problems.hpp"

namespace varimix::test {
namespace {

// Iterations until a linear rate of 0.99 has left nothing of the first error; london_times has ten
// rows and rate 0.998.
std::size_t enough(const Problem& p) { return p.naive.x.size() < 20 ? 40000 : 2500; }

class DefiningEquation : public testing::TestWithParam<Problem> {};

/// The largest entry of the gradient per unit of weight. Components at the floor of their variance
/// or rate are on a boundary and have no equation of their own.
double slope(const Problem& p, const Fit& fit, const NaivePrior& prior) {
  const NaivePoint point = to_naive(p.family, fit.belief);
  Real out = 0;
  for (const Real g : naive_gradient(p.family, p.naive, point, prior))
    out = std::max(out, std::abs(g));
  return static_cast<double>(out / p.total_weight());
}

bool interior(const Problem& p, const Fit& fit) {
  const NaivePoint point = to_naive(p.family, fit.belief);
  const std::vector<Real>& least = point.variance.empty() ? point.location : point.variance;
  return *std::min_element(least.begin(), least.end()) > 2 * p.floor();
}

// EM's own last step, seen through long double sums: what is left is the rounding of N terms and
// (1 - rate) times the distance to the fixed point.
constexpr double kFixedPoint = 1e-9;
// L-BFGS stops where F no longer rises in double: g^2 / (2 N) = 1e-14 |F|, |F| about 5 N.
constexpr double kDirect = 1e-6;

TEST_P(DefiningEquation, OfEmIsAZeroGradient) {
  const Problem& p = GetParam();
  const Fit fit = run(p.model(), p.data(), em(), Partition{random_partition(p, 5)}, enough(p));
  ASSERT_TRUE(interior(p, fit));
  EXPECT_LT(slope(p, fit, NaivePrior{}), kFixedPoint);
}

TEST_P(DefiningEquation, OfPointMassVariationalBayesIsAZeroGradient) {
  const Problem& p = GetParam();
  const Fit fit =
      run(p.model(), p.data(), vb_point(), Partition{random_partition(p, 5)}, enough(p));
  EXPECT_LT(slope(p, fit, NaivePrior{}), kFixedPoint);
}

TEST_P(DefiningEquation, OfDirectMaximumLikelihoodIsAZeroGradient) {
  const Problem& p = GetParam();
  const Fit fit =
      run(p.model(), p.data(), MaximumLikelihood{}, Partition{random_partition(p, 5)}, 2000, 1e-15);
  ASSERT_TRUE(interior(p, fit));
  EXPECT_LT(slope(p, fit, NaivePrior{}), kDirect);
}

TEST_P(DefiningEquation, OfMapIsAZeroGradientOfTheLogPosterior) {
  const Problem& p = GetParam();
  NaivePrior prior = default_prior(p);
  prior.concentration = 2;
  for (const Backend& backend : {map(), vb_point()}) {
    const Fit fit =
        run(with_prior(p, prior), p.data(), backend, Partition{random_partition(p, 5)}, enough(p));
    EXPECT_LT(slope(p, fit, prior), kFixedPoint) << method_name(backend);
  }
}

double relative_gap(const std::vector<Real>& a, const std::vector<Real>& b) {
  EXPECT_EQ(a.size(), b.size());
  Real out = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    out = std::max(out, std::abs(a[i] - b[i]) / std::abs(b[i]));
  return static_cast<double>(out);
}

double gap_of(const NaivePosterior& a, const NaivePosterior& b) {
  return std::max({relative_gap(a.alpha, b.alpha), relative_gap(a.beta, b.beta),
                   relative_gap(a.mean, b.mean), relative_gap(a.strength, b.strength),
                   relative_gap(a.shape, b.shape), relative_gap(a.scale, b.scale)});
}

NaivePosterior one_more_pass(const Problem& p, const Belief& belief, const NaivePrior& prior) {
  const NaivePosterior q = to_naive_posterior(p.family, belief);
  const Table r = naive_normalize(p.naive, naive_logits(p.family, p.naive, q)).r;
  return naive_posterior(p.family, p.naive, r, prior);
}

TEST_P(DefiningEquation, OfVariationalBayesIsPriorPlusStatisticsOfOneMorePass) {
  const Problem& p = GetParam();
  for (const bool sticks : {false, true}) {
    NaivePrior prior = default_prior(p);
    prior.sticks = sticks;
    const Fit fit =
        run(with_prior(p, prior), p.data(), vb(), Partition{random_partition(p, 5)}, enough(p));
    EXPECT_LT(gap_of(to_naive_posterior(p.family, fit.belief), one_more_pass(p, fit.belief, prior)),
              kFixedPoint);
  }
}

// Not only at the end: each update is prior + statistics of the belief before it.
TEST_P(DefiningEquation, OfEachVariationalUpdateIsPriorPlusStatistics) {
  const Problem& p = GetParam();
  const NaivePrior prior = default_prior(p);
  const Model model = with_prior(p, prior);
  Belief belief = run(model, p.data(), vb(), Partition{random_partition(p, 6)}, 1).belief;
  for (int t = 0; t < 20; ++t) {
    const NaivePosterior expected = one_more_pass(p, belief, prior);
    belief = run(model, p.data(), vb(), belief, 1).belief;
    // 272 terms, two digits lost against the frame.
    EXPECT_LT(gap_of(to_naive_posterior(p.family, belief), expected), 1e-11) << t;
  }
}

std::vector<Problem> problems() {
  using enum NaiveFamily;
  std::vector<Problem> out;
  for (const Problem& p : {problem("waiting", gaussian, 2), problem("eruptions", tied_gaussian, 2),
                           problem("galaxies_k", gaussian, 3), problem("discoveries", poisson, 2)})
    for (const Problem& variant : with_weights_and_labels(p)) out.push_back(variant);
  out.push_back(problem("london_times", poisson, 2));  // its weights are its frequencies
  return out;
}

INSTANTIATE_TEST_SUITE_P(Problems, DefiningEquation, testing::ValuesIn(problems()), ProblemName{});

}  // namespace
}  // namespace varimix::test
