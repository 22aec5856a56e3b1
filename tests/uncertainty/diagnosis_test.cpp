// R-hat and effective sample sizes against what is known of the chains.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "uncertainty/chains_diagnosis.hpp"

namespace varimix::internal {
namespace {

/// x_t = phi x_(t-1) + e_t, stationary: each draw is worth (1 - phi) / (1 + phi) independent ones.
std::vector<double> autoregression(double phi, std::size_t chains, std::size_t draws,
                                   unsigned seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  std::vector<double> out;
  for (std::size_t c = 0; c < chains; ++c) {
    double x = normal(random) / std::sqrt(1 - phi * phi);
    for (std::size_t t = 0; t < draws; ++t) {
      out.push_back(x);
      x = phi * x + normal(random);
    }
  }
  return out;
}

TEST(EffectiveDraws, OfAutoregressionsAreWhatTheoryTells) {
  for (const double phi : {0.0, 0.3, 0.6, 0.9}) {
    double mean = 0;
    for (unsigned seed = 0; seed < 10; ++seed)
      mean += diagnose_draws(autoregression(phi, 4, 5000, seed), 4).ess / 10;
    // The correlations are estimated, about 5 % of noise each, ten times; halves of 2500 draws each
    // have a mean of their own.
    EXPECT_NEAR(mean / (20000 * (1 - phi) / (1 + phi)), 1, 0.06) << phi;
  }
}

TEST(EffectiveDraws, CanBeMoreThanTheDrawsButNotWithoutEnd) {
  const double many = diagnose_draws(autoregression(-0.5, 4, 2000, 1), 4).ess;
  EXPECT_NEAR(many / (8000 * 3), 1, 0.15);
  const double bound = 8000 * std::log10(8000.0);
  EXPECT_NEAR(diagnose_draws(autoregression(-0.99, 4, 2000, 1), 4).ess, bound, 1e-6 * bound);
}

TEST(RHat, IsOneForChainsThatAgree) {
  const Diagnostics d = diagnose_draws(autoregression(0.5, 4, 5000, 3), 4);
  EXPECT_NEAR(d.rhat, 1, 0.005);
}

TEST(RHat, SeesChainsAtDifferentPlacesOfDifferentSpreadAndOnTheMove) {
  const std::vector<double> fine = autoregression(0.3, 4, 1000, 4);
  std::vector<double> apart = fine, wide = fine, moving = fine;
  for (std::size_t t = 0; t < 1000; ++t) apart[t] += 1.5, wide[t] *= 4;
  for (std::size_t t = 0; t < 4000; ++t) moving[t] += 2e-3 * static_cast<double>(t % 1000);
  EXPECT_LT(diagnose_draws(fine, 4).rhat, 1.01);
  EXPECT_GT(diagnose_draws(apart, 4).rhat, 1.1);
  EXPECT_GT(diagnose_draws(wide, 4).rhat, 1.05);    // the means agree: folded draws do not
  EXPECT_GT(diagnose_draws(moving, 4).rhat, 1.05);  // whole chains agree: their halves do not
}

TEST(RHat, IsTheTextbooksOnALonghandExample) {
  // One chain in halves of 4, the ranks 1 ... 8; normal quantiles of (rank - 3/8) / 8.25. Folded at
  // 4.5 both halves are the same: that R-hat is below 1.
  const std::vector<double> x = {3, 1, 2, 5, 7, 6, 4, 8};
  const double z[8] = {-1.43420, -0.85250, -0.47279, -0.15251, 0.15251, 0.47279, 0.85250, 1.43420};
  double mean[2] = {}, variance[2] = {};
  const auto at = [&](std::size_t i) { return z[static_cast<std::size_t>(x[i]) - 1]; };
  for (std::size_t i = 0; i < 8; ++i) mean[i / 4] += at(i) / 4;
  for (std::size_t i = 0; i < 8; ++i) variance[i / 4] += std::pow(at(i) - mean[i / 4], 2) / 3;
  const double within = (variance[0] + variance[1]) / 2;
  const double between = std::pow(mean[0] - mean[1], 2) / 2;  // variance of two means
  const double rhat = std::sqrt(0.75 + between / within);
  EXPECT_GT(rhat, 1.5);
  EXPECT_NEAR(diagnose_draws(x, 1).rhat, rhat, 2e-4);  // five digits of z
}

TEST(RHat, OfDrawsThatNeverChangeIsOne) {
  const Diagnostics d = diagnose_draws(std::vector<double>(40, 2.5), 4);
  EXPECT_EQ(d.rhat, 1);
  EXPECT_EQ(d.ess, 40);
  std::vector<double> stuck(40, 1.0);
  std::fill_n(stuck.begin(), 10, 2.0);  // each at a place of its own
  EXPECT_GT(diagnose_draws(stuck, 4).rhat, 1000);
  EXPECT_TRUE(std::isfinite(diagnose_draws(stuck, 4).ess));
}

}  // namespace
}  // namespace varimix::internal
