// Direct maximum likelihood once scaled its steps by a number that has the data's unit, and stepped
// a million times too far in the logarithm of a variance that was a million times too small.
#include <gtest/gtest.h>

#include <cmath>

#include "support/reference_problems.hpp"

namespace varimix::test {
namespace {

TEST(DirectMaximumLikelihood, TakesTheSameStepsInAnyUnit) {
  const Problem p = problem("galaxies_k", NaiveFamily::gaussian, 3);
  const Start start = Partition{random_partition(p, 1)};
  const Fit plain = run(p.model(), p.data(), MaximumLikelihood{}, start, 12);
  for (const double scale : {0x1p30, 0x1p-30}) {  // powers of two: not a bit is rounded
    Problem q = p;
    for (double& x : q.naive.x) x *= scale;
    const Fit scaled = run(q.model(), q.data(), MaximumLikelihood{}, start, 12);
    const double shift = p.total_weight() * std::log(scale);
    for (std::size_t t = 0; t < 12; ++t)
      EXPECT_NEAR(scaled.trace[t] + shift, plain.trace[t], 1e-8 * std::abs(plain.trace[t])) << t;
  }
}

TEST(DirectMaximumLikelihood, ComesHomeFromAMillionStandardDeviationsAway) {
  const Problem p = problem("waiting", NaiveFamily::gaussian, 2);
  const double v = p.variance(), far = p.mean() + 1e6 * std::sqrt(v);
  const Point start{{0.5, 0.5}, {far, v, far + std::sqrt(v), 2 * v}};
  const Fit fit = run(p.model(), p.data(), MaximumLikelihood{}, Belief(start), 100, 1e-8);
  EXPECT_EQ(fit.termination, Termination::tolerance);
  EXPECT_GT(fit.log_likelihood, -1096);  // one Gaussian: -1095.29
}

TEST(DirectMaximumLikelihood, LeavesAStartBelowTheFloor) {
  const Problem p = problem("waiting", NaiveFamily::gaussian, 2);
  const Start start = Belief(Point{{0.1, 0.9}, {80, 1e-9, 70, 180}});
  const Fit fit = run(p.model(), p.data(), MaximumLikelihood{}, start, 300, 1e-8);
  EXPECT_EQ(fit.termination, Termination::tolerance);
  for (std::size_t k = 0; k < 2; ++k) EXPECT_GE(fit.covariance(k)(0, 0), 0.999e-8 * p.variance());
}

}  // namespace
}  // namespace varimix::test
