// Laws of every one-column family (varimix/family/concept.hpp): what an exponential family is.
#pragma once

#include <algorithm>

#include "support/law_family.hpp"

namespace varimix::laws {

template <typename Example>
class LikelihoodLaws : public ::testing::Test {
 protected:
  using F = typename Example::Family;
  using Statistic = typename F::Statistic;
  using Parameters = typename F::Parameters;
  static constexpr std::size_t kP = std::tuple_size_v<Statistic>;

  /// visit(theta, eta) at every parameter of the example.
  template <typename Visit>
  void each(Visit visit) const {
    for (const Parameters& theta : Example::parameters()) {
      SCOPED_TRACE(::testing::PrintToString(theta));
      visit(theta, f.natural(theta));
    }
  }
  const F f = Example::family();
};
TYPED_TEST_SUITE_P(LikelihoodLaws);

TYPED_TEST_P(LikelihoodLaws, TheDensitySumsToOne) {
  this->each([&](const auto& theta, const auto&) {
    const double total = over_support(
        TypeParam::kSupport, [&](double x) { return log_likelihood(this->f, theta, x); },
        [](double) { return 1.0; });
    EXPECT_NEAR(total, 1.0, kIntegral);
  });
}

TYPED_TEST_P(LikelihoodLaws, TheMeanStatisticIsTheGradientOfTheLogNormalizer) {
  this->each([&](const auto&, const auto& eta) {
    const auto mean = this->f.mean_statistic(eta);
    for (std::size_t i = 0; i < this->kP; ++i)
      EXPECT_NEAR(mean[i],
                  partial([&](const auto& at) { return this->f.log_normalizer(at); }, eta, i),
                  within(kDerivative, mean[i]));
  });
}

TYPED_TEST_P(LikelihoodLaws, TheMeanStatisticIsTheMeanOfTheStatistic) {
  this->each([&](const auto& theta, const auto& eta) {
    const auto mean = this->f.mean_statistic(eta);
    for (std::size_t i = 0; i < this->kP; ++i) {
      const double summed = over_support(
          TypeParam::kSupport, [&](double x) { return log_likelihood(this->f, theta, x); },
          [&](double x) { return this->f.statistic(x)[i]; });
      EXPECT_NEAR(mean[i], summed, within(kIntegral, summed));
    }
  });
}

TYPED_TEST_P(LikelihoodLaws, ParametersAndNaturalParametersRoundTrip) {
  this->each([&](const auto& theta, const auto& eta) {
    expect_arrays_near(this->f.parameters(eta), theta, kAlgebra);
    expect_arrays_near(this->f.natural(this->f.parameters(eta)), eta, kAlgebra);
  });
}

// The defining equation of maximum likelihood: grad A(eta) = sum T / n.
TYPED_TEST_P(LikelihoodLaws, TheEstimateSolvesTheMomentEquation) {
  this->each([&](const auto&, const auto& eta) {
    constexpr double n = 7.25;
    const auto mean = this->f.mean_statistic(eta);
    auto sum = mean;
    for (double& s : sum) s *= n;
    expect_arrays_near(this->f.mean_statistic(this->f.natural(this->f.estimate(n, sum))), mean,
                       kAlgebra);
  });
}

TYPED_TEST_P(LikelihoodLaws, NaturalFromMeanInvertsTheMeanStatistic) {
  if constexpr (InvertibleFamily<typename TypeParam::Family>) {
    this->each([&](const auto&, const auto& eta) {
      expect_arrays_near(this->f.natural_from_mean(this->f.mean_statistic(eta)), eta, kAlgebra);
    });
  } else {
    GTEST_SKIP() << "no inverse of grad A";
  }
}

TYPED_TEST_P(LikelihoodLaws, CoordinatesRoundTrip) {
  if constexpr (DirectFamily<typename TypeParam::Family>) {
    this->each([&](const auto& theta, const auto&) {
      expect_arrays_near(this->f.from_coordinates(this->f.coordinates(theta)), theta, kAlgebra);
    });
  } else {
    GTEST_SKIP() << "no unconstrained coordinates";
  }
}

TYPED_TEST_P(LikelihoodLaws, TheJacobianIsTheSlopeOfTheNaturalParameters) {
  if constexpr (DirectFamily<typename TypeParam::Family>) {
    this->each([&](const auto& theta, const auto&) {
      const auto u = this->f.coordinates(theta);
      const auto jacobian = this->f.jacobian(u);
      for (std::size_t i = 0; i < this->kP; ++i)
        for (std::size_t j = 0; j < this->kP; ++j) {
          const double slope = partial(
              [&](const auto& at) { return this->f.natural(this->f.from_coordinates(at))[i]; }, u,
              j);
          EXPECT_NEAR(jacobian[i][j], slope, within(kDerivative, slope));
        }
    });
  } else {
    GTEST_SKIP() << "no unconstrained coordinates";
  }
}

// A direct step may go anywhere; what it reaches must compare with a bound.
TYPED_TEST_P(LikelihoodLaws, FarCoordinatesGiveParametersWithoutNaN) {
  if constexpr (DirectFamily<typename TypeParam::Family>) {
    for (const double u : {-1e4, -800.0, -40.0, 40.0, 800.0, 1e4}) {
      typename TypeParam::Family::Statistic far;
      far.fill(u);
      for (const double value : this->f.from_coordinates(far)) EXPECT_FALSE(std::isnan(value)) << u;
    }
  } else {
    GTEST_SKIP() << "no unconstrained coordinates";
  }
}

TYPED_TEST_P(LikelihoodLaws, ItSupportsItsOwnValuesAndNothingInfinite) {
  const Support s = TypeParam::kSupport;
  for (double x = s.lower; x <= std::min(s.upper, s.lower + 100); ++x)
    EXPECT_TRUE(this->f.supports(x)) << x;
  EXPECT_NE(this->f.supports(s.lower + 0.5), s.discrete);
  EXPECT_FALSE(this->f.supports(kInfinity));
  EXPECT_FALSE(this->f.supports(-kInfinity));
}

REGISTER_TYPED_TEST_SUITE_P(
    LikelihoodLaws, TheDensitySumsToOne, TheMeanStatisticIsTheGradientOfTheLogNormalizer,
    TheMeanStatisticIsTheMeanOfTheStatistic, ParametersAndNaturalParametersRoundTrip,
    TheEstimateSolvesTheMomentEquation, NaturalFromMeanInvertsTheMeanStatistic,
    CoordinatesRoundTrip, TheJacobianIsTheSlopeOfTheNaturalParameters,
    FarCoordinatesGiveParametersWithoutNaN, ItSupportsItsOwnValuesAndNothingInfinite);

}  // namespace varimix::laws
