// Laws of what is read off a conjugate posterior: mode, mean, predictive density, marginals.
#pragma once

#include "support/law_family.hpp"

namespace varimix::laws {

template <typename Example>
class SummaryLaws : public ConjugateExample<Example> {};
TYPED_TEST_SUITE_P(SummaryLaws);

TYPED_TEST_P(SummaryLaws, TheModeIsTheMaximum) {
  this->each([&](const auto& q) {
    if (!this->f.no_mode(q).empty()) return;
    const auto mode = this->f.mode(q);
    const double highest = this->f.log_density(q, mode);
    for (const double factor : {0.5, 0.9, 0.999, 1.001, 1.1, 1.5}) {
      const double theta = mode[0] * factor;
      if (theta <= TypeParam::kParameters.lower || theta >= TypeParam::kParameters.upper) continue;
      EXPECT_LT(this->f.log_density(q, {theta}), highest) << factor;
    }
    // Zero but for the rounding of eta: eps times the curvature and the terms that cancel.
    EXPECT_NEAR(this->f.log_density_gradient(q, this->f.natural(mode))[0], 0.0,
                kAlgebra * (q[0] + q[1]) * (1 + std::abs(this->f.natural(mode)[0])));
  });
}

TYPED_TEST_P(SummaryLaws, TheMeanEqualsItsIntegral) {
  this->each([&](const auto& q) {
    const double mean = this->f.mean(q)[0];
    EXPECT_NEAR(mean, this->mean_under(q, [](double theta) { return theta; }),
                within(kIntegral, mean));
  });
}

TYPED_TEST_P(SummaryLaws, ThePredictiveEqualsItsIntegral) {
  this->each([&](const auto& q) {
    for (const double x : TypeParam::values()) {
      const double integrated = this->mean_under(
          q, [&](double theta) { return std::exp(log_likelihood(this->f, {theta}, x)); });
      EXPECT_NEAR(std::exp(this->f.log_predictive(q, x)), integrated, kIntegral);
    }
  });
}

// Bayes' identity: log m(x) = log prior + log likelihood - log posterior, at any theta.
TYPED_TEST_P(SummaryLaws, ThePredictiveKeepsBayesIdentity) {
  this->each([&](const auto& q) {
    for (const double x : TypeParam::values())
      for (const auto& theta : TypeParam::parameters()) {
        const double evidence = this->f.log_density(q, theta) + log_likelihood(this->f, theta, x) -
                                this->f.log_density(this->after(q, {x}), theta);
        EXPECT_NEAR(this->f.log_predictive(q, x), evidence,
                    within(kSpecial, this->f.log_density(q, theta)));
      }
  });
}

TYPED_TEST_P(SummaryLaws, ThePredictiveOfAPosteriorSumsToOne) {
  const auto q = this->after(TypeParam::hyperparameters().front(), TypeParam::values());
  EXPECT_NEAR(over_support(
                  TypeParam::kSupport, [&](double x) { return this->f.log_predictive(q, x); },
                  [](double) { return 1.0; }),
              1.0, kIntegral);
}

TYPED_TEST_P(SummaryLaws, TheMarginalEqualsItsIntegrals) {
  this->each([&](const auto& q) {
    const std::vector<Marginal> marginals = this->f.marginals(q);
    ASSERT_EQ(marginals.size(), 1U);
    const Marginal& m = marginals.front();
    EXPECT_EQ(m.name, TypeParam::Family::kParameterNames[0]);
    const double mean = this->f.mean(q)[0];
    const double variance =
        this->mean_under(q, [&](double theta) { return (theta - mean) * (theta - mean); });
    EXPECT_NEAR(m.mean(), mean, within(kAlgebra, mean));
    EXPECT_NEAR(m.standard_deviation(), std::sqrt(variance), within(kIntegral, variance));
    for (const double probability : {0.025, 0.5, 0.975}) {
      const double below = expectation(
          [&](double theta) { return this->f.log_density(q, {theta}); }, [](double) { return 1.0; },
          {TypeParam::kParameters.lower, m.quantile(probability)});
      EXPECT_NEAR(below, probability, kIntegral);
    }
    const Interval middle = m.interval(0.9);
    EXPECT_NEAR(middle.lower, m.quantile(0.05), within(kSpecial, middle.lower));
    EXPECT_NEAR(middle.upper, m.quantile(0.95), within(kSpecial, middle.upper));
  });
}

REGISTER_TYPED_TEST_SUITE_P(SummaryLaws, TheModeIsTheMaximum, TheMeanEqualsItsIntegral,
                            ThePredictiveEqualsItsIntegral, ThePredictiveKeepsBayesIdentity,
                            ThePredictiveOfAPosteriorSumsToOne, TheMarginalEqualsItsIntegrals);

}  // namespace varimix::laws
