// Hard EM: every row wholly in its likeliest component; it maximises the classification likelihood.
#include <gtest/gtest.h>

#include <cmath>

#include "support/reference_problems.hpp"

namespace varimix::test {
namespace {

class HardAssignment : public testing::TestWithParam<Problem> {};

TEST_P(HardAssignment, ClimbsTheClassificationLikelihoodAsTheNaiveLoopDoes) {
  const Problem& p = GetParam();
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const std::vector<std::int32_t> partition = random_partition(p, seed);
    const Fit fit = run(p.model(), p.data(), hard_em(), Partition{partition}, 15);
    EXPECT_EQ(fit.objective_name(), "classification_log_likelihood");
    Table r = one_hot(p, partition);
    double before = -HUGE_VAL;
    for (std::size_t t = 0; t < fit.trace.size(); ++t) {
      const NaivePoint point = naive_maximize(p.family, p.naive, r, NaivePrior{}, p.floor());
      const NaivePass pass = naive_normalize(p.naive, naive_logits(p.family, p.naive, point), true);
      r = pass.r;
      const auto expected = static_cast<double>(pass.classification);
      // 272 terms of the size F / N each.
      EXPECT_NEAR(fit.trace[t], expected, 1e-12 * std::abs(expected)) << t;
      EXPECT_GE(fit.trace[t], before - 1e-13 * std::abs(expected)) << t;
      before = fit.trace[t];
    }
  }
}

TEST_P(HardAssignment, GivesResponsibilitiesOfZeroAndOne) {
  const Problem& p = GetParam();
  const Fit fit = run(p.model(), p.data(), hard_em(), Partition{random_partition(p, 1)}, 50, 1e-8);
  const std::vector<double> r = responsibilities(fit, p.data());
  for (std::size_t n = 0; n < p.naive.x.size(); ++n) {
    double sum = 0;
    for (std::size_t k = 0; k < p.components; ++k) {
      const double value = r[n * p.components + k];
      EXPECT_TRUE(value == 0 || value == 1);
      if (p.naive.label[n] == static_cast<std::int32_t>(k)) {
        EXPECT_EQ(value, 1);
      }
      sum += value;
    }
    EXPECT_EQ(sum, 1);
  }
}

std::vector<Problem> problems() {
  using enum NaiveFamily;
  std::vector<Problem> out;
  for (const Problem& p : {problem("waiting", gaussian, 2), problem("galaxies_k", gaussian, 3),
                           problem("galaxies_k", tied_gaussian, 3)})
    for (const Problem& variant : with_weights_and_labels(p)) out.push_back(variant);
  out.push_back(problem("discoveries", poisson, 2));
  out.push_back(labelled(problem("discoveries", poisson, 3)));
  return out;
}

INSTANTIATE_TEST_SUITE_P(Problems, HardAssignment, testing::ValuesIn(problems()), ProblemName{});

TEST(HardAssignmentOfMap, IsNamedAfterThePosterior) {
  const Problem p = problem("waiting", NaiveFamily::gaussian, 2);
  const Backend backend = ExpectationMaximization{
      ExpectationMaximization::Assignment::hard, ExpectationMaximization::Estimate::posterior_mode};
  const Fit fit = run(p.model(), p.data(), backend, Partition{random_partition(p, 1)}, 5);
  EXPECT_EQ(fit.objective_name(), "classification_log_posterior");
}

// Where components overlap, hard assignment cuts their tails: it is biased, soft EM is not.
TEST(HardAssignment, NeverExceedsTheLikelihoodOfSoftEm) {
  const Problem p = problem("waiting", NaiveFamily::gaussian, 2);
  const Start start = Partition{random_partition(p, 1)};
  const Fit hard = run(p.model(), p.data(), hard_em(), start, 200, 1e-10);
  const Fit soft = run(p.model(), p.data(), em(), start, 200, 1e-10);
  EXPECT_LT(hard.objective, hard.log_likelihood);
  EXPECT_LT(hard.log_likelihood, soft.log_likelihood);
}

}  // namespace
}  // namespace varimix::test
