// Choosing a model: criteria of fits made one by one, cross-validation by hand, refusals that lose
// no row.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "support/reference_data.hpp"
#include "support/reference_problems.hpp"
#include "varimix/select.hpp"

namespace varimix::test {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::vector<Model> gaussians(std::size_t most, const WeightsPrior& prior = {}) {
  std::vector<Model> out;
  for (std::size_t k = 1; k <= most; ++k)
    out.push_back(Model(k, gaussian()).with_weights_prior(prior));
  return out;
}

TEST(SelectModels, GivesTheFitsAndTheirWinners) {
  const std::vector<double> x = data_values("waiting");
  SelectOptions options;
  options.fit.restarts = 2;
  options.fit.tolerance = 1e-6;
  const ModelSelection all = select_models(gaussians(3), Data::view(x), options);
  ASSERT_EQ(all.candidates.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    const Candidate& c = all.candidates[i];
    EXPECT_EQ(c.components(), i + 1);
    EXPECT_EQ(c.covariance(), "full");
    EXPECT_EQ(c.point->objective,
              fit(c.model, Data::view(x), ExpectationMaximization{}, options.fit).objective);
    EXPECT_EQ(c.elbo(), fit(c.model, Data::view(x), MeanField{}, options.fit).objective);
    EXPECT_NEAR(*c.elbo_plus_log_factorial - *c.elbo(), std::lgamma(static_cast<double>(i + 2)),
                1e-9);
    EXPECT_FALSE(c.point_validation.log_density);
    EXPECT_EQ(c.components_in_use(), std::nullopt);
  }
  const Winners best = all.winners();
  for (const auto& winner : {best.bic, best.icl, best.elbo, best.elbo_plus_log_factorial})
    EXPECT_EQ(winner, 1u);  // K = 2
  EXPECT_EQ(best.point_validation, std::nullopt);
}

TEST(SelectModels, KeepsTheRowsOfOthersWhenOneIsRefused) {
  const std::vector<double> x = {1, 2, 3, 10};
  SelectOptions options;
  options.fit.max_iterations = 20;
  const ModelSelection all = select_models(gaussians(6), Data::view(x), options);
  ASSERT_EQ(all.candidates.size(), 6u);
  EXPECT_TRUE(all.candidates[1].point && all.candidates[1].variational);
  for (const std::size_t i : {4u, 5u}) {
    EXPECT_FALSE(all.candidates[i].point || all.candidates[i].variational);
    for (const std::string& why :
         {all.candidates[i].point_refusal, all.candidates[i].variational_refusal})
      EXPECT_NE(why.find("components for 4 rows"), std::string::npos) << why;
  }
  EXPECT_LT(*all.winners().elbo, 4u);

  const auto refused = [&](const std::vector<Model>& models, const SelectOptions& with,
                           const std::string& part) {
    try {
      select_models(models, Data::view(x), with);
      ADD_FAILURE() << part;
    } catch (const std::invalid_argument& error) {
      EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
    }
  };
  refused({Model(5, gaussian()), Model(6, gaussian())}, options, "5 components for 4 rows");
  refused({}, options, "no model");
  options.point = MeanField{};
  refused(gaussians(2), options, "vb");
  options.point = ExpectationMaximization{};
  options.folds = 5;
  refused(gaussians(2), options, "4 rows to hold out, for 5 folds");
}

TEST(SelectModels, RefuseAMethodThatEveryModelRefuses) {
  const std::vector<double> x = data_values("waiting");
  const std::vector<Model> sticks = gaussians(2, WeightsPrior::stick_breaking(1));
  SelectOptions options;
  options.fit.restarts = 1;
  const ModelSelection all = select_models(sticks, Data::view(x), options);
  for (const Candidate& c : all.candidates) {
    EXPECT_TRUE(c.point && c.elbo());         // em takes the model without its priors
    EXPECT_FALSE(c.elbo_plus_log_factorial);  // sticks tell the components apart
  }
  options.point = map();
  EXPECT_THROW(select_models(sticks, Data::view(x), options), std::invalid_argument);
  options.point = em();
  const Model wrong = Model(2, gaussian()).with_prior({{"strenth", 1.0}});
  EXPECT_THROW(select_models({wrong}, Data::view(x), options), std::invalid_argument);
  options.elbo = false;
  const Candidate alone = select_models({wrong}, Data::view(x), options).candidates[0];
  EXPECT_TRUE(alone.point && !alone.variational);
  EXPECT_EQ(alone.variational_refusal, "");
}

TEST(SelectModels, UnequalConcentrationsTellComponentsApart) {
  const std::vector<double> x = data_values("waiting");
  const Model model = Model(2, gaussian()).with_weights_prior(WeightsPrior::dirichlet({1, 2}));
  EXPECT_FALSE(select_models({model}, Data::view(x)).candidates[0].elbo_plus_log_factorial);
}

TEST(Folds, PartitionTheRowsThatTakePartInEqualSizes) {
  std::vector<double> x(103, 1.0), weights(103, 1.0);
  x[7] = kNaN;
  weights[9] = 0;
  for (const double unit : {1.0, 0.5}) {
    for (double& w : weights) w = w > 0 ? unit : 0;
    const Data data = Data::view(x).with_weights(weights);
    const Folds folds = deal_folds(data, 5, 3);
    ASSERT_EQ(folds.size(), 5u);
    std::vector<double> sums(103, 0.0);
    for (const std::vector<double>& fold : folds) {
      double size = 0;
      for (std::size_t n = 0; n < 103; ++n) size += fold[n] / unit, sums[n] += fold[n];
      EXPECT_NEAR(size, 20.2, 0.9);
    }
    for (std::size_t n = 0; n < 103; ++n) EXPECT_EQ(sums[n], n == 7 ? 0 : weights[n]) << n;
    EXPECT_EQ(folds, deal_folds(data, 5, 3));
    EXPECT_NE(folds, deal_folds(data, 5, 4));
    EXPECT_THROW(deal_folds(data, 1, 0), std::invalid_argument);
    EXPECT_THROW(deal_folds(data, 102, 0), std::invalid_argument);
    EXPECT_EQ(deal_folds(data, 101, 0).size(), 101u);
  }
}

/// A table of counts and frequencies is cross-validated as the rows it stands for: were each count
/// held out with all its frequency, no model could foresee it.
TEST(Folds, DealTheRowsThatAWeightStandsFor) {
  const std::vector<double> deaths = data_values("london_times");
  const std::vector<double> days = data_frequencies("london_times");
  std::vector<double> rows;
  for (std::size_t n = 0; n < deaths.size(); ++n)
    rows.insert(rows.end(), static_cast<std::size_t>(days[n]), deaths[n]);
  const Data table = Data::view(deaths).with_weights(days), repeated = Data::view(rows);
  const Folds folds = deal_folds(table, 4, 1);
  std::size_t parts = 0;
  for (const std::vector<double>& fold : folds) parts += fold[0] > 0 && fold[0] < days[0] ? 1 : 0;
  EXPECT_EQ(parts, 4u);
  const auto validated = [](const Data& data, std::uint64_t seed) {
    return cross_validate(Model(2, poisson()), data, ExpectationMaximization{},
                          deal_folds(data, 4, seed), {.tolerance = 1e-6});
  };
  const CrossValidation a = validated(table, 1), b = validated(repeated, 2);
  // Other folds: they differ by the luck of three parameters among 1096 days, about 3/1096.
  EXPECT_NEAR(*a.log_density, *b.log_density, 0.003);
  EXPECT_NEAR(*a.standard_error, *b.standard_error, 0.001);
}

/// One Gaussian has a closed form: mean and variance of the other folds.
TEST(CrossValidate, EqualsTheClosedFormOfOneGaussian) {
  const std::vector<double> x = data_values("waiting");
  std::vector<double> w;
  for (std::size_t n = 0; n < x.size(); ++n) w.push_back(n % 5 == 0 ? 2.0 : n % 7 == 0 ? 0.0 : 1.0);
  const Data data = Data::view(x).with_weights(w);
  const Folds folds = deal_folds(data, 4, 9);
  std::vector<std::pair<Real, Real>> held_out;  // weight, log density
  for (const std::vector<double>& fold : folds) {
    Real total = 0, mean = 0, variance = 0;
    const auto kept = [&](std::size_t n) { return static_cast<Real>(w[n] - fold[n]); };
    for (std::size_t n = 0; n < x.size(); ++n) total += kept(n), mean += kept(n) * x[n];
    mean /= total;
    for (std::size_t n = 0; n < x.size(); ++n)
      variance += kept(n) * (x[n] - mean) * (x[n] - mean) / total;
    for (std::size_t n = 0; n < x.size(); ++n)
      held_out.emplace_back(fold[n], -std::log(2 * std::acos(Real(-1)) * variance) / 2 -
                                         (x[n] - mean) * (x[n] - mean) / (2 * variance));
  }
  Real total = 0, mean = 0, squares = 0;
  for (const auto& [weight, l] : held_out) total += weight, mean += weight * l;
  mean /= total;
  for (const auto& [weight, l] : held_out) squares += weight * (l - mean) * (l - mean);
  const CrossValidation cv =
      cross_validate(Model(1, gaussian()), data, ExpectationMaximization{}, folds);
  EXPECT_NEAR(*cv.log_density, static_cast<double>(mean), 1e-13 * 4);
  EXPECT_NEAR(*cv.standard_error, static_cast<double>(std::sqrt(squares / total / (total - 1))),
              1e-13);
  EXPECT_EQ(cv.refusal, "");
}

TEST(CrossValidate, PrefersTheModelTheRowsCameFrom) {
  const std::vector<double> x = data_values("waiting");
  SelectOptions options;
  options.folds = 5;
  options.fit.restarts = 2;
  options.fit.tolerance = 1e-6;
  const ModelSelection all = select_models(gaussians(2), Data::view(x), options);
  const auto& one = all.candidates[0];
  const auto& two = all.candidates[1];
  EXPECT_EQ(all.winners().point_validation, 1u);
  EXPECT_EQ(all.winners().variational_validation, 1u);
  // Both judge the same rows; at N = 272 the two predictive densities are close to each other.
  EXPECT_NEAR(*two.point_validation.log_density, *two.variational_validation.log_density, 0.01);
  EXPECT_GT(*two.point_validation.log_density - *one.point_validation.log_density,
            2 * *one.point_validation.standard_error);
}

TEST(CrossValidate, SaysWhichFoldCannotBeFitted) {
  const std::vector<double> x = {1, 2, 3, 4, 9, 10};
  const Data data = Data::view(x);
  const CrossValidation cv =
      cross_validate(Model(4, gaussian()), data, ExpectationMaximization{}, deal_folds(data, 2, 0));
  EXPECT_EQ(cv.log_density, std::nullopt);
  EXPECT_NE(cv.refusal.find("without fold 1: 4 components for 3 rows"), std::string::npos)
      << cv.refusal;
  EXPECT_THROW(cross_validate(Model(1, gaussian()), data, MeanField{}, {{0, 1}}),
               std::invalid_argument);
}

/// What an absent row holds is nobody's business, not even when others are judged.
TEST(CrossValidate, AbsentRowsMayHoldAnything) {
  const std::vector<double> x = {1, 2, 3, 4, 2, 5, -7.5};
  const Data data = Data::view(x).with_weights({1, 1, 1, 1, 1, 1, 0});
  const Data present = Data::view(std::span<const double>(x).first(6));
  const auto validated = [](const Data& rows) {
    return cross_validate(Model(1, poisson()), rows, ExpectationMaximization{},
                          deal_folds(rows, 3, 1));
  };
  EXPECT_DOUBLE_EQ(*validated(data).log_density, *validated(present).log_density);
}

/// N_k of the E-pass that made the posterior: prior and counts come apart again.
TEST(ComponentsInUse, AreThoseThatHoldTheWeightOfARow) {
  const std::vector<double> x = data_values("waiting");
  for (const WeightsPrior& prior :
       {WeightsPrior::dirichlet(1e-3), WeightsPrior::stick_breaking(0.1)}) {
    FitOptions options;
    options.max_iterations = 5000;
    const Model model =
        Model(6, gaussian())
            .with_prior({{"mean", 70}, {"strength", 0.01}, {"shape", 2}, {"scale", 60}})
            .with_weights_prior(prior);
    const Fit fit = varimix::fit(model, Data::view(x), MeanField{}, options);
    const std::vector<double> counts = fit.expected_counts();
    double total = 0;
    for (const double count : counts) total += count;
    EXPECT_NEAR(total, 272, 1e-9);
    const std::vector<double> r = responsibilities(fit, Data::view(x));
    std::size_t used = 0;
    for (std::size_t k = 0; k < 6; ++k) {
      double count = 0;
      for (std::size_t n = 0; n < x.size(); ++n) count += r[n * 6 + k];
      EXPECT_NEAR(count, counts[k], 0.05);  // one E-pass later, converged to 1e-8 nats a row
      used += count >= 1 ? 1 : 0;
    }
    EXPECT_EQ(fit.components_in_use(), used);
    EXPECT_LT(used, 6u);
    const Candidate c = select_models({model}, Data::view(x), {.fit = options}).candidates[0];
    EXPECT_EQ(c.components_in_use(), used);
  }
}

TEST(ComponentsInUse, HasNoMeaningForAPoint) {
  const std::vector<double> x = data_values("waiting");
  const Fit fit = varimix::fit(Model(2, gaussian()), Data::view(x));
  EXPECT_TRUE(fit.expected_counts().empty());
  EXPECT_EQ(fit.components_in_use(), std::nullopt);
  const Fit one =
      varimix::fit(Model(1, gaussian()).with_weights_prior(WeightsPrior::stick_breaking(1)),
                   Data::view(x), MeanField{});
  EXPECT_EQ(one.expected_counts(), (std::vector<double>{272}));
  EXPECT_EQ(one.components_in_use(), 1u);
}

}  // namespace
}  // namespace varimix::test
