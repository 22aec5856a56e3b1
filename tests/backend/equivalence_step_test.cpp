// EM's M-step and the point-mass update of variational Bayes are two routes to one result: from the
// same belief, at every belief on EM's path, one step of each agrees; and both agree with the naive
// twin.
#include <gtest/gtest.h>

#include <algorithm>

#include "support/reference_problems.hpp"

namespace varimix::test {
namespace {

// What the issue asks. What is seen: the sums behind one update have at most 272 terms and lose at
// most two digits against their frame, 272 * 100 * eps = 6e-12.
constexpr double kOneStep = 1e-10;
constexpr std::uint64_t kStarts = 10;
constexpr int kSteps = 40;

class EquivalenceStep : public testing::TestWithParam<Problem> {};

NaivePoint naive_step(const Problem& p, const NaivePoint& from, const NaivePrior& prior) {
  const Table r = naive_normalize(p.naive, naive_logits(p.family, p.naive, from)).r;
  return naive_maximize(p.family, p.naive, r, prior, p.floor());
}

/// Follows `route` for kSteps beliefs and takes `other`'s step and the naive one from each.
void expect_equal_steps(const Problem& p, const Model& model, const NaivePrior& prior,
                        const Backend& route, const Backend& other) {
  const Data data = p.data();
  double worst_pair = 0, worst_naive = 0;
  for (std::uint64_t seed = 0; seed < kStarts; ++seed) {
    Belief belief = random_point(p, seed);
    for (int t = 0; t < kSteps; ++t) {
      const NaivePoint naive = naive_step(p, to_naive(p.family, belief), prior);
      const Belief a = run(model, data, route, belief, 1).belief;
      const Belief b = run(model, data, other, belief, 1).belief;
      worst_pair = std::max(worst_pair, gap(to_naive(p.family, a), to_naive(p.family, b)));
      worst_naive = std::max(worst_naive, gap(to_naive(p.family, a), naive));
      belief = a;
    }
  }
  EXPECT_LT(worst_pair, kOneStep);
  EXPECT_LT(worst_naive, kOneStep);
}

TEST_P(EquivalenceStep, OfEmIsThatOfPointMassVariationalBayesAndTheNaiveOne) {
  expect_equal_steps(GetParam(), GetParam().model(), NaivePrior{}, em(), vb_point());
}

TEST_P(EquivalenceStep, OfMapEmIsThatOfPointMassVariationalBayesWithThePrior) {
  NaivePrior prior = default_prior(GetParam());
  prior.concentration = 1.5;
  expect_equal_steps(GetParam(), with_prior(GetParam(), prior), prior, map(), vb_point());
}

std::vector<Problem> plain_weighted_and_labelled() {
  std::vector<Problem> out;
  for (const Problem& p : all_problems())
    for (const Problem& variant : with_weights_and_labels(p)) out.push_back(variant);
  return out;
}

INSTANTIATE_TEST_SUITE_P(Problems, EquivalenceStep,
                         testing::ValuesIn(plain_weighted_and_labelled()), ProblemName{});

}  // namespace
}  // namespace varimix::test
