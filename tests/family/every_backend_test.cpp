// The geometric family of geometric.hpp, unknown to the library, fitted by every backend.
#include <gtest/gtest.h>

#include <cmath>

#include "family/geometric.hpp"
#include "support/law_direct.hpp"
#include "varimix/varimix.hpp"

namespace varimix {
namespace {

using outside::GeometricColumn;

constexpr std::size_t kRows = 3000;
constexpr double kTruth[] = {0.05, 0.6};  ///< probabilities, in the order of falling means

/// Two fifths of the rows from p = 0.05, the others from 0.6, by inversion.
std::vector<double> simulated() {
  laws::Draws draws(61);
  std::vector<double> out;
  for (std::size_t n = 0; n < kRows; ++n) {
    const double p = kTruth[draws.uniform() < 0.4 ? 0 : 1];
    out.push_back(std::floor(std::log(draws.uniform()) / std::log1p(-p)));
  }
  return out;
}

const Mixture<GeometricColumn> kMixture{2, {}};
constexpr MeanField kPointMass{.factor = MeanField::Factor::point_mass};
constexpr ExpectationMaximization kMap{.estimate =
                                           ExpectationMaximization::Estimate::posterior_mode};

class EveryBackend : public ::testing::Test {
 protected:
  const Data data = Data::own(simulated(), kRows, 1);

  /// The same start for all: cut at 6.
  FitOptions options(double tolerance, std::size_t iterations = 5000) const {
    Partition start;
    for (std::size_t n = 0; n < kRows; ++n)
      start.components.push_back(data.value(n, 0) > 6 ? 0 : 1);
    FitOptions out;
    out.start = start;
    out.tolerance = tolerance;
    out.max_iterations = iterations;
    out.threads = 1;
    return out;
  }
  static double probability(const Fit& fit, std::size_t k) {
    return fit.parameter("probability", k)[0];
  }
  /// Ten standard errors of the complete data; the mixture's own are some three times as large.
  static void expect_truth(const Fit& fit) {
    EXPECT_NEAR(probability(fit, 0), kTruth[0], 10 * 0.05 / std::sqrt(1200.0));
    EXPECT_NEAR(probability(fit, 1), kTruth[1], 10 * 0.6 / std::sqrt(1800.0));
    EXPECT_NEAR(fit.weights()[0], 0.4, 10 * 0.5 / std::sqrt(3000.0));
  }
  /// Up to rounding of a sum of kRows terms.
  static void expect_rising(const Fit& fit) {
    for (std::size_t t = 1; t < fit.trace.size(); ++t)
      EXPECT_GE(fit.trace[t], fit.trace[t - 1] - 1e-14 * std::abs(fit.trace[t])) << t;
  }
};

TEST_F(EveryBackend, ExpectationMaximizationFindsTheTruth) {
  const Fit em = fit(kMixture, data, ExpectationMaximization{}, options(1e-10));
  EXPECT_TRUE(em.converged());
  expect_truth(em);
  expect_rising(em);
}

TEST_F(EveryBackend, HardAssignmentRisesInItsOwnLikelihood) {
  const ExpectationMaximization hard{.assignment = ExpectationMaximization::Assignment::hard};
  const Fit em = fit(kMixture, data, hard, options(1e-10));
  expect_rising(em);
  EXPECT_EQ(em.objective_name(), "classification_log_likelihood");
  for (const double r : responsibilities(em, data)) EXPECT_TRUE(r == 0 || r == 1);
}

TEST_F(EveryBackend, PointMassVariationalBayesIsExpectationMaximizationStepByStep) {
  const Fit em = fit(kMixture, data, ExpectationMaximization{}, options(0, 25));
  const Fit vb = fit(kMixture, data, kPointMass, options(0, 25));
  ASSERT_EQ(em.trace.size(), vb.trace.size());
  // Rounding of eta = log(1 - p) at p = 0.05, twenty ulp, carried along by contraction.
  for (std::size_t t = 0; t < em.trace.size(); ++t)
    EXPECT_NEAR(em.trace[t], vb.trace[t], 1e-12 * std::abs(em.trace[t])) << t;
  for (std::size_t k = 0; k < 2; ++k) EXPECT_NEAR(probability(em, k), probability(vb, k), 1e-12);
}

TEST_F(EveryBackend, WithAPriorPointMassVariationalBayesIsMap) {
  const Model model = kMixture.model()
                          .with_prior({{"alpha", 3.0}, {"beta", 5.0}})
                          .with_weights_prior(WeightsPrior::dirichlet(2.0));
  const Fit map = fit(model, data, kMap, options(0, 25));
  const Fit vb = fit(model, data, kPointMass, options(0, 25));
  for (std::size_t t = 0; t < map.trace.size(); ++t)
    EXPECT_NEAR(map.trace[t], vb.trace[t], 1e-12 * std::abs(map.trace[t])) << t;
  for (std::size_t k = 0; k < 2; ++k) EXPECT_NEAR(probability(map, k), probability(vb, k), 1e-12);
  expect_rising(map);
  expect_truth(map);
}

TEST_F(EveryBackend, DirectMaximumLikelihoodReachesTheSameMaximum) {
  const Fit em = fit(kMixture, data, ExpectationMaximization{}, options(1e-13));
  const Fit ml = fit(kMixture, data, MaximumLikelihood{}, options(1e-13));
  expect_rising(ml);
  EXPECT_NEAR(ml.log_likelihood, em.log_likelihood, 1e-9 * std::abs(em.log_likelihood));
  // The likelihood is flat at its top: parameters agree to the root of the tolerance.
  for (std::size_t k = 0; k < 2; ++k) EXPECT_NEAR(probability(ml, k), probability(em, k), 1e-5);
}

TEST_F(EveryBackend, VariationalBayesRaisesItsBoundAndEndsAtPriorPlusStatistics) {
  const Fit vb = fit(kMixture, data, MeanField{}, options(1e-14));
  expect_rising(vb);
  expect_truth(vb);
  const auto& posterior = std::get<Posterior>(vb.belief);
  const std::vector<double> r = responsibilities(vb, data);
  for (std::size_t k = 0; k < 2; ++k) {
    double n = 0, sum = 0;
    for (std::size_t i = 0; i < kRows; ++i) {
      n += r[2 * i + k];
      sum += r[2 * i + k] * data.value(i, 0);
    }
    // At the fixed point; what is left shrinks with the tolerance's root.
    EXPECT_NEAR(posterior.hyperparameters[2 * k], 1 + n, 1e-4 * n);
    EXPECT_NEAR(posterior.hyperparameters[2 * k + 1], 1 + sum, 1e-4 * sum);
    EXPECT_NEAR(posterior.weights.alpha[k], 1 + n, 1e-4 * n);
  }
}

TEST_F(EveryBackend, OneComponentsBoundIsTheExactEvidence) {
  const Fit vb = fit(Mixture<GeometricColumn>{1, {}}, data, MeanField{});
  GeometricColumn::Prior q = {1, 1};
  double evidence = 0;
  for (std::size_t n = 0; n < kRows; ++n) {
    evidence += GeometricColumn{}.log_predictive(q, data.value(n, 0));
    q = GeometricColumn{}.posterior(q, 1, {data.value(n, 0)});
  }
  // kRows differences of log-gammas near 1e5.
  EXPECT_NEAR(vb.objective, evidence, 1e-10 * std::abs(evidence));
}

TEST_F(EveryBackend, TheMarginalsOfVariationalBayesCoverTheEstimate) {
  const Fit vb = fit(kMixture, data, MeanField{}, options(1e-10));
  const std::vector<Marginal> marginals = vb.marginals(0);
  ASSERT_EQ(marginals.size(), 2U);  // weight, probability
  EXPECT_EQ(marginals[1].name, "probability");
  const Interval range = marginals[1].interval(0.95);
  EXPECT_LT(range.lower, probability(vb, 0));
  EXPECT_GT(range.upper, probability(vb, 0));
}

}  // namespace
}  // namespace varimix
