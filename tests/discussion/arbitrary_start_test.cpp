// The discussion, 5: arbitrary parameters and arbitrary assignments lead to one fit.
#include <gtest/gtest.h>

#include "discussion/claims.hpp"

namespace varimix::discussion {
namespace {

TEST(ArbitraryStart, OfEitherSetOfUnknownsEndsInTheSameFit) {
  const ArbitraryStart found = arbitrary_start();
  EXPECT_LT(found.gap, 1e-10);  // 1000 iterations: only rounding is left
  const auto& a = found.from_parameters.means.front();
  const auto& b = found.from_assignments.means.front();
  EXPECT_GT(std::abs(a[0] - b[0]), 10) << "minutes: the two starts are one";
}

TEST(ArbitraryStart, OfCoinsBeginsOnThePlateauOfOneGaussian) {
  const double one = closed_form().routes[0].log_likelihood;
  EXPECT_NEAR(arbitrary_start().from_assignments.trace.front(), one, 1);
}

}  // namespace
}  // namespace varimix::discussion
