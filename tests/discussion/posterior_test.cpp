// The discussion, 7: VB's posterior over everything, and EM's point on it.
#include <gtest/gtest.h>

#include "discussion/claims.hpp"

namespace varimix::discussion {
namespace {

TEST(PosteriorOverEverything, HoldsEmsPointWellInside) {
  const PosteriorOverEverything found = posterior_over_everything();
  for (const double mass : found.mass_inside) EXPECT_LT(mass, 0.5);
}

TEST(PosteriorOverEverything, HasADistributionForEveryParameter) {
  const PosteriorOverEverything found = posterior_over_everything();
  for (std::size_t k = 0; k < 2; ++k) {
    ASSERT_EQ(found.vb.marginals(k).size(), 3U);
    for (const Marginal& m : found.vb.marginals(k)) EXPECT_GT(m.standard_deviation(), 0);
    EXPECT_TRUE(found.em.marginals(k).empty());
  }
}

TEST(PosteriorOverEverything, TheFourNumbersAreThoseOfTheMarginals) {
  const PosteriorOverEverything found = posterior_over_everything();
  for (std::size_t k = 0; k < 2; ++k) {
    const Nig& q = found.factors[k];
    const std::vector<Marginal> marginals = found.vb.marginals(k);
    EXPECT_DOUBLE_EQ(marginals[1].mean(), q.m);
    EXPECT_NEAR(marginals[2].mean(), q.mean_variance(), 1e-10);
    EXPECT_NEAR(q.kappa, 0.01 + 2 * (q.a - 1.5), 1e-9);  // both are the prior plus N_k rows
  }
}

TEST(Nig, ContoursHoldTheProbabilityTheyAreDrawnFor) {
  const Nig q = posterior_over_everything().factors[0];
  for (const double p : {0.5, 0.9, 0.99}) {
    const double level = q.level(p);
    // Brute force: midpoints over a rectangle beyond which nothing is left.
    double inside = 0, all = 0;
    constexpr int kCells = 800;
    for (int i = 0; i < kCells; ++i) {
      for (int j = 0; j < kCells; ++j) {
        const double mean = q.m - 5 + 10 * (i + 0.5) / kCells;
        const double variance = 10 + 90 * (j + 0.5) / kCells;
        const double log_density = q.log_density(mean, variance);
        all += std::exp(log_density);
        inside += log_density > level ? std::exp(log_density) : 0;
      }
    }
    EXPECT_NEAR(all * 10. / kCells * 90. / kCells, 1, 1e-4) << "the density is not normalised";
    EXPECT_NEAR(inside / all, p, 1e-3);  // cells that the boundary cuts
    for (const auto& [mean, variance] : q.contour(level))
      EXPECT_NEAR(q.log_density(mean, variance), level, 1e-6);
  }
}

}  // namespace
}  // namespace varimix::discussion
