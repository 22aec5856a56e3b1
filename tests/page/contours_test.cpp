#include "page/contours.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace varimix::internal {
namespace {

const NormalInverseGamma kNarrow{54.6, 98.11, 50.55, 1707.9}, kWide{-2, 0.7, 1.6, 3};

TEST(PosteriorContour, IsALevelOfTheDensity) {
  for (const NormalInverseGamma& q : {kNarrow, kWide}) {
    const Contour curve = posterior_contour(q, 0.8);
    const double level = log_density(q, curve.mean[10], curve.variance[10]);
    for (std::size_t i = 0; i < curve.mean.size(); ++i)
      EXPECT_NEAR(log_density(q, curve.mean[i], curve.variance[i]), level, 1e-8);
    EXPECT_LT(level, log_density(q, q.mean, mode_variance(q)));
  }
}

TEST(PosteriorContour, HoldsItsProbability) {
  // Share of draws whose density is above the contour's; 200 000 draws: standard error 0.0011.
  std::mt19937_64 random(5);
  for (const NormalInverseGamma& q : {kNarrow, kWide}) {
    std::gamma_distribution<double> precision(q.shape, 1 / q.scale);
    std::normal_distribution<double> normal(0, 1);
    for (const double p : {0.5, 0.95}) {
      const Contour curve = posterior_contour(q, p);
      const double level = log_density(q, curve.mean[10], curve.variance[10]);
      int inside = 0;
      constexpr int kDraws = 200000;
      for (int i = 0; i < kDraws; ++i) {
        const double v = 1 / precision(random);
        inside += log_density(q, q.mean + normal(random) * std::sqrt(v / q.strength), v) > level;
      }
      EXPECT_NEAR(static_cast<double>(inside) / kDraws, p, 0.005);
    }
  }
}

TEST(PosteriorContour, IsClosedAndSymmetricInTheMean) {
  const Contour curve = posterior_contour(kWide, 0.95);
  EXPECT_EQ(curve.mean.front(), curve.mean.back());
  EXPECT_EQ(curve.variance.front(), curve.variance.back());
  const std::size_t last = curve.mean.size() - 1;
  for (std::size_t i = 1; i < last; ++i) {
    EXPECT_NEAR(curve.mean[i] + curve.mean[last - i], 2 * kWide.mean, 1e-9);
    EXPECT_GT(curve.variance[i], 0);
  }
}

TEST(PosteriorContour, LargerProbabilitiesLieOutside) {
  double before = 0;
  for (const double p : {0.1, 0.5, 0.8, 0.95, 0.999}) {
    const Contour curve = posterior_contour(kNarrow, p);
    const double width = *std::max_element(curve.mean.begin(), curve.mean.end()) - kNarrow.mean;
    EXPECT_GT(width, before);
    before = width;
  }
}

}  // namespace
}  // namespace varimix::internal
