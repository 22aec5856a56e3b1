// Linear response of two overlapping clusters in the plane, beside draws from the posterior.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "varimix/varimix.hpp"

namespace varimix::test {
namespace {

/// Rows of two tilted clusters, 2.5 deviations apart.
Data overlapping() {
  constexpr std::size_t kRows = 3000;
  std::mt19937_64 random(4);
  const auto normal = [&] {  // Box and Muller
    const double u = (static_cast<double>(random() >> 11U) + 0.5) * 0x1p-53;
    const double v = static_cast<double>(random() >> 11U) * 0x1p-53;
    return std::sqrt(-2 * std::log(u)) * std::cos(6.283185307179586 * v);
  };
  std::vector<double> values(2 * kRows);
  for (std::size_t n = 0; n < kRows; ++n) {
    const double a = normal(), b = normal();
    const bool first = n % 5 < 2;
    values[n] = first ? a : 2.5 + 1.2 * a;
    values[kRows + n] = first ? 0.3 * a + b : 0.5 - 0.4 * a + 0.8 * b;
  }
  return Data::own(values, kRows, 2);
}

// Of the published comparison (tests/references/lrvb_nips2015_sd_ratios.csv: 198 such data sets of
// 10000 rows) 90 % of the ratios of linear response to Gibbs lie within 2.5 % of 1, those of VB
// between 0.63 and 0.88. Here the draws are worth a thousand or so: another 2.2 % each, thrice.
TEST(LinearResponseSlow, HasTheStandardDeviationsOfGibbsOfOverlappingClustersWhereVbIsTooNarrow) {
  const Data data = overlapping();
  const Model model = Model(2, gaussian()).with_default_prior();
  const Fit vb = fit(model, data, MeanField{}, {.tolerance = 1e-12, .max_iterations = 5000});
  const Uncertainty narrow = uncertainty(vb, data);
  const Uncertainty linear =
      uncertainty(vb, data, {.method = UncertaintyOptions::Method::linear_response});
  GibbsOptions options;
  options.seed = 2;
  options.start = vb.belief;
  const Uncertainty draws = uncertainty(gibbs(model, data, options));
  ASSERT_EQ(draws.estimates.size(), linear.estimates.size());
  double least = 1;
  for (std::size_t i = 0; i < draws.estimates.size(); ++i) {
    const Estimate& e = draws.estimates[i];
    EXPECT_NEAR(linear.estimates[i].standard_error / e.standard_error, 1, 0.1)
        << e.parameter << ' ' << e.component << ' ' << e.row << ' ' << e.column;
    least = std::min(least, narrow.estimates[i].standard_error / e.standard_error);
  }
  EXPECT_LT(least, 0.8);
}

}  // namespace
}  // namespace varimix::test
