// The discussion, 8: VB's points are means, which part from modes when rows are few.
#include <gtest/gtest.h>

#include "discussion/claims.hpp"

namespace varimix::discussion {
namespace {

TEST(MeansAndModes, OfTheVariancePartLikeFiveOverTheCount) {
  for (const MeansAndModes::Row& r : means_and_modes().rows) {
    EXPECT_NEAR(r.parting, 2.5 / (r.q.a - 1), 1e-12) << r.rows;
    if (r.rows >= 96) {
      EXPECT_NEAR(r.parting * r.count / 5, 1, 0.05) << r.rows;
    }
  }
}

TEST(MeansAndModes, ThePointOfVbIsTheMean) {
  const Fit f = fit(Model(2, gaussian()), waiting(), vb(), to_the_end(split_at(waiting(), 68)));
  for (std::size_t k = 0; k < 2; ++k) {
    EXPECT_DOUBLE_EQ(f.mean(k)[0], factors(f)[k].m);
    EXPECT_NEAR(f.covariance(k)(0, 0), factors(f)[k].mean_variance(), 1e-12 * 35);
  }
}

TEST(MeansAndModes, TheModeIsTheTopOfTheDensity) {
  for (const MeansAndModes::Row& r : means_and_modes().rows) {
    const double top = r.q.log_density(r.q.m, r.q.mode_variance());
    for (const double step : {-1e-3, 1e-3}) {
      EXPECT_LT(r.q.log_density(r.q.m + step, r.q.mode_variance()), top);
      EXPECT_LT(r.q.log_density(r.q.m, r.q.mode_variance() + step), top);
    }
  }
}

}  // namespace
}  // namespace varimix::discussion
