// The discussion, 9: EM and VB with a point mass are equal at every iteration.
#include <gtest/gtest.h>

#include "discussion/claims.hpp"

namespace varimix::discussion {
namespace {

TEST(PointMass, TakesThePathOfEmIterationByIteration) {
  const PointMass found = point_mass();
  ASSERT_EQ(found.problems.size(), 4U);
  for (const PointMass::Problem& p : found.problems) {
    EXPECT_EQ(p.iterations, 100U) << p.name;
    EXPECT_LT(p.gap, 1e-9) << p.name;  // rounding, which a flat likelihood lets grow
    EXPECT_LT(p.objective_gap, 1e-12) << p.name;
  }
}

TEST(PointMass, ThePathIsNotOverBeforeItBegins) {
  const PointMass found = point_mass();
  EXPECT_GT(gap(parameters(found.em.front()), parameters(found.em.back())), 0.01);
}

}  // namespace
}  // namespace varimix::discussion
