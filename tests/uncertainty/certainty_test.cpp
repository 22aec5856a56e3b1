// What standard errors promise beside their numbers: units, offsets, threads, refusals, bounds.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "support/gaussian_problems.hpp"
#include "support/reference_data.hpp"
#include "support/three_columns.hpp"
#include "varimix/varimix.hpp"

namespace varimix::test {
namespace {

using Method = UncertaintyOptions::Method;

std::string refusal(const Fit& fit, const Data& data, const UncertaintyOptions& options) {
  try {
    uncertainty(fit, data, options);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "no refusal";
}

void expect_words(const std::string& text, const std::vector<std::string>& words) {
  for (const std::string& word : words)
    EXPECT_NE(text.find(word), std::string::npos) << text << " lacks " << word;
}

Data moved(const Data& data, double by, double times) {
  std::vector<double> values;
  for (std::size_t d = 0; d < data.columns(); ++d)
    for (std::size_t n = 0; n < data.rows(); ++n) values.push_back(by + times * data.value(n, d));
  return Data::own(values, data.rows(), data.columns());
}

class Certainty : public testing::TestWithParam<Covariance> {};

// Offset and scale are powers of two, and so few bits of the data are lost that nothing but the
// conditioning of the formulas is at stake.
TEST_P(Certainty, StandardErrorsKnowNoOffsetAndScaleWithTheUnit) {
  constexpr double kOffset = 0x1p27, kScale = 4;
  for (const Backend& backend : {em(), vb()}) {
    const Data near = moved(three_columns(), 0, 1), far = moved(near, kOffset, kScale);
    const Model model = Model(2, gaussian(GetParam()));
    const Fit of_near = fit(model, near, backend, {.tolerance = 1e-14});
    const Fit of_far = fit(model, far, backend, {.tolerance = 1e-14});
    const bool posterior = method_name(backend) == "vb";
    const UncertaintyOptions options{.method =
                                         posterior ? Method::linear_response : Method::information};
    const Uncertainty a = uncertainty(of_near, near, options);
    const Uncertainty b = uncertainty(of_far, far, options);
    ASSERT_EQ(a.estimates.size(), b.estimates.size());
    for (std::size_t i = 0; i < a.estimates.size(); ++i) {
      const Estimate& e = a.estimates[i];
      double unit = 1;
      if (e.parameter == "mean") unit = kScale;
      if (e.parameter == "covariance") unit = kScale * kScale;
      // Values near 2^27 keep 26 bits behind the point: 1e-8 of a deviation of about 1.
      EXPECT_NEAR(b.estimates[i].standard_error, unit * e.standard_error,
                  1e-6 * unit * e.standard_error)
          << e.parameter;
    }
  }
}

TEST_P(Certainty, BitsDoNotDependOnThreads) {
  const Data data = three_columns();
  for (const Backend& backend : {em(), vb()}) {
    const Fit f = fit(Model(2, gaussian(GetParam())), data, backend);
    const bool posterior = method_name(backend) == "vb";
    UncertaintyOptions options{.method = posterior ? Method::linear_response : Method::information};
    options.threads = 1;
    const Uncertainty one = uncertainty(f, data, options);
    options.threads = 3;
    EXPECT_EQ(uncertainty(f, data, options).covariance, one.covariance);
  }
}

INSTANTIATE_TEST_SUITE_P(All, Certainty, testing::ValuesIn(all_covariances()), CovarianceName());

TEST(CertaintyOfAPoint, IntervalsLieOnSensibleScales) {
  const Data data = three_columns();
  const Fit f = fit(Model(2, gaussian()), data);
  const Uncertainty u = uncertainty(f, data, {.level = 0.9});
  const double z = 1.6448536269514722;  // the normal quantile of 0.95
  for (const Estimate& e : u.estimates) {
    const double low = e.interval.lower, high = e.interval.upper, x = e.value;
    const auto logit = [](double p) { return std::log(p / (1 - p)); };
    if (e.parameter == "weight") {
      const double reach = z * e.standard_error / (x * (1 - x));
      EXPECT_NEAR(logit(low), logit(x) - reach, 1e-12);
      EXPECT_NEAR(logit(high), logit(x) + reach, 1e-12);
    } else if (e.parameter == "covariance" && e.row == e.column) {
      EXPECT_NEAR(std::log(high / x), z * e.standard_error / x, 1e-12);
      EXPECT_NEAR(std::log(x / low), z * e.standard_error / x, 1e-12);
    } else {
      EXPECT_NEAR(high - x, z * e.standard_error, 1e-12 * (1 + std::abs(x)));
    }
  }
}

TEST(CertaintyOfAPosterior, IntervalsAreThoseOfTheMarginals) {
  const Data data = three_columns();
  const Fit f = fit(Model(2, gaussian()), data, MeanField{});
  const Uncertainty u = uncertainty(f, data);
  std::size_t compared = 0;
  for (const Estimate& e : u.estimates)
    for (const Marginal& m : f.marginals(e.component)) {
      const bool variance = e.parameter == "covariance" && e.row == e.column;
      if (m.name != (variance ? "variance" : e.parameter) || m.column != e.column) continue;
      EXPECT_EQ(e.interval.lower, m.interval(0.95).lower);
      EXPECT_EQ(e.interval.upper, m.interval(0.95).upper);
      EXPECT_NEAR(e.standard_error, m.standard_deviation(), 1e-10 * m.standard_deviation());
      ++compared;
    }
  EXPECT_EQ(compared, 2u * (1 + 3 + 3));
}

TEST(CertaintyOfLabelledData, IsThatOfCompleteData) {
  // Every component known: the textbook's standard errors, sigma / sqrt(n) and so on.
  const Data data =
      Data::own({1, 2, 4, 5, 11, 12, 13, 17, 19}, 9, 1).with_labels({0, 0, 0, 0, 1, 1, 1, 1, 1});
  const Fit f = fit(Model(2, gaussian()), data);
  const Uncertainty u = uncertainty(f, data);
  const double counts[] = {4, 5};
  for (const Estimate& e : u.estimates) {
    const double n = counts[e.component], v = f.covariance(e.component)(0, 0);
    double expected = std::sqrt(4.0 * 5.0 / 9 / 9 / 9);
    if (e.parameter == "mean") expected = std::sqrt(v / n);
    if (e.parameter == "covariance") expected = v * std::sqrt(2 / n);
    EXPECT_NEAR(e.standard_error, expected, 1e-12 * expected) << e.parameter;
  }
}

TEST(CertaintyOnAFloor, HoldsTheVarianceAndSaysSo) {
  const Data data =
      Data::own({0, 0, 0, 0, 5, 6, 7, 9, 11}, 9, 1).with_labels({0, 0, 0, 0, 1, 1, 1, 1, 1});
  const Fit f = fit(Model(2, gaussian()), data);
  const Uncertainty u = uncertainty(f, data);
  for (const Estimate& e : u.estimates) {
    EXPECT_FALSE(e.component == 0 && e.parameter == "covariance");
    EXPECT_TRUE(std::isfinite(e.standard_error));
  }
  EXPECT_EQ(u.estimates.size(), 5u);
  ASSERT_EQ(u.warnings.size(), 1u);
  expect_words(u.warnings[0], {"component 1", "floor", "no standard error"});
}

TEST(CertaintyRefuses, WhatTheMethodIsNotOf) {
  const Data data = three_columns();
  const Model model(2, gaussian());
  const Fit point = fit(model, data), posterior = fit(model, data, MeanField{});
  expect_words(refusal(point, data, {.method = Method::posterior}),
               {"em gives a point", "accepted"});
  expect_words(refusal(point, data, {.method = Method::linear_response}), {"a point", "accepted"});
  expect_words(refusal(posterior, data, {.method = Method::information}),
               {"vb gives a posterior", "linear-response"});
  const Fit hard = fit(model, data, hard_em());
  expect_words(refusal(hard, data, {}), {"hard assignment", "bootstrap"});
  expect_words(refusal(point, data, {.level = 1}), {"level is 1", "between 0 and 1"});
  expect_words(refusal(point, three_counts(), {}), {"needs the data of the fit"});
  expect_words(refusal(marginal(point, {"a", "b"}), data, {}), {"derived"});
  EXPECT_THROW(draw_posterior(point, 1, 0), std::invalid_argument);
}

TEST(CertaintyRefuses, AMixtureOfEqualComponents) {
  // Two components in the same place: the weights can move freely, nothing tells them apart.
  const Data data = Data::own({-1.5, -1, 0, 1, 1.5, 0.5, -0.5}, 7, 1);
  const Point equal{{0.5, 0.5}, {0, 1, 0, 1}};
  const Fit f = run(Model(2, gaussian()), data, em(), Belief(equal), 1);
  if (f.summary.parameters[0] == f.summary.parameters[2])
    expect_words(refusal(f, data, {}), {"not positive definite", "accepted"});
  else
    FAIL() << "the components were told apart";
}

TEST(PosteriorDraws, AreAFunctionOfSeedAndIndex) {
  const Fit f = fit(Model(2, gaussian()), three_columns(), MeanField{});
  const std::vector<Point> few = draw_posterior(f, 3, 5), more = draw_posterior(f, 6, 5);
  for (std::size_t i = 0; i < few.size(); ++i) {
    EXPECT_EQ(few[i].parameters, more[i].parameters);
    EXPECT_EQ(few[i].weights, more[i].weights);
  }
  EXPECT_NE(draw_posterior(f, 1, 6)[0].parameters, few[0].parameters);
}

TEST(CertaintyOfAWidePosterior, LeavesOutVariancesThatDoNotExist) {
  // Shape 3/2 and no row: an inverse gamma without a variance.
  const Data data =
      Data::own({1, 2, 3, 4, 5, 6.5, 7, 8}, 8, 1).with_labels({0, 0, 0, 0, 0, 0, 0, 0});
  const Fit f = fit(Model(2, gaussian()), data, MeanField{});
  for (const Method method : {Method::posterior, Method::linear_response}) {
    const Uncertainty u = uncertainty(f, data, {.method = method});
    for (const Estimate& e : u.estimates) {
      EXPECT_TRUE(std::isfinite(e.standard_error)) << e.parameter;
      EXPECT_FALSE(e.component == 1 && e.parameter == "covariance");
    }
    ASSERT_FALSE(u.warnings.empty());
    expect_words(u.warnings[0], {"component 2", "no posterior variance"});
  }
}

}  // namespace
}  // namespace varimix::test
