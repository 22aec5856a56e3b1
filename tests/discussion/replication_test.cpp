// The discussion, 10: with R times the data VB's mean nears EM like 1/R, its sd shrinks like
// 1/sqrt(R).
#include <gtest/gtest.h>

#include "discussion/claims.hpp"

namespace varimix::discussion {
namespace {

TEST(Replication, ShrinksThePosteriorOntoEmsPointAtTheRightRates) {
  const Replication found = replication();
  EXPECT_EQ(found.times.back(), 4096);
  EXPECT_NEAR(found.distance_slope, -1, 0.05);
  EXPECT_NEAR(found.width_slope, -0.5, 0.02);
}

TEST(Replication, EveryFurtherFourfoldKeepsTheRate) {
  const Replication found = replication();
  for (std::size_t i = 1; i < found.times.size(); ++i) {
    EXPECT_NEAR(found.distance[i - 1] / found.distance[i], 4, 0.2) << found.times[i];
    EXPECT_NEAR(found.width[i - 1] / found.width[i], 2, 0.02) << found.times[i];
  }
}

}  // namespace
}  // namespace varimix::discussion
