// The whole path, each route on its own: EM, point-mass variational Bayes and the naive loop start
// from one partition and stay together at every iteration. Rounding grows where the likelihood is
// flat; it may grow, but not beyond what is asked.
#include <gtest/gtest.h>

#include <algorithm>

#include "support/reference_problems.hpp"

namespace varimix::test {
namespace {

constexpr double kWholePath = 1e-9;  // what the issue asks, K <= 4
constexpr std::uint64_t kStarts = 10;
constexpr std::size_t kIterations = 80;

class EquivalencePath : public testing::TestWithParam<Problem> {};

void expect_equal_paths(const Problem& p, const Model& model, const NaivePrior& prior,
                        const Backend& route, const Backend& other) {
  const Data data = p.data();
  for (std::uint64_t seed = 0; seed < kStarts; ++seed) {
    const std::vector<std::int32_t> partition = random_partition(p, seed);
    const std::vector<NaivePoint> naive =
        naive_path(p.family, p.naive, one_hot(p, partition), prior, p.floor(), kIterations);
    Fit a = run(model, data, route, Partition{partition}, 1);
    Fit b = run(model, data, other, Partition{partition}, 1);
    double pair = 0, twin = 0;
    for (std::size_t t = 0; t < kIterations; ++t) {
      pair = std::max(pair, gap(to_naive(p.family, a.belief), to_naive(p.family, b.belief)));
      twin = std::max(twin, gap(to_naive(p.family, a.belief), naive[t]));
      a = run(model, data, route, a.belief, 1);
      b = run(model, data, other, b.belief, 1);
    }
    EXPECT_LT(pair, kWholePath) << "start " << seed;
    EXPECT_LT(twin, kWholePath) << "start " << seed;
  }
}

TEST_P(EquivalencePath, OfEmIsThatOfPointMassVariationalBayesAndTheNaiveLoop) {
  expect_equal_paths(GetParam(), GetParam().model(), NaivePrior{}, em(), vb_point());
}

TEST_P(EquivalencePath, OfMapEmIsThatOfPointMassVariationalBayesWithThePrior) {
  const NaivePrior prior = default_prior(GetParam());
  expect_equal_paths(GetParam(), with_prior(GetParam(), prior), prior, map(), vb_point());
}

std::vector<Problem> plain_weighted_and_labelled() {
  std::vector<Problem> out;
  for (const Problem& p : all_problems())
    for (const Problem& variant : {p, weighted(p), labelled(p)}) out.push_back(variant);
  return out;
}

INSTANTIATE_TEST_SUITE_P(Problems, EquivalencePath,
                         testing::ValuesIn(plain_weighted_and_labelled()), ProblemName{});

}  // namespace
}  // namespace varimix::test
