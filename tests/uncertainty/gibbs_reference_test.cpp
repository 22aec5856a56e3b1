// Old Faithful's waiting times under the prior of waiting_K2_nig, against another Gibbs sampler.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "support/reference_data.hpp"
#include "varimix/varimix.hpp"

namespace varimix::test {
namespace {

const char* const kNames[] = {"pi1", "", "mu1", "sigma2_1", "mu2", "sigma2_2"};

/// Fourth central moment over the squared second.
double kurtosis(const Chains& chains, const Estimate& e, std::size_t p) {
  const std::size_t k = e.component;
  double sum = 0;
  const std::size_t count = chains.chains * chains.draws;
  for (std::size_t t = 0; t < count; ++t) {
    const std::size_t j = chains.order[t * 2 + k];
    const double x = p < 2 ? chains.weights[t * 2 + j]
                           : chains.parameters[(t * 2 + j) * 2 + (e.parameter == "mean" ? 0 : 1)];
    sum += std::pow((x - e.value) / e.standard_error, 4);
  }
  return sum / static_cast<double>(count);
}

TEST(GibbsReference, OfOldFaithfulIsWithinThreeMonteCarloErrorsOfAnother) {
  const nlohmann::json reference = reference_json("variational.json")["waiting_K2_nig"]["gibbs"];
  const std::vector<double> x = data_values("waiting");
  const Model model =
      Model(2, gaussian())
          .with_prior({{"mean", 70}, {"strength", 0.1}, {"shape", 2}, {"scale", 50}});
  const Chains chains = gibbs(model, Data::view(x), {.seed = 5, .draws = 10000});
  const Uncertainty u = uncertainty(chains);
  const std::vector<Diagnostics> d = diagnose(chains);
  for (std::size_t p = 0; p < u.estimates.size(); ++p) {
    EXPECT_LT(d[p].rhat, 1.01);
    EXPECT_GT(d[p].ess, 5000);
    if (p == 1) continue;  // 1 - pi1
    const Estimate& e = u.estimates[p];
    const nlohmann::json& other = reference[kNames[p]];
    const double theirs = other["mcse"], sd = other["sd"];
    const double ours = e.standard_error / std::sqrt(d[p].ess);
    EXPECT_NEAR(e.value, other["mean"], 3 * std::hypot(ours, theirs)) << kNames[p];
    // Of a standard deviation: sd sqrt((kurtosis - 1) / 4 ess), theirs with as many draws as their
    // error of the mean tells.
    const double width = std::sqrt((kurtosis(chains, e, p) - 1) / 4);
    EXPECT_NEAR(e.standard_error, sd, 3 * width * std::hypot(ours, theirs)) << kNames[p];
    // A tail quantile's error is about twice that of the mean.
    EXPECT_NEAR(e.interval.lower, other["q025"], 6 * std::hypot(ours, theirs)) << kNames[p];
    EXPECT_NEAR(e.interval.upper, other["q975"], 9 * std::hypot(ours, theirs)) << kNames[p];
  }
  EXPECT_TRUE(u.warnings.empty());
}

}  // namespace
}  // namespace varimix::test
