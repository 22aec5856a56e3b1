// exp of a number <= 0 against the long double of the standard library.
#include "math/exponential.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace varimix::internal {
namespace {

/// Distance from e^x in units of the last place of a double there.
double error_in_ulp(double x) {
  const long double exact = std::exp(static_cast<long double>(x));
  const int exponent = std::ilogb(exact);
  const long double ulp = std::ldexp(1.0L, exponent - 52);
  return static_cast<double>(std::abs(static_cast<long double>(exp_nonpositive(x)) - exact) / ulp);
}

/// In ulp of e^x: half of the result, of the AVX-512 kernel half of a power in its table and a
/// quarter that its polynomial leaves out; and what x is off by after two roundings.
double allowed(double x) { return 1.3 - 1.5 * x; }

/// By how much the error on `points` numbers from 0 down to `lowest`, in irregular steps, exceeds
/// what is allowed, at most.
double worst_excess(double lowest, int points) {
  double worst = -1;
  for (int i = 0; i < points; ++i) {
    const double x = (i + 0.5 + 0.4 * std::sin(i)) / points * lowest;
    worst = std::max(worst, error_in_ulp(x) - allowed(x));
  }
  return worst;
}

TEST(ExpNonpositive, IsThatOfANeighbourOfTheArgumentFromZeroToUnderflow) {
  EXPECT_LE(worst_excess(-700, 1'000'000), 0);
}

TEST(ExpNonpositive, IsWithinLittleMoreThanOneUlpCloseToZero) {
  EXPECT_LE(worst_excess(-1, 500'000), 0);
  EXPECT_LE(worst_excess(-1e-8, 10'000), 0);
}

TEST(ExpNonpositive, IsExactlyOneAtZero) {
  EXPECT_EQ(exp_nonpositive(0.0), 1.0);
  EXPECT_EQ(exp_nonpositive(-0.0), 1.0);
  EXPECT_EQ(exp_nonpositive(-1e-300), 1.0);
}

TEST(ExpNonpositive, IsExactlyZeroBelowTheUnderflow) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  for (const double x : {std::nextafter(kExpUnderflow, -kInfinity), -745.0, -1e6, -1e308,
                         std::numeric_limits<double>::lowest(), -kInfinity})
    EXPECT_EQ(exp_nonpositive(x), 0.0) << x;
}

TEST(ExpNonpositive, IsANormalNumberAtTheUnderflow) {
  EXPECT_GT(exp_nonpositive(kExpUnderflow), std::numeric_limits<double>::min());
  EXPECT_LE(error_in_ulp(kExpUnderflow), allowed(kExpUnderflow));
}

}  // namespace
}  // namespace varimix::internal
