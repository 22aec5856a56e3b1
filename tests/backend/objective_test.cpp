// The objective never falls by more than rounding: families x backends x seeds x weights x labels,
// at every iteration.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "support/reference_problems.hpp"

namespace varimix::test {
namespace {

constexpr std::size_t kIterations = 120;
constexpr std::uint64_t kSeeds = 4;

// F is a sum of N terms of the size |F| / N, folded pairwise, less a penalty whose log-gammas are
// at most of the size |F|: a few roundings of |F| each, twice for a difference.
double rounding(double objective) { return 64 * 0x1p-52 * std::abs(objective); }

struct Way {
  std::string name;
  Backend backend;
  bool prior = false, sticks = false;
};

std::vector<Way> ways() {
  const auto both_hard = ExpectationMaximization::Assignment::hard;
  const auto mode = ExpectationMaximization::Estimate::posterior_mode;
  return {{"ml", MaximumLikelihood{}},
          {"em", em()},
          {"hard em", hard_em()},
          {"map", map(), true},
          {"hard map", ExpectationMaximization{both_hard, mode}, true},
          {"vb", vb(), true},
          {"vb, stick-breaking", vb(), true, true},
          {"vb-point", vb_point()},
          {"vb-point with a prior", vb_point(), true}};
}

Model model_for(const Problem& p, const Way& way) {
  if (!way.prior) return p.model();
  NaivePrior prior = default_prior(p);
  prior.sticks = way.sticks;
  return with_prior(p, prior);
}

class Objective : public testing::TestWithParam<Problem> {};

TEST_P(Objective, NeverFallsByMoreThanRounding) {
  const Problem& p = GetParam();
  const Data data = p.data();
  for (const Way& way : ways()) {
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
      const Start start = seed % 2 == 0 ? Start(Partition{random_partition(p, seed)})
                                        : Start(Belief(random_point(p, seed)));
      const Fit fit = run(model_for(p, way), data, way.backend, start, kIterations);
      ASSERT_EQ(fit.trace.size(), kIterations);
      for (std::size_t t = 1; t < fit.trace.size(); ++t)
        ASSERT_GE(fit.trace[t] - fit.trace[t - 1], -rounding(fit.trace[t]))
            << way.name << ", seed " << seed << ", iteration " << t;
      EXPECT_EQ(fit.objective, fit.trace.back());
    }
  }
}

TEST_P(Objective, OfAPointIsTheNaiveLogLikelihoodOrLogPosteriorOfThatPoint) {
  const Problem& p = GetParam();
  for (const Way& way : ways()) {
    if (way.name.starts_with("vb,") || way.name == "vb") continue;
    const Fit fit =
        run(model_for(p, way), p.data(), way.backend, Partition{random_partition(p, 1)}, 9);
    const NaivePoint point = to_naive(p.family, fit.belief);
    const bool hard = way.name.starts_with("hard");
    const NaivePass pass = naive_normalize(p.naive, naive_logits(p.family, p.naive, point), hard);
    const Real log_prior = way.prior ? naive_log_prior(p.family, point, default_prior(p)) : Real(0);
    const auto expected =
        static_cast<double>((hard ? pass.classification : pass.evidence) + log_prior);
    // As above; the point itself is read back exactly.
    EXPECT_NEAR(fit.objective, expected, rounding(expected)) << way.name;
    EXPECT_NEAR(fit.log_likelihood, static_cast<double>(pass.evidence), rounding(expected))
        << way.name;
  }
}

std::vector<Problem> problems() {
  std::vector<Problem> out;
  for (const Problem& p : all_problems())
    for (const Problem& variant : with_weights_and_labels(p)) out.push_back(variant);
  return out;
}

INSTANTIATE_TEST_SUITE_P(Problems, Objective, testing::ValuesIn(problems()), ProblemName{});

}  // namespace
}  // namespace varimix::test
