// The discussion, 1: for one Gaussian every way ends in the formula.
#include <gtest/gtest.h>

#include "discussion/claims.hpp"

namespace varimix::discussion {
namespace {

TEST(ClosedForm, IsWhereDirectAscentAndEmWithOneComponentEnd) {
  const ClosedForm found = closed_form();
  ASSERT_EQ(found.routes.size(), 4U);
  // Newton stops at steps of 10^-10, which leave 10^-20; the rest is rounding of sums of 272 rows.
  EXPECT_LT(found.gap, 1e-11);
  EXPECT_GT(found.routes[1].steps, 2U) << "direct ascent was started at its end";
}

TEST(ClosedForm, MakesBothDerivativesZero) {
  const ClosedForm::Route at = closed_form().routes[0];
  double by_mean = 0, by_variance = 0;
  for (const double x : values(waiting())) {
    by_mean += (x - at.mean) / at.variance;
    by_variance += ((x - at.mean) * (x - at.mean) / at.variance - 1) / (2 * at.variance);
  }
  EXPECT_NEAR(by_mean, 0, 1e-11);  // 272 terms of order 0.1, eps each
  EXPECT_NEAR(by_variance, 0, 1e-11);
}

}  // namespace
}  // namespace varimix::discussion
