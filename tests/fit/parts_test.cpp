// Marginal and conditional distributions: mixtures of some of a fit's columns.
#include "varimix/parts.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "support/three_columns.hpp"
#include "varimix/predict.hpp"
#include "varimix/report.hpp"
#include "varimix/sample.hpp"

namespace varimix::test {
namespace {

const std::vector<std::string> kNames = {"a", "b", "c"};
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

/// Log densities are of the size of 10 and lose some hundred roundings: 1e-10 leaves a factor of
/// 1000.
constexpr double kTolerance = 1e-10;

double log_density_of(const Fit& fit, const std::vector<double>& values) {
  return log_density(fit, row(values))[0];
}

/// Rows of the data, and one far from all of them.
std::vector<std::vector<double>> points(const Fit& fit) {
  const bool counts = fit.model.family().name() == "poisson";
  const Data data = counts ? three_counts() : three_columns();
  std::vector<std::vector<double>> out;
  for (const std::size_t n : {0, 1, 17, 64})
    out.push_back({data.value(n, 0), data.value(n, 1), data.value(n, 2)});
  out.push_back(counts ? std::vector<double>{30, 0, 12} : std::vector<double>{22, 1.5, -20});
  return out;
}

/// The columns in and out of a subset of {0, 1, 2}.
struct Parting {
  std::vector<std::string> names;
  Given given;
  std::vector<double> in, out;
};
Parting part(const std::vector<double>& x, unsigned subset) {
  Parting p;
  for (std::size_t d = 0; d < 3; ++d) {
    if ((subset >> d & 1U) == 0) {
      p.out.push_back(x[d]);
      continue;
    }
    p.names.push_back(kNames[d]);
    p.given.emplace_back(kNames[d], x[d]);
    p.in.push_back(x[d]);
  }
  return p;
}

void expect_joint(const Fit& fit, const std::vector<double>& x) {
  for (unsigned subset = 1; subset < 7; ++subset) {
    SCOPED_TRACE(subset);
    const Parting p = part(x, subset);
    EXPECT_NEAR(log_density_of(marginal(fit, p.names), p.in) +
                    log_density_of(conditional(fit, p.given), p.out),
                log_density_of(fit, x), kTolerance);
  }
}

TEST(Parts, ConditionalTimesMarginalIsTheJointDensity) {
  for (const auto& [name, fit] : fits_of_three_columns()) {
    SCOPED_TRACE(name);
    for (const std::vector<double>& x : points(fit)) expect_joint(fit, x);
  }
}

TEST(Parts, TheMarginalIsTheDensityOfRowsThatLackTheOtherCells) {
  for (const auto& [name, fit] : fits_of_three_columns()) {
    SCOPED_TRACE(name);
    const Fit swapped = marginal(fit, {"c", "a"}), one = marginal(fit, {"b"});
    for (const std::vector<double>& x : points(fit)) {
      EXPECT_NEAR(log_density_of(swapped, {x[2], x[0]}),
                  log_density_of(fit, {x[0], kMissing, x[2]}), kTolerance);
      EXPECT_NEAR(log_density_of(one, {x[1]}), log_density_of(fit, {kMissing, x[1], kMissing}),
                  kTolerance);
    }
  }
}

TEST(Parts, TheWeightsOfAConditionalAreWhatPredictSaysOfTheRow) {
  for (const auto& [name, fit] : fits_of_three_columns()) {
    SCOPED_TRACE(name);
    const std::vector<double> x = points(fit)[2];
    const Fit given = conditional(fit, {{"a", x[0]}, {"c", x[2]}});
    const Prediction p = predict(fit, row({x[0], kMissing, x[2]}));
    for (std::size_t k = 0; k < 2; ++k)
      EXPECT_NEAR(given.summary.weights[k], p.responsibilities[k], 1e-15);
    if (!std::holds_alternative<Posterior>(fit.belief)) continue;
    double before = 0, after = 0;  // how sure the weights are does not change
    for (const double a : std::get<Posterior>(fit.belief).weights.alpha) before += a;
    for (const double a : std::get<Posterior>(given.belief).weights.alpha) after += a;
    EXPECT_NEAR(before, after, 1e-12 * before);
  }
}

TEST(Parts, AFitDerivedInTwoStepsIsThatOfOne) {
  for (const auto& [name, fit] : fits_of_three_columns()) {
    SCOPED_TRACE(name);
    const std::vector<double> x = points(fit)[1];
    const Fit first = conditional(marginal(fit, {"c", "b"}), {{"c", x[2]}});
    const Fit second = marginal(conditional(fit, {{"c", x[2]}}), {"b"});
    const Fit third = conditional(conditional(fit, {{"a", x[0]}}), {{"c", x[2]}});
    EXPECT_NEAR(log_density_of(first, {x[1]}), log_density_of(second, {x[1]}), kTolerance);
    EXPECT_NEAR(log_density_of(third, {x[1]}),
                log_density_of(conditional(fit, {{"a", x[0]}, {"c", x[2]}}), {x[1]}), kTolerance);
    EXPECT_TRUE(second.derived.starts_with("marginal of b, of the conditional given c = "))
        << second.derived;
  }
}

TEST(Parts, AWrittenAndReadMixtureLosesNoBit) {
  for (const auto& [name, fit] : fits_of_three_columns()) {
    SCOPED_TRACE(name);
    const std::vector<double> x = points(fit)[3];
    for (const Fit& derived :
         {marginal(fit, {"a", "c"}), marginal(fit, {"b"}), conditional(fit, {{"b", x[1]}}),
          conditional(fit, {{"b", x[1]}, {"a", x[0]}})}) {
      const std::string text = to_json(derived);
      SCOPED_TRACE(text);
      const Fit back = fit_from_json(text);
      EXPECT_EQ(to_json(back), text);
      EXPECT_EQ(back.derived, derived.derived);
      EXPECT_TRUE(std::isnan(back.objective) && std::isnan(back.log_likelihood));
      EXPECT_FALSE(back.converged());
      const Data drawn = Data::own(sample(derived, 1, 5).values, 1, derived.model.columns().size());
      EXPECT_EQ(sample(back, 1, 5).values, sample(derived, 1, 5).values);
      EXPECT_EQ(log_density(back, drawn), log_density(derived, drawn));
    }
  }
}

TEST(Parts, TheSummaryOfADerivedMixtureClaimsNoObjective) {
  const Fit fit = marginal(fit_three_columns(Covariance::full, MeanField{}), {"c"});
  const std::string text = summary_text(fit);
  EXPECT_NE(text.find("marginal of c"), std::string::npos) << text;
  for (const char* part : {"nan", "Objective", "Stopped", "Log-likelihood"})
    EXPECT_EQ(text.find(part), std::string::npos) << text;
}

TEST(Parts, TheCovarianceStaysWhatItWas) {
  const Backend em = ExpectationMaximization{}, vb = MeanField{};
  const auto covariance = [](const Fit& fit) { return fit.model.family().covariance(); };
  for (const Covariance c :
       {Covariance::full, Covariance::diagonal, Covariance::spherical, Covariance::tied}) {
    const Fit point = fit_three_columns(c, em), posterior = fit_three_columns(c, vb);
    EXPECT_EQ(covariance(marginal(point, {"a", "b"})), to_string(c));
    EXPECT_EQ(covariance(marginal(posterior, {"a", "b"})), to_string(c));
    EXPECT_EQ(covariance(marginal(posterior, {"a"})), to_string(c));
    EXPECT_EQ(covariance(conditional(point, {{"a", 12}})), to_string(c));
    // What a row tells of the one scatter differs from component to component.
    EXPECT_EQ(covariance(conditional(posterior, {{"a", 12}})),
              c == Covariance::tied ? "full" : to_string(c));
  }
}

TEST(Parts, StickBreakingWeightsBecomeADirichletOnceValuesAreGiven) {
  const Model model = Model(3, gaussian()).with_weights_prior(WeightsPrior::stick_breaking(1));
  const Fit fit = varimix::fit(model, three_columns(), MeanField{}, {.threads = 1});
  for (const std::vector<double>& x : points(fit)) expect_joint(fit, x);
  const Fit kept = fit_from_json(to_json(marginal(fit, {"a"})));
  EXPECT_EQ(std::get<Posterior>(kept.belief).weights.kind, WeightsPrior::Kind::stick_breaking);
  const Fit given = fit_from_json(to_json(conditional(fit, {{"a", 12}})));
  EXPECT_EQ(std::get<Posterior>(given.belief).weights.kind, WeightsPrior::Kind::dirichlet);
}

// Draws of a posterior take their parameters from it: the mean of 20000 is within 5 standard
// errors, their deviation too (of a normal it is known to 1 / 200).
TEST(Parts, DrawsOfAConditionalHaveTheMomentsThatImputeTells) {
  constexpr std::size_t kDraws = 20000;
  for (const auto& [name, fit] : fits_of_three_columns()) {
    SCOPED_TRACE(name);
    const std::vector<double> x = points(fit)[2];
    const Imputation expected = impute(fit, row({x[0], x[1], kMissing}));
    const Sample drawn = sample(conditional(fit, {{"a", x[0]}, {"b", x[1]}}), kDraws, 11);
    double sum = 0, squares = 0;
    for (const double v : drawn.values) {
      sum += v - expected.values[2];
      squares += (v - expected.values[2]) * (v - expected.values[2]);
    }
    const double deviation = expected.deviations[2], root = std::sqrt(double{kDraws});
    EXPECT_NEAR(sum / kDraws, 0, 5 * deviation / root);
    EXPECT_NEAR(std::sqrt(squares / kDraws), deviation, 5 * deviation / root);
  }
}

}  // namespace
}  // namespace varimix::test
