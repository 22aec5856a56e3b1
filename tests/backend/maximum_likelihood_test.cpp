// Direct maximum likelihood introduces no latent variable and still ends where EM ends.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "support/reference_data.hpp"
#include "support/reference_problems.hpp"

namespace varimix::test {
namespace {

struct Case {
  Problem problem;
  std::string start;
};

Partition stated(const Case& c) {
  Partition out;
  for (const int k : stated_partition(c.start, c.problem.naive.x)) out.components.push_back(k);
  return out;
}

std::vector<Case> cases() {
  using enum NaiveFamily;
  const char* waiting = "waiting<67 -> 1, else 2";
  const char* eruptions = "eruptions<3 -> 1, else 2";
  return {{problem("waiting", gaussian, 2), waiting},
          {problem("waiting", tied_gaussian, 2), waiting},
          {weighted(problem("waiting", gaussian, 2)), waiting},
          {labelled(problem("waiting", gaussian, 2)), waiting},
          {problem("eruptions", gaussian, 2), eruptions},
          {problem("eruptions", tied_gaussian, 2), eruptions},
          {problem("galaxies_k", gaussian, 3), "cut at 15 and 30 -> 1,2,3"},
          {problem("galaxies_k", tied_gaussian, 4), "cut at 15, 21.3, 30 -> 1..4"},
          {problem("london_times", poisson, 2), "deaths<=1 -> 1, else 2"}};
}

TEST(MaximumLikelihood, ReachesTheOptimumOfEm) {
  for (const Case& c : cases()) {
    const Data data = c.problem.data();
    const std::size_t iterations = data.rows() < 20 ? 40000 : 4000;
    const Fit slow = run(c.problem.model(), data, em(), stated(c), iterations);
    const Fit direct = run(c.problem.model(), data, MaximumLikelihood{}, stated(c), 3000, 1e-15);
    EXPECT_EQ(direct.termination, Termination::tolerance) << c.problem.name;
    EXPECT_NEAR(direct.objective, slow.objective, 1e-8 * direct.total_weight) << c.problem.name;
    // Densities, not labels; F is flat to second order, so the density is as near as the root of
    // what F cannot see: sqrt(1e-14) and a factor for the flattest direction.
    const std::vector<double> a = log_density(direct, data), b = log_density(slow, data);
    for (std::size_t n = 0; n < a.size(); ++n) EXPECT_NEAR(a[n], b[n], 1e-5) << c.problem.name;
  }
}

TEST(MaximumLikelihood, NeedsFewerPassesThanEmWhereEmIsSlow) {
  const Case c = cases().back();
  const Fit slow = run(c.problem.model(), c.problem.data(), em(), stated(c), 100000, 1e-13);
  const Fit direct =
      run(c.problem.model(), c.problem.data(), MaximumLikelihood{}, stated(c), 1000, 1e-13);
  EXPECT_LT(10 * direct.e_passes, slow.e_passes);
}

TEST(MaximumLikelihood, HasAClosedFormWhenOnlyOneComponentIsThere) {
  for (const Problem& p : {problem("waiting", NaiveFamily::gaussian, 1),
                           weighted(problem("discoveries", NaiveFamily::poisson, 1))}) {
    const Fit fit =
        run(p.model(), p.data(), MaximumLikelihood{}, AutomaticStart::kmeans_plus_plus, 50);
    EXPECT_EQ(fit.termination, Termination::closed_form);
    EXPECT_TRUE(fit.converged());
    EXPECT_EQ(fit.iterations, 1u);
    const double n = p.total_weight();
    EXPECT_NEAR(fit.summary.parameters[0], p.mean(), 1e-13 * p.mean());
    if (p.family == NaiveFamily::gaussian) {
      const double variance = p.variance() * (n - 1) / n;
      EXPECT_NEAR(fit.covariance(0)(0, 0), variance, 1e-13 * variance);
    }
  }
}

TEST(MaximumLikelihood, HasAClosedFormWhenEveryLabelIsKnown) {
  for (Problem p : {problem("waiting", NaiveFamily::gaussian, 2),
                    weighted(problem("waiting", NaiveFamily::tied_gaussian, 3)),
                    weighted(problem("discoveries", NaiveFamily::poisson, 3))}) {
    p.naive.label = random_partition(p, 2);
    const Table r = one_hot(p, p.naive.label);
    const NaivePoint expected = naive_maximize(p.family, p.naive, r, NaivePrior{}, p.floor());
    for (const Start& start : {Start(AutomaticStart::random), Start(Belief(random_point(p, 4)))}) {
      const Fit fit = run(p.model(), p.data(), MaximumLikelihood{}, start, 50);
      EXPECT_EQ(fit.termination, Termination::closed_form) << p.name;
      EXPECT_EQ(fit.trace.size(), 1u);
      // One pass of 272 terms against a frame of the data's own scale.
      EXPECT_LT(gap(to_naive(p.family, fit.belief), expected), 1e-12) << p.name;
    }
  }
}

TEST(MaximumLikelihood, LeavesLatentRowsOfNoWeightOutOfTheClosedForm) {
  Problem p = problem("waiting", NaiveFamily::gaussian, 2);
  p.naive.label = random_partition(p, 2);
  p.naive.label[10] = kLatent;
  EXPECT_NE(run(p.model(), p.data(), MaximumLikelihood{}, AutomaticStart::random, 5).termination,
            Termination::closed_form);
  p.naive.weight[10] = 0;
  EXPECT_EQ(run(p.model(), p.data(), MaximumLikelihood{}, AutomaticStart::random, 5).termination,
            Termination::closed_form);
}

TEST(MaximumLikelihood, StartsFromThePosteriorMeansOfAVariationalFit) {
  const Problem p = problem("waiting", NaiveFamily::gaussian, 2);
  const Fit vb_fit = run(p.model(), p.data(), vb(), AutomaticStart::kmeans_plus_plus, 200, 1e-8);
  const Fit from_posterior =
      run(p.model(), p.data(), MaximumLikelihood{}, vb_fit.belief, 500, 1e-12);
  const Fit from_means =
      run(p.model(), p.data(), MaximumLikelihood{}, Belief(vb_fit.summary), 500, 1e-12);
  EXPECT_EQ(from_posterior.trace, from_means.trace);
  EXPECT_GE(from_posterior.trace.front(), vb_fit.log_likelihood);
}

}  // namespace
}  // namespace varimix::test
