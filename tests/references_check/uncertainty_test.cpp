// Standard errors and posterior standard deviations against numbers of independent scripts.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "math/matrices.hpp"
#include "support/gaussian_problems.hpp"
#include "support/reference_data.hpp"
#include "support/reference_problems.hpp"
#include "varimix/varimix.hpp"

namespace varimix::test {
namespace {

using Method = UncertaintyOptions::Method;
using Eigen::Index;
using nlohmann::json;

/// The references print 13 digits of a maximum they approach to about 1e-9.
constexpr double kTolerance = 1e-7;

const Estimate& find(const Uncertainty& u, std::size_t k, const std::string& parameter,
                     std::size_t row = 0, std::size_t column = 0) {
  for (const Estimate& e : u.estimates)
    if (e.component == k && e.parameter == parameter && e.row == row && e.column == column)
      return e;
  throw std::runtime_error("no estimate is called " + parameter);
}

std::size_t index_of(const Uncertainty& u, const Estimate& e) {
  return static_cast<std::size_t>(&e - u.estimates.data());
}

/// The component with the smaller first mean first.
std::vector<std::size_t> rising(const Fit& fit) {
  if (fit.mean(0)[0] < fit.mean(1)[0]) return {0, 1};
  return {1, 0};
}

class OneColumnReference : public testing::TestWithParam<std::string> {};

TEST_P(OneColumnReference, StandardErrorsAndInformationAreLouis) {
  const json reference = reference_json("standard_errors_acceleration.json")[GetParam() + "_V2"];
  const Problem p = problem(GetParam(), NaiveFamily::gaussian, 2);
  const Fit fit = run(p.model(), p.data(), em(), AutomaticStart::kmeans_plus_plus, 2000);
  const Uncertainty u = uncertainty(fit, p.data());
  const std::vector<std::size_t> order = rising(fit);
  const std::vector<const Estimate*> estimates = {
      &find(u, order[0], "weight"), &find(u, order[0], "mean"), &find(u, order[1], "mean"),
      &find(u, order[0], "covariance"), &find(u, order[1], "covariance")};
  internal::Matrix covariance(5, 5);
  for (std::size_t i = 0; i < 5; ++i) {
    const double se = reference["se_louis"][i];
    EXPECT_NEAR(estimates[i]->standard_error, se, kTolerance * se) << reference["params"][i];
    for (std::size_t j = 0; j < 5; ++j)
      covariance(static_cast<Index>(i), static_cast<Index>(j)) =
          u.covariance[index_of(u, *estimates[i]) * u.estimates.size() +
                       index_of(u, *estimates[j])];
  }
  const internal::Matrix half = internal::inverse_lower(*internal::cholesky(covariance));
  const internal::Matrix information = half.transpose() * half;
  for (std::size_t i = 0; i < 5; ++i)
    for (std::size_t j = 0; j < 5; ++j) {
      const auto a = static_cast<Index>(i), b = static_cast<Index>(j);
      EXPECT_NEAR(information(a, b), reference["obs_information"][i][j].get<double>(),
                  kTolerance * std::sqrt(information(a, a) * information(b, b)));
    }
}

INSTANTIATE_TEST_SUITE_P(Columns, OneColumnReference, testing::Values("waiting", "eruptions"));

TEST(Information, OfTwoColumnsIsTheReferences) {
  const json reference = reference_json("standard_errors_acceleration.json")["faithful_VVV2"];
  const GaussianProblem p = gaussian_problem("faithful", "waiting<67", Covariance::full, 2);
  const Fit fit = run(p.model(), p.data(), em(), start_from_partition(p), 2000);
  const Uncertainty u = uncertainty(fit, p.data());
  const std::vector<std::size_t> order = rising(fit);
  std::vector<const Estimate*> estimates = {&find(u, order[0], "weight")};
  for (const std::size_t k : order)
    for (std::size_t d = 0; d < 2; ++d) estimates.push_back(&find(u, k, "mean", 0, d));
  for (const std::size_t k : order)
    for (std::size_t row = 0; row < 2; ++row)
      for (std::size_t d = 0; d <= row; ++d) estimates.push_back(&find(u, k, "covariance", row, d));
  ASSERT_EQ(estimates.size(), reference["se_observed_information"].size());
  for (std::size_t i = 0; i < estimates.size(); ++i) {
    const double se = reference["se_observed_information"][i];
    EXPECT_NEAR(estimates[i]->standard_error, se, kTolerance * se) << reference["params"][i];
  }
}

TEST(Information, OfTheLondonTimesIsTheReferences) {
  const json reference = reference_json("standard_errors_acceleration.json")["london_times_truth"];
  const Problem p = problem("london_times", NaiveFamily::poisson, 2);
  const Point start{{reference["par"][0], 1 - reference["par"][0].get<double>()},
                    {reference["par"][1], reference["par"][2]}};
  const Fit fit = run(p.model(), p.data(), em(), Belief(start), 20000);
  const Uncertainty u = uncertainty(fit, p.data());
  const std::vector<const Estimate*> estimates = {&find(u, 0, "weight"), &find(u, 0, "rate"),
                                                  &find(u, 1, "rate")};
  for (std::size_t i = 0; i < 3; ++i) {
    const double se = reference["se_observed_information"][i];
    EXPECT_NEAR(estimates[i]->standard_error, se, kTolerance * se) << i;
  }
}

class WaitingByVb : public testing::Test {
 protected:
  const json reference_ = reference_json("variational.json")["waiting_K2_nig"];
  const Problem problem_ = problem("waiting", NaiveFamily::gaussian, 2);
  Model model() const {
    const json& prior = reference_["prior"];
    return problem_.model().with_prior({{"mean", prior["m0"].get<double>()},
                                        {"strength", prior["kappa0"].get<double>()},
                                        {"shape", prior["a0"].get<double>()},
                                        {"scale", prior["b0"].get<double>()}});
  }
  Fit fitted() const {
    Partition start;
    for (const int k : stated_partition(reference_["init"], problem_.naive.x))
      start.components.push_back(k);
    return run(model(), problem_.data(), vb(), start, 2000);
  }
};

TEST_F(WaitingByVb, PosteriorHasTheStandardDeviationsOfTheReference) {
  const Fit fit = fitted();
  const Uncertainty u = uncertainty(fit, problem_.data());
  const json& vb = reference_["vb"];
  // The reference stopped 1e-8 short of its fixed point.
  const auto expect = [](const Estimate& e, double value, double sd) {
    EXPECT_NEAR(e.value, value, 1e-7 * std::abs(value)) << e.parameter;
    EXPECT_NEAR(e.standard_error, sd, 1e-7 * sd) << e.parameter;
  };
  expect(find(u, 0, "weight"), vb["E_pi"][0], vb["sd_pi"]);
  for (std::size_t k = 0; k < 2; ++k) {
    expect(find(u, k, "mean"), vb["E_mu"][k], vb["sd_mu"][k]);
    expect(find(u, k, "covariance"), vb["E_sigma2"][k], vb["sd_sigma2"][k]);
    expect(find(u, k, "precision"), vb["E_tau"][k], vb["sd_tau"][k]);
  }
}

// The issue's own bounds: 5 % of Gibbs for means, weights and precisions, 8 % for variances, where
// VB is off by 7 to 25 %.
TEST_F(WaitingByVb, LinearResponseIsNearGibbsWhereVbIsNot) {
  const Fit fit = fitted();
  const Uncertainty linear = uncertainty(fit, problem_.data(), {.method = Method::linear_response});
  const Uncertainty plain = uncertainty(fit, problem_.data());
  const json& gibbs = reference_["gibbs"];
  const auto expect = [&](std::size_t k, const char* parameter, const char* name, double within) {
    const double sd = gibbs[name]["sd"];
    EXPECT_NEAR(find(linear, k, parameter).standard_error, sd, within * sd) << name;
    EXPECT_LT(find(plain, k, parameter).standard_error, 0.94 * sd) << name;
  };
  expect(0, "weight", "pi1", 0.05);
  expect(0, "mean", "mu1", 0.05);
  expect(1, "mean", "mu2", 0.05);
  expect(0, "precision", "tau1", 0.05);
  expect(1, "precision", "tau2", 0.05);
  expect(0, "covariance", "sigma2_1", 0.08);
  expect(1, "covariance", "sigma2_2", 0.08);
  EXPECT_NEAR(find(plain, 0, "mean").standard_error, 0.5971, 5e-5);
  EXPECT_NEAR(find(linear, 0, "mean").standard_error, 0.6990, 5e-5);
}

}  // namespace
}  // namespace varimix::test
