// A row of weight 0 once reached the start's distances and the sums: 0 times an overflow is no
// number, and the fit lost a component, or everything.
#include <gtest/gtest.h>

#include <cmath>

#include "support/reference_problems.hpp"
#include "varimix/predict.hpp"

namespace varimix::test {
namespace {

TEST(AbsentRows, MayHoldAnything) {
  const Problem p = problem("galaxies_k", NaiveFamily::gaussian, 3);
  std::vector<double> x = p.naive.x, weight(x.size(), 1.0);
  const Data without = Data::view(std::span<const double>(p.naive.x));
  for (const Backend& backend : {Backend(MaximumLikelihood{}), em(), vb()}) {
    const Fit plain = fit(Model(3, gaussian()), without, backend);
    for (const double strange : {1e200, 1e308, -1e150}) {
      std::vector<double> more = x, weights = weight;
      more.push_back(strange);
      weights.push_back(0);
      const Data with = Data::view(std::span<const double>(more)).with_weights(weights);
      const Fit same = fit(Model(3, gaussian()), with, backend);
      EXPECT_EQ(same.trace, plain.trace) << method_name(backend) << ' ' << strange;
    }
  }
}

TEST(AbsentRows, NeedNotBeInTheSupport) {
  const std::vector<double> x = {1, 4, 2, 9, -999, 7};
  const Data data = Data::view(std::span<const double>(x)).with_weights({1, 1, 1, 1, 0, 1});
  EXPECT_TRUE(std::isfinite(fit(Model(2, poisson()), data).objective));
}

TEST(AbsentRows, WithoutCellAndLabelHaveTheWeightsForTheirResponsibilities) {
  Problem p = problem("waiting", NaiveFamily::gaussian, 3);
  p.naive.x[100] = std::nan("");
  for (const Backend& backend : {Backend(MaximumLikelihood{}), em(), vb()}) {
    const Fit made = fit(p.model(), p.data(), backend);
    const std::vector<double> q = responsibilities(made, p.data());
    const std::vector<double> predicted = predict(made, p.data()).responsibilities;
    for (std::size_t k = 0; k < 3; ++k) {
      EXPECT_EQ(q[300 + k], made.summary.weights[k]) << method_name(backend);
      EXPECT_NEAR(predicted[300 + k], made.summary.weights[k], 1e-15) << method_name(backend);
    }
  }
}

TEST(Threads, InAbsurdNumbersAreOnlyAsManyAsThereIsWorkFor) {
  const Problem p = problem("waiting", NaiveFamily::gaussian, 2);
  FitOptions options;
  options.threads = std::size_t{1} << 62U;
  EXPECT_TRUE(std::isfinite(fit(p.model(), p.data(), em(), options).objective));
}

}  // namespace
}  // namespace varimix::test
