// The discussion, 6: points for the parameters, a distribution for z; hard assignment is biased.
#include <gtest/gtest.h>

#include "discussion/claims.hpp"

namespace varimix::discussion {
namespace {

TEST(SoftAndHard, SoftEmHasADistributionOverZAndHardEmHasNone) {
  const SoftAndHard found = soft_and_hard();
  const std::vector<double> soft = responsibilities(found.soft_fit, waiting());
  const std::vector<double> hard = responsibilities(found.hard_fit, waiting());
  std::size_t between = 0;
  for (const double r : soft) between += r > 0.01 && r < 0.99 ? 1 : 0;
  EXPECT_GT(between, 20U);
  for (const double r : hard) EXPECT_TRUE(r == 0 || r == 1) << r;
  EXPECT_TRUE(found.soft_fit.marginals(0).empty()) << "EM has no distribution over parameters";
}

TEST(SoftAndHard, HardAssignmentIsBiasedWhereComponentsOverlap) {
  const SoftAndHard found = soft_and_hard();
  const SoftAndHard::Row& overlapping = found.rows.front();
  const SoftAndHard::Row& apart = found.rows.back();
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_GT(std::abs(overlapping.hard[i]), 4 * overlapping.hard_error[i]) << i;
    EXPECT_GT(std::abs(overlapping.hard[i]), 3 * std::abs(overlapping.soft[i])) << i;
    EXPECT_LT(std::abs(apart.hard[i]), 0.02) << i;  // and not where they are five sd apart
    EXPECT_LT(std::abs(overlapping.soft[i]), 4 * overlapping.soft_error[i]) << i;
  }
}

}  // namespace
}  // namespace varimix::discussion
