// The laws of a conjugate prior, for the Gaussian's own code behind the type-erased interface, by
// numerical integration over means and variance.
#include <gtest/gtest.h>

#include <boost/math/distributions/inverse_gamma.hpp>

#include "support/law_gaussian.hpp"
#include "support/law_statistics.hpp"

namespace varimix::laws {

class GaussianLaws : public ::testing::TestWithParam<GaussianCase> {
 protected:
  const GaussianCase& c = GetParam();
  const FamilyPtr family = c.family();
  const ConjugateRules& rules = *family->conjugate_rules();
  const std::size_t components = c.components();
  const std::vector<double> values = {-3.0, 0.2, 1.3, 2.6, 9.0};

  Block block() const {
    return {.rows = values.size(), .columns = 1, .values = values.data(), .stride = values.size()};
  }
  double divergence(const NaiveConjugate& q) const {
    return rules.divergence(components, q.hyperparameters(), c.prior());
  }
};
INSTANTIATE_TEST_SUITE_P(, GaussianLaws, ::testing::ValuesIn(gaussian_cases()),
                         [](const auto& of) { return to_string(of.param.covariance); });

TEST_P(GaussianLaws, TheLogDensityIsTheTwins) {
  Draws draws(3);
  for (int i = 0; i < 50; ++i) {
    std::vector<double> means;
    for (std::size_t k = 0; k < components; ++k) means.push_back(draws.uniform(-5, 5));
    const double v = std::exp(draws.uniform(-3, 3)), expected = c.p.log_density(means, v);
    EXPECT_NEAR(rules.log_density(components, GaussianCase::point(means, v), c.prior()), expected,
                within(kAlgebra, expected));
  }
}

TEST_P(GaussianLaws, TheDensityIntegratesToOne) {
  const double total = c.p.over_all([&](const std::vector<double>& means, double v) {
    return std::exp(rules.log_density(components, GaussianCase::point(means, v), c.prior()) -
                    c.p.log_density(means, v));
  });
  EXPECT_NEAR(total, 1.0, kIntegral);
}

TEST_P(GaussianLaws, TheDivergenceIsZeroAtEqualityAndElsewherePositive) {
  EXPECT_NEAR(divergence(c.p), 0.0, kSpecial);
  EXPECT_GT(divergence(c.q), 0.0);
  // Moved by little, it grows by the square of little.
  for (double NaiveConjugate::*part : {&NaiveConjugate::shape, &NaiveConjugate::scale}) {
    NaiveConjugate near = c.p;
    near.*part *= 1.001;
    EXPECT_GT(divergence(near), 0.0);
    EXPECT_LT(divergence(near), 1e-5);
  }
}

TEST_P(GaussianLaws, TheDivergenceEqualsItsIntegral) {
  const double expected = c.q.over_all([&](const std::vector<double>& means, double v) {
    return c.q.log_density(means, v) - c.p.log_density(means, v);
  });
  EXPECT_NEAR(divergence(c.q), expected, within(kIntegral, expected));
}

TEST_P(GaussianLaws, TheExpectedLogDensityEqualsItsIntegral) {
  std::vector<double> scorers(components * family->sizes().scorer);
  rules.expect(components, c.q.hyperparameters(), scorers);
  std::vector<double> logits(components * values.size());
  family->score(block(), components, scorers.data(), logits.data(), values.size());
  for (std::size_t k = 0; k < components; ++k)
    for (std::size_t n = 0; n < values.size(); ++n) {
      const double expected = c.q.over_all([&](const std::vector<double>& means, double v) {
        return normal_log_density(values[n], means[k], v);
      });
      EXPECT_NEAR(logits[k * values.size() + n], expected, within(kIntegral, expected));
    }
}

TEST_P(GaussianLaws, ThePredictiveEqualsItsIntegral) {
  std::vector<double> logits(components * values.size());
  rules.log_predictive(block(), components, c.q.hyperparameters(), logits.data(), values.size());
  for (std::size_t k = 0; k < components; ++k)
    for (std::size_t n = 0; n < values.size(); ++n) {
      const double expected = c.q.over_all([&](const std::vector<double>& means, double v) {
        return std::exp(normal_log_density(values[n], means[k], v));
      });
      EXPECT_NEAR(std::exp(logits[k * values.size() + n]), expected, kIntegral);
    }
}

TEST_P(GaussianLaws, TheMeanEqualsItsIntegrals) {
  std::vector<double> point(components * family->sizes().point);
  std::vector<std::string> warnings;
  rules.mean(components, c.q.hyperparameters(), point, warnings);
  EXPECT_TRUE(warnings.empty());
  const double variance = c.q.over_variance([](double v) { return v; });
  for (std::size_t k = 0; k < components; ++k) {
    EXPECT_NEAR(point[2 * k], c.q.components[k].mean, kAlgebra);
    EXPECT_NEAR(point[2 * k + 1], variance, within(kIntegral, variance));
  }
}

TEST_P(GaussianLaws, AVarianceWithoutPosteriorMeanIsAnnounced) {
  NaiveConjugate q = c.q;
  q.shape = 0.8;
  std::vector<double> point(components * family->sizes().point);
  std::vector<std::string> warnings;
  rules.mean(components, q.hyperparameters(), point, warnings);
  EXPECT_FALSE(warnings.empty());
  EXPECT_GT(point[1], 0.0);
}

// In the parametrisation (means, variance): no neighbour is as likely.
TEST_P(GaussianLaws, TheModeIsTheMaximum) {
  std::vector<double> mode(components * family->sizes().point);
  rules.mode(components, c.q.hyperparameters(), Bounds{0.0}, mode);
  std::vector<double> means;
  for (std::size_t k = 0; k < components; ++k) {
    means.push_back(mode[2 * k]);
    EXPECT_EQ(mode[2 * k + 1], mode[1]);
    EXPECT_EQ(mode[2 * k], c.q.components[k].mean);
  }
  const double variance = mode[1], highest = c.q.log_density(means, variance);
  EXPECT_NEAR(derivative([&](double v) { return c.q.log_density(means, v); }, variance), 0.0,
              kDerivative);
  for (const double factor : {0.5, 0.99, 1.01, 2.0})
    EXPECT_LT(c.q.log_density(means, variance * factor), highest);
  for (double& m : means) {
    m += 0.01;
    EXPECT_LT(c.q.log_density(means, variance), highest);
    m -= 0.01;
  }
}

TEST_P(GaussianLaws, TheMarginalOfTheMeanEqualsItsIntegrals) {
  for (std::size_t k = 0; k < components; ++k) {
    const std::vector<Marginal> marginals = rules.marginals(c.q.hyperparameters(), k, components);
    ASSERT_EQ(marginals.size(), 2U);
    const Marginal& m = marginals[0];
    const auto [mean, strength] = c.q.components[k];
    EXPECT_EQ(m.name, "mean");
    EXPECT_NEAR(m.mean(), mean, kAlgebra);
    const double variance = c.q.over_variance([s = strength](double v) { return v / s; });
    EXPECT_NEAR(m.standard_deviation(), std::sqrt(variance), kIntegral);
    for (const double probability : {0.01, 0.5, 0.975}) {
      const double gap = m.quantile(probability) - mean;
      const double below = c.q.over_variance(
          [&, s = strength](double v) { return 0.5 * std::erfc(-gap * std::sqrt(0.5 * s / v)); });
      EXPECT_NEAR(below, probability, kIntegral);
    }
  }
}

TEST_P(GaussianLaws, TheMarginalOfTheVarianceEqualsItsIntegrals) {
  const Marginal m = rules.marginals(c.q.hyperparameters(), 0, components)[1];
  EXPECT_EQ(m.name, "variance");
  const double mean = c.q.over_variance([](double v) { return v; });
  const double spread = c.q.over_variance([&](double v) { return (v - mean) * (v - mean); });
  EXPECT_NEAR(m.mean(), mean, kIntegral);
  EXPECT_NEAR(m.standard_deviation(), std::sqrt(spread), kIntegral);
  const boost::math::inverse_gamma_distribution<> exact(c.q.shape, c.q.scale);
  for (const double probability : {0.01, 0.5, 0.975})
    EXPECT_NEAR(cdf(exact, m.quantile(probability)), probability, kSpecial);
}

}  // namespace varimix::laws
