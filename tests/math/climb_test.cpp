// Newton's method must reach the zero of a concave function's gradient from wherever it starts.
#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "varimix/family/newton.hpp"

namespace varimix {
namespace {

/// A few ulp of the answer; the last step is Newton's own and squares what was left.
constexpr double kReached = 1e-13;

template <typename Slope>
double climbed(double x, Slope slope, double scale = 1.0) {
  std::array<double, 1> at{x}, scales{scale};
  climb(at, scales, [&](std::span<const double> u, std::span<double> g) {
    g[0] = slope(u[0]);
    return std::isfinite(g[0]);
  });
  return at[0];
}

TEST(Climb, EndsAQuadraticInOneStep) {
  const auto slope = [](double x) { return 3.0 - 2.0 * x; };
  EXPECT_NEAR(climbed(-40, slope), 1.5, kReached);
  EXPECT_NEAR(climbed(1.5, slope), 1.5, kReached);
}

// x - exp(x), the point-mass update of a log rate: Newton overshoots from below.
TEST(Climb, FindsALogRateFromAnyStart) {
  for (double start = -8; start <= 8; start += 0.0625)
    EXPECT_NEAR(climbed(start, [](double x) { return 1 - std::exp(x); }), 0.0, kReached)
        << "from " << start;
}

// s eta + n log(1 - exp(eta)), defined for eta < 0 only: the zero is log(s / (s + n)).
TEST(Climb, FindsALogProbabilityFromBothEndsOfItsDomain) {
  for (const double s : {0.5, 3.0, 1e4}) {
    const auto slope = [&](double eta) {
      return eta < 0 ? s - 7.0 / std::expm1(-eta) : std::nan("");
    };
    const double zero = -std::log1p(7.0 / s);
    for (const double start : {-1e-12, -1e-4, -0.3, -1.0, -2.0, -10.0, -40.0})
      EXPECT_NEAR(climbed(start, slope), zero, kReached * std::abs(zero))
          << "s = " << s << ", from " << start;
  }
}

// a log(x) - b x for x > 0.
TEST(Climb, FindsAPositiveNumberOfAnySizeFromAnyStart) {
  for (const double size : {1e-6, 1.0, 1e6}) {
    const auto slope = [&](double x) { return x > 0 ? 3 / x - 3 / size : std::nan(""); };
    for (const double start : {1e-6, 0.1, 0.9, 1.0, 1.5, 1.9, 2.1, 30.0})
      EXPECT_NEAR(climbed(start * size, slope, size), size, kReached * size)
          << "from " << start * size;
  }
}

// Two parameters that pull at each other: log-sum-exp with a linear term; the zero is the log odds.
TEST(Climb, FindsTheLogOddsOfThreeShares) {
  constexpr std::array<double, 2> kShares = {0.2, 0.7};
  constexpr std::array<double, 2> kScale = {1.0, 1.0};
  const Gradient gradient = [&](std::span<const double> u, std::span<double> g) {
    const double total = 1 + std::exp(u[0]) + std::exp(u[1]);
    for (std::size_t i = 0; i < 2; ++i) g[i] = kShares[i] - std::exp(u[i]) / total;
    return true;
  };
  for (const double a : {-6.0, -1.0, 0.0, 2.0, 5.0})
    for (const double b : {-5.0, 0.0, 1.0, 6.0}) {
      std::array<double, 2> u{a, b};
      climb(u, kScale, gradient);
      for (std::size_t i = 0; i < 2; ++i)
        EXPECT_NEAR(u[i], std::log(kShares[i] / 0.1), 1e-12) << "from " << a << ", " << b;
    }
}

TEST(Climb, LeavesAStartOutsideTheDomainAlone) {
  EXPECT_EQ(climbed(5.0, [](double) { return std::nan(""); }), 5.0);
}

}  // namespace
}  // namespace varimix
