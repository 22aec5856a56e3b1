// Inference that came to rest where the gradient is zero but no maximum is.
#include <gtest/gtest.h>

#include "varimix/varimix.hpp"

namespace varimix {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// [Murray1977]: twelve rows, likelihood with two maxima (correlation +-1/2) and a saddle at 0.
Data murray() {
  return Data::own({1, 1,  -1, -1, 2,    2,    -2,   -2,   kNaN, kNaN, kNaN, kNaN,  //
                    1, -1, 1,  -1, kNaN, kNaN, kNaN, kNaN, 2,    2,    -2,   -2},
                   12, 2);
}

bool warned(const Fit& fit) {
  for (const std::string& warning : fit.warnings)
    if (warning.find("saddle") != std::string::npos) return true;
  return false;
}

void expect_leaves_murrays_saddle(const Backend& backend) {
  const Fit out = fit(Model(1, gaussian()), murray(), backend, {.tolerance = 1e-12});
  EXPECT_TRUE(warned(out)) << method_name(backend);
  EXPECT_GT(out.log_likelihood, -29.9743) << method_name(backend);
  EXPECT_NEAR(std::abs(out.covariance(0)(0, 1)), 4.0 / 3, 1e-4) << method_name(backend);
  for (std::size_t t = 1; t < out.trace.size(); ++t)
    EXPECT_GE(out.trace[t], out.trace[t - 1] - 1e-12) << method_name(backend) << ", t = " << t;
}

TEST(ASaddlePoint, IsLeftByEveryPointMethodAndTold) {
  expect_leaves_murrays_saddle(ExpectationMaximization{});
  expect_leaves_murrays_saddle(MeanField{.factor = MeanField::Factor::point_mass});
  expect_leaves_murrays_saddle(MaximumLikelihood{});
}

TEST(EqualComponents, AreNoEndOfInference) {
  std::vector<double> x;
  for (int n = 0; n < 40; ++n) x.push_back(n % 2 == 0 ? 0.05 * n : 10 + 0.03 * n);
  FitOptions options;
  options.start = Belief(Point{{0.5, 0.5}, {5.0, 25.0, 5.0, 25.0}});
  for (const Backend& backend : {Backend(ExpectationMaximization{}), Backend(MeanField{})}) {
    const Fit out = fit(Model(2, gaussian()), Data::own(x, 40, 1), backend, options);
    EXPECT_TRUE(warned(out)) << method_name(backend);
    EXPECT_GT(std::abs(out.mean(0)[0] - out.mean(1)[0]), 8) << method_name(backend);
  }
}

TEST(AMaximum, IsNotTakenForASaddle) {
  std::vector<double> x;
  for (int n = 0; n < 60; ++n) x.push_back(n % 3 == 0 ? 0.2 * n : 30 + 0.1 * n);
  FitOptions options;
  options.start = Belief(Point{{0.5, 0.5}, {5.0, 25.0, 30.0, 25.0}});
  const Fit out = fit(Model(2, gaussian()), Data::own(x, 60, 1), {}, options);
  EXPECT_TRUE(out.converged());
  EXPECT_FALSE(warned(out));
}

}  // namespace
}  // namespace varimix
