// The discussion, 13: one model, five methods; the kind of result is what differs.
#include <gtest/gtest.h>

#include "discussion/claims.hpp"

namespace varimix::discussion {
namespace {

TEST(OneModel, IsAcceptedByAllFiveMethodsAndOneGivesADistribution) {
  const OneModel found = one_model();
  ASSERT_EQ(found.fits.size(), 5U);
  for (const Fit& f : found.fits) {
    EXPECT_EQ(f.model.family().name(), "gaussian");
    EXPECT_EQ(f.components(), 2U);
    EXPECT_EQ(std::holds_alternative<Posterior>(f.belief), method_name(f.backend) == "vb");
  }
}

TEST(OneModel, HasThePointsOfAllMethodsInsideVbsIntervals) {
  const OneModel found = one_model();
  for (std::size_t k = 0; k < 2; ++k) {
    const std::vector<Marginal> q = found.fits[4].marginals(k);
    for (const Fit& f : found.fits) {
      const Component c = components(f)[k];
      const std::array<double, 3> point = {c.weight, c.mean, c.variance};
      for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_GT(point[i], q[i].interval().lower) << method_name(f.backend);
        EXPECT_LT(point[i], q[i].interval().upper) << method_name(f.backend);
      }
    }
  }
}

TEST(OneModel, DirectAscentEmAndThePointMassAreOnePoint) {
  const OneModel found = one_model();
  EXPECT_LT(gap(parameters(found.fits[0]), parameters(found.fits[1])),
            1e-5);  // L-BFGS: half the digits
  EXPECT_LT(gap(parameters(found.fits[3]), parameters(found.fits[1])), 1e-12);
}

}  // namespace
}  // namespace varimix::discussion
