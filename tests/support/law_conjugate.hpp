// Laws of a one-column family's conjugate prior: density, update, divergence, expectations. Those
// that need an integral over the parameter hold it against numerical integration; they ask for a
// family with one parameter.
#pragma once

#include "support/law_family.hpp"

namespace varimix::laws {

template <typename Example>
class ConjugateLaws : public ConjugateExample<Example> {};
TYPED_TEST_SUITE_P(ConjugateLaws);

TYPED_TEST_P(ConjugateLaws, TheDensityIntegratesToOne) {
  this->each([&](const auto& q) {
    EXPECT_NEAR(this->mean_under(q, [](double) { return 1.0; }), 1.0, kIntegral);
  });
}

TYPED_TEST_P(ConjugateLaws, UpdatingInTwoHalvesEqualsAtOnce) {
  const std::vector<double> values = TypeParam::values();
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  this->each([&](const auto& q) {
    const auto half = this->after(q, {values.begin(), middle});
    expect_arrays_near(this->after(half, {middle, values.end()}), this->after(q, values), kAlgebra);
  });
}

// log posterior = log prior + log likelihood + a constant that does not depend on theta.
TYPED_TEST_P(ConjugateLaws, ThePosteriorIsBayesRule) {
  const std::vector<double> values = TypeParam::values();
  this->each([&](const auto& q) {
    const auto posterior = this->after(q, values);
    const auto constant = [&](const auto& theta) {
      return this->f.log_density(q, theta) + this->log_likelihood_of(theta, values) -
             this->f.log_density(posterior, theta);
    };
    const auto thetas = TypeParam::parameters();
    for (const auto& theta : thetas)
      EXPECT_NEAR(constant(theta), constant(thetas.front()),
                  within(kSpecial, this->log_likelihood_of(theta, values)));
  });
}

TYPED_TEST_P(ConjugateLaws, TheDivergenceIsZeroAtEqualityAndElsewherePositive) {
  this->each([&](const auto& q) {
    this->each([&](const auto& p) {
      const double divergence = this->f.divergence(q, p);
      if (q == p)
        EXPECT_NEAR(divergence, 0.0, kSpecial);
      else
        EXPECT_GT(divergence, 0.0);
    });
  });
}

TYPED_TEST_P(ConjugateLaws, TheDivergenceEqualsItsIntegral) {
  this->each([&](const auto& q) {
    this->each([&](const auto& p) {
      const double integrated = this->mean_under(q, [&](double theta) {
        return this->f.log_density(q, {theta}) - this->f.log_density(p, {theta});
      });
      EXPECT_NEAR(this->f.divergence(q, p), integrated, within(kIntegral, integrated));
    });
  });
}

TYPED_TEST_P(ConjugateLaws, TheExpectedNaturalParametersEqualTheirIntegrals) {
  this->each([&](const auto& q) {
    const auto expected = this->f.expected_natural(q);
    for (std::size_t i = 0; i < expected.size(); ++i)
      EXPECT_NEAR(expected[i],
                  this->mean_under(q, [&](double theta) { return this->f.natural({theta})[i]; }),
                  within(kIntegral, expected[i]));
  });
}

TYPED_TEST_P(ConjugateLaws, TheExpectedLogNormalizerEqualsItsIntegral) {
  this->each([&](const auto& q) {
    const double expected = this->f.expected_log_normalizer(q);
    EXPECT_NEAR(
        expected,
        this->mean_under(
            q, [&](double theta) { return this->f.log_normalizer(this->f.natural({theta})); }),
        within(kIntegral, expected));
  });
}

// What the E-pass of variational Bayes scores by.
TYPED_TEST_P(ConjugateLaws, TheExpectedLogDensityEqualsItsIntegral) {
  this->each([&](const auto& q) {
    for (const double x : TypeParam::values()) {
      const auto eta = this->f.expected_natural(q);
      const auto t = this->f.statistic(x);
      double expected = this->f.log_base(x) - this->f.expected_log_normalizer(q);
      for (std::size_t i = 0; i < eta.size(); ++i) expected += t[i] * eta[i];
      EXPECT_NEAR(
          expected,
          this->mean_under(q, [&](double theta) { return log_likelihood(this->f, {theta}, x); }),
          within(kIntegral, expected));
    }
  });
}

TYPED_TEST_P(ConjugateLaws, TheGradientIsTheSlopeOfTheLogDensity) {
  this->each([&](const auto& q) {
    for (const auto& theta : TypeParam::parameters()) {
      const auto eta = this->f.natural(theta);
      const auto gradient = this->f.log_density_gradient(q, eta);
      for (std::size_t i = 0; i < gradient.size(); ++i)
        EXPECT_NEAR(
            gradient[i],
            partial([&](const auto& at) { return this->f.log_density(q, this->f.parameters(at)); },
                    eta, i),
            within(kDerivative,
                   std::fmax(std::abs(gradient[i]), std::abs(this->f.log_density(q, theta)))));
    }
  });
}

TYPED_TEST_P(ConjugateLaws, APriorOutsideItsDomainHasAProblem) {
  this->each([&](const auto& q) {
    EXPECT_EQ(std::string(this->f.prior_problem(q)), "");
    for (std::size_t i = 0; i < q.size(); ++i)
      for (const double bad : {std::nan(""), kInfinity, -kInfinity}) {
        auto broken = q;
        broken[i] = bad;
        EXPECT_NE(std::string(this->f.prior_problem(broken)), "") << i << " is " << bad;
      }
  });
}

REGISTER_TYPED_TEST_SUITE_P(
    ConjugateLaws, TheDensityIntegratesToOne, UpdatingInTwoHalvesEqualsAtOnce,
    ThePosteriorIsBayesRule, TheDivergenceIsZeroAtEqualityAndElsewherePositive,
    TheDivergenceEqualsItsIntegral, TheExpectedNaturalParametersEqualTheirIntegrals,
    TheExpectedLogNormalizerEqualsItsIntegral, TheExpectedLogDensityEqualsItsIntegral,
    TheGradientIsTheSlopeOfTheLogDensity, APriorOutsideItsDomainHasAProblem);

}  // namespace varimix::laws
