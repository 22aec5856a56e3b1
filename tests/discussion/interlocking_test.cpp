// The discussion, 2: direct ascent and EM find the same solution of the interlocked equations.
#include <gtest/gtest.h>

#include "discussion/claims.hpp"

namespace varimix::discussion {
namespace {

TEST(Interlocking, DirectAscentAndEmWalkFromOneStartToOnePoint) {
  const Interlocking found = interlocking();
  EXPECT_EQ(found.ml.means.front(), found.em.means.front());
  // L-BFGS ends when log L stands still, at half of the digits.
  EXPECT_LT(found.gap, 1e-5);
  EXPECT_GT(found.ml_reads, 0U);
  EXPECT_GT(found.em_reads, found.ml_reads) << "EM is said to take more reads to the last digits";
}

TEST(Interlocking, TheEndSolvesTheLikelihoodEquations) {
  const std::vector<double> at = interlocking().em.end;
  std::array<double, 2> count{}, sum{}, squares{};
  for (const double x : values(waiting())) {
    std::array<double, 2> joint{};
    for (std::size_t k = 0; k < 2; ++k)
      joint[k] = at[k] * normal_density(x, at[2 + 2 * k], at[3 + 2 * k]);
    for (std::size_t k = 0; k < 2; ++k) {
      const double r = joint[k] / (joint[0] + joint[1]);
      count[k] += r;
      sum[k] += r * x;
      squares[k] += r * (x - at[2 + 2 * k]) * (x - at[2 + 2 * k]);
    }
  }
  for (std::size_t k = 0; k < 2; ++k) {  // a fixed point: only rounding moves after 1000 iterations
    EXPECT_NEAR(at[k], count[k] / 272, 1e-12);
    EXPECT_NEAR(at[2 + 2 * k], sum[k] / count[k], 1e-10);
    EXPECT_NEAR(at[3 + 2 * k], squares[k] / count[k], 1e-10);
  }
}

TEST(Interlocking, EmsGapShrinksByAConstantFactor) {
  const Interlocking found = interlocking();
  std::vector<double> factors;
  for (std::size_t t = 20; t < 32; ++t)
    factors.push_back((found.best - found.em.log_likelihood[t + 1]) /
                      (found.best - found.em.log_likelihood[t]));
  for (const double f : factors) EXPECT_NEAR(f, factors[0], 0.02);
  EXPECT_LT(factors[0], 1);
}

}  // namespace
}  // namespace varimix::discussion
