// Special functions against values of the literature and closed forms; quantiles against the
// distribution functions they invert.
#include "math/special.hpp"

#include <gtest/gtest.h>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/inverse_gamma.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numbers>

#include "support/law_numerics.hpp"

namespace varimix::internal {
namespace {

using laws::kAlgebra;
using laws::kSpecial;
using laws::within;

constexpr double kProbabilities[] = {1e-6, 0.025, 0.3, 0.5, 0.8, 0.975, 1 - 1e-6};

// Abramowitz & Stegun 6.3.2-6.3.4; digamma(1/4) is Gauss's theorem, 6.3.8 of Erdelyi et al.
TEST(Digamma, TakesItsValuesOfTheLiterature) {
  constexpr double kGamma = std::numbers::egamma, kLog2 = std::numbers::ln2;
  EXPECT_NEAR(digamma(1.0), -kGamma, kAlgebra);
  EXPECT_NEAR(digamma(0.5), -kGamma - 2 * kLog2, kAlgebra);
  EXPECT_NEAR(digamma(0.25), -kGamma - std::numbers::pi / 2 - 3 * kLog2, 4 * kAlgebra);
  EXPECT_NEAR(digamma(10.0), 7129.0 / 2520.0 - kGamma, kAlgebra);
}

TEST(Digamma, KeepsItsRecurrence) {
  for (const double x : {0.01, 0.3, 1.46, 7.0, 123.4, 1e6})
    EXPECT_NEAR(digamma(x + 1), digamma(x) + 1 / x, within(kAlgebra, 1 / x)) << x;
}

TEST(LogGamma, TakesItsValuesOfTheLiterature) {
  EXPECT_EQ(log_gamma(1.0), 0.0);
  EXPECT_EQ(log_gamma(2.0), 0.0);
  EXPECT_NEAR(log_gamma(0.5), 0.5 * std::log(std::numbers::pi), kAlgebra);
  EXPECT_NEAR(log_gamma(10.0), std::log(362880.0), within(kAlgebra, 12.8));
  EXPECT_NEAR(log_gamma(100.0), 359.13420536957539877, within(kAlgebra, 359));
}

// Relative to the sum of logarithms: the table is exact to the ulp of log_gamma.
TEST(LogFactorial, IsTheSumOfLogarithmsWithinAndBeyondItsTable) {
  long double sum = 0;
  for (int n = 1; n <= 3000; ++n) {
    sum += std::log(static_cast<long double>(n));
    const auto expected = static_cast<double>(sum);
    ASSERT_NEAR(log_factorial(n), expected, within(kAlgebra, expected)) << n;
  }
  EXPECT_EQ(log_factorial(0.0), 0.0);
  EXPECT_EQ(log_factorial(1.0), 0.0);
}

// For gamma(1), beta(1, b) and Student t with 1 degree of freedom the inverse is elementary.
TEST(Quantiles, TakeTheirClosedForms) {
  for (const double p : kProbabilities) {
    const double exponential = -std::log1p(-p);
    EXPECT_NEAR(gamma_quantile(1.0, p), exponential, within(kSpecial, exponential)) << p;
    const double power = -std::expm1(std::log1p(-p) / 2.5);
    EXPECT_NEAR(beta_quantile(1.0, 2.5, p), power, within(kSpecial, power)) << p;
    const double cauchy =
        p < 0.5 ? -1 / std::tan(std::numbers::pi * p) : 1 / std::tan(std::numbers::pi * (1 - p));
    EXPECT_NEAR(student_t_quantile(1.0, p), cauchy, within(kSpecial, cauchy)) << p;
  }
}

// F(quantile(p)) = p; the error of the quantile times the density, both moderate.
TEST(Quantiles, InvertTheirDistributionFunctions) {
  namespace math = boost::math;
  for (const double p : kProbabilities) {
    for (const double shape : {0.3, 1.5, 8.0, 400.0}) {
      EXPECT_NEAR(cdf(math::gamma_distribution<>(shape), gamma_quantile(shape, p)), p, kSpecial);
      EXPECT_NEAR(cdf(math::inverse_gamma_distribution<>(shape), inverse_gamma_quantile(shape, p)),
                  p, kSpecial);
      EXPECT_NEAR(cdf(math::beta_distribution<>(shape, 2.5), beta_quantile(shape, 2.5, p)), p,
                  kSpecial);
      EXPECT_NEAR(cdf(math::students_t(2 * shape), student_t_quantile(2 * shape, p)), p, kSpecial);
    }
  }
}

// Solved with 40 digits from the closed form of the distribution function (A&S 26.7.4).
TEST(Quantiles, OfStudentsTAreThoseOfTheTables) {
  EXPECT_NEAR(student_t_quantile(10, 0.975), 2.22813885198627475, kSpecial);
  EXPECT_EQ(student_t_quantile(3, 0.5), 0.0);
}

}  // namespace
}  // namespace varimix::internal
