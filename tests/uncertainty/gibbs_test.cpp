// What a Gibbs sample promises besides being right.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "support/reference_data.hpp"
#include "support/three_columns.hpp"
#include "varimix/varimix.hpp"

namespace varimix::test {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

Data small(const std::vector<double>& values = {1, 2, 2.5, 7, 8, 9.5, 1.2, 8.1}) {
  return Data::own(values, values.size(), 1);
}

Data faithful(bool with_holes) {
  std::vector<double> values;
  const auto columns = data_columns(with_holes ? "faithful_missing" : "faithful");
  for (const auto& column : columns) values.insert(values.end(), column.begin(), column.end());
  return Data::own(values, columns[0].size(), columns.size());
}

TEST(Gibbs, HasTheSameBitsForAnyNumberOfThreads) {
  const Data data = faithful(true);
  GibbsOptions options{.seed = 7, .chains = 3, .warm_up = 20, .draws = 30, .threads = 1};
  const Chains one = gibbs(Model(2, gaussian()), data, options);
  options.threads = 3;
  const Chains three = gibbs(Model(2, gaussian()), data, options);
  EXPECT_EQ(one.weights, three.weights);
  EXPECT_EQ(one.parameters, three.parameters);
  EXPECT_EQ(one.order, three.order);
  EXPECT_EQ(one.responsibilities, three.responsibilities);
}

TEST(Gibbs, ChainsDependOnSeedAndNumberAlone) {
  const GibbsOptions options{.seed = 7, .chains = 2, .warm_up = 5, .draws = 10};
  const Chains two = gibbs(Model(2, gaussian()), small(), options);
  GibbsOptions one = options;
  one.chains = 1;
  const Chains first = gibbs(Model(2, gaussian()), small(), one);
  EXPECT_TRUE(std::equal(first.weights.begin(), first.weights.end(), two.weights.begin()));
  EXPECT_FALSE(std::equal(first.weights.begin(), first.weights.end(),
                          two.weights.begin() + static_cast<std::ptrdiff_t>(first.weights.size())));
  one.seed = 8;
  EXPECT_NE(gibbs(Model(2, gaussian()), small(), one).weights, first.weights);
}

TEST(Gibbs, ThinningKeepsEverySoManiethDraw) {
  const Chains all = gibbs(Model(2, gaussian()), small(), {.chains = 1, .warm_up = 6, .draws = 30});
  const Chains thin =
      gibbs(Model(2, gaussian()), small(), {.chains = 1, .warm_up = 6, .draws = 10, .thin = 3});
  for (std::size_t t = 0; t < 10; ++t)
    EXPECT_EQ(thin.weights[2 * t], all.weights[2 * (3 * t + 2)]) << t;
}

TEST(Gibbs, ARowOfWholeWeightIsAsManyRows) {
  // Not draw by draw, but in distribution: means within 5 Monte Carlo errors of each other.
  const Model model =
      Model(2, gaussian()).with_prior({{"mean", 4}, {"strength", 0.1}, {"shape", 3}, {"scale", 3}});
  const GibbsOptions options{.seed = 2, .draws = 4000};
  const Chains weighted =
      gibbs(model, small({1, 2, 7, 9}).with_weights({2, 1, 3, 0}).with_labels({0, kLatent, 1, 1}),
            options);
  const Chains repeated =
      gibbs(model, small({1, 1, 2, 7, 7, 7}).with_labels({0, 0, kLatent, 1, 1, 1}), options);
  const Uncertainty a = uncertainty(weighted), b = uncertainty(repeated);
  const auto da = diagnose(weighted), db = diagnose(repeated);
  for (std::size_t p = 0; p < a.estimates.size(); ++p)
    EXPECT_NEAR(a.estimates[p].value, b.estimates[p].value,
                5 * std::hypot(a.estimates[p].standard_error / std::sqrt(da[p].ess),
                               b.estimates[p].standard_error / std::sqrt(db[p].ess)))
        << a.estimates[p].parameter;
}

TEST(Gibbs, ResponsibilitiesAreMeansOverTheDraws) {
  const Data data = small({1, 2, 2.5, 7, kMissing, 9.5, 1.2, 8.1})
                        .with_labels({kLatent, 1, kLatent, kLatent, kLatent, kLatent, 0, kLatent});
  const Chains chains = gibbs(Model(2, gaussian()), data, {.draws = 50});
  double weight = 0;
  for (std::size_t t = 0; t < 200; ++t) weight += chains.weights[2 * t] / 200;
  for (std::size_t n = 0; n < 8; ++n)
    EXPECT_NEAR(chains.responsibilities[2 * n] + chains.responsibilities[2 * n + 1], 1, 1e-12);
  EXPECT_EQ(chains.responsibilities[2], 0);                // labelled 2
  EXPECT_NEAR(chains.responsibilities[12], 1, 1e-12);      // labelled 1
  EXPECT_NEAR(chains.responsibilities[8], weight, 1e-12);  // set aside: the mean weight
  EXPECT_GT(chains.responsibilities[0], 0.5);              // 1 lies with 1.2
}

TEST(Gibbs, ATiedCovarianceIsOneInEveryDraw) {
  const Chains chains =
      gibbs(Model(3, gaussian(Covariance::tied)), faithful(false), {.warm_up = 10, .draws = 20});
  const std::size_t size = chains.model.family().sizes().point;
  for (std::size_t t = 0; t < 80; ++t)
    for (std::size_t k = 1; k < 3; ++k)
      for (std::size_t i = 2; i < size; ++i)  // behind the mean
        EXPECT_EQ(chains.parameters[(t * 3 + k) * size + i], chains.parameters[t * 3 * size + i]);
}

TEST(Gibbs, NamesComponentsAlikeInAllChainsAndDraws) {
  // Little and overlapping: chains change from one labeling to the other and back.
  const Data data = small({1, 2, 2.5, 3, 4.2, 5, 6, 6.3});
  const Chains chains = gibbs(Model(2, gaussian()), data, {.draws = 1000});
  double raw = 0;
  std::size_t renamed = 0;
  for (std::size_t t = 0; t < 4000; ++t) {
    renamed += chains.order[2 * t];
    raw += (chains.parameters[4 * t + 2] - chains.parameters[4 * t]) / 4000;
  }
  EXPECT_GT(renamed, 1000u);
  EXPECT_LT(renamed, 3000u);
  EXPECT_LT(std::abs(raw), 1);  // as drawn, both are the same
  const Uncertainty u = uncertainty(chains);
  EXPECT_NEAR(std::abs(u.estimates[4].value - u.estimates[2].value), 3, 0.8);  // the means
  ASSERT_FALSE(u.warnings.empty());
  EXPECT_NE(u.warnings[0].find("components changed places"), std::string::npos);
}

TEST(Gibbs, LosesNoDigitsFarFromTheOrigin) {
  // Whole numbers, so that the shift itself is exact; 1e6 standard deviations away.
  const double shift = 0x1p24;
  std::vector<double> x = data_values("waiting"), far = x;
  for (double& value : far) value += shift;
  const GibbsOptions options{.chains = 1, .warm_up = 5, .draws = 20};
  const Chains near = gibbs(Model(2, gaussian()), small(x), options);
  const Chains away = gibbs(Model(2, gaussian()), small(far), options);
  for (std::size_t t = 0; t < 20; ++t) {
    for (std::size_t k = 0; k < 2; ++k) {
      const std::size_t i = 4 * t + 2 * k;
      // A mean is stored to eps * shift = 4e-9; a draw follows on the one before.
      EXPECT_NEAR(away.parameters[i] - shift, near.parameters[i], 1e-6) << t;
      EXPECT_NEAR(away.parameters[i + 1] / near.parameters[i + 1], 1, 1e-6) << t;
    }
  }
}

TEST(Gibbs, BeginsWhereItIsToldTo) {
  const Point point{{0.9, 0.1}, {2, 1, 8, 1}};
  GibbsOptions options{.start = Belief(point), .chains = 1, .warm_up = 0, .draws = 4};
  const Chains a = gibbs(Model(2, gaussian()), small(), options);
  options.start = Belief(Point{{0.9, 0.1}, {8, 1, 2, 1}});
  const Chains b = gibbs(Model(2, gaussian()), small(), options);
  EXPECT_LT(a.parameters[0], a.parameters[2]);
  EXPECT_GT(b.parameters[0], b.parameters[2]);
  const Fit vb = fit(Model(2, gaussian()), small(), MeanField{});
  options.start = vb.belief;
  EXPECT_EQ(gibbs(Model(2, gaussian()), small(), options).weights.size(), 8u);
  options.start = Partition{{0, 0, 0, 1, 1, 1, 0, 1}};
  EXPECT_EQ(gibbs(Model(2, gaussian()), small(), options).weights.size(), 8u);
}

TEST(Gibbs, SamplesEveryFamilyWithAConjugatePrior) {
  for (const Covariance covariance :
       {Covariance::full, Covariance::diagonal, Covariance::spherical, Covariance::tied}) {
    const Chains chains =
        gibbs(Model(2, gaussian(covariance)), faithful(true), {.warm_up = 100, .draws = 100});
    for (const Estimate& e : uncertainty(chains).estimates) {
      EXPECT_TRUE(std::isfinite(e.value) && std::isfinite(e.standard_error));
      EXPECT_LT(e.interval.lower, e.interval.upper) << e.parameter;
    }
  }
}

TEST(Gibbs, MeansOfASampleAreAFit) {
  const Data data = faithful(false);
  const Chains chains = gibbs(Model(2, gaussian()), data, {.draws = 200});
  const Fit means = posterior_mean(chains);
  const Uncertainty u = uncertainty(chains);
  EXPECT_TRUE(is_gibbs(means));
  EXPECT_FALSE(is_gibbs(fit(Model(2, gaussian()), data)));
  EXPECT_EQ(means.summary.weights[0], u.estimates[0].value);
  for (const Estimate& e : u.estimates) {
    if (e.parameter == "covariance") {
      EXPECT_NEAR(means.covariance(e.component)(static_cast<Eigen::Index>(e.row),
                                                static_cast<Eigen::Index>(e.column)),
                  e.value, 1e-12 * std::abs(e.value));  // by its factor
    }
  }
  EXPECT_EQ(predict(means, data).log_density.size(), 272u);
  const Fit back = fit_from_json(to_json(means));
  EXPECT_TRUE(is_gibbs(back));
  EXPECT_EQ(to_json(back), to_json(means));
  EXPECT_TRUE(is_gibbs(marginal(means, {"x2"})));
  EXPECT_NE(to_json(marginal(means, {"x2"})).find("\"method\": \"gibbs\""), std::string::npos);
  EXPECT_NE(summary_text(means).find("gibbs: draws from the posterior"), std::string::npos);
}

struct WithoutDraws : PoissonColumn {
  void draw_parameters() = delete;
};

std::string refusal(const Model& model, const Data& data, const GibbsOptions& options = {}) {
  try {
    gibbs(model, data, options);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

TEST(Gibbs, RefusesInOneLineWhatItCannotSample) {
  const Model model(2, gaussian());
  EXPECT_EQ(refusal(model, small().with_weights({1, 1, 0.5, 1, 1, 1, 1, 1})),
            "row 3 weighs 0.5: a Gibbs sampler draws a component for each of the rows it stands "
            "for; accepted: whole numbers");
  EXPECT_NE(refusal(model, small().with_weights({1e8, 1, 1, 1, 1, 1, 1, 1})).find("up to 1e+07"),
            std::string::npos);
  EXPECT_EQ(refusal(model, small(), {.chains = 0}), "0 chains; accepted: 1 or more");
  EXPECT_NE(refusal(model, small(), {.draws = 3}).find("accepted: 4 or more"), std::string::npos);
  EXPECT_NE(refusal(model, small(), {.thin = 0}).find("thin is 0"), std::string::npos);
  EXPECT_NE(refusal(Model(9, gaussian()), small()).find("9 components for 8 rows"),
            std::string::npos);
  EXPECT_NE(refusal(model, small(), {.start = Partition{{0, 1}}}).find("partition has 2 rows"),
            std::string::npos);
  const auto silent = std::make_shared<FamilyOf<WithoutDraws>>(WithoutDraws{});
  EXPECT_EQ(refusal(Model(2, silent), small({1, 2, 5})),
            "family poisson cannot draw parameters from their posterior");
  EXPECT_THROW(gibbs(model, small(), {.draws = std::size_t{1} << 62U}), std::bad_alloc);
  const Chains chains = gibbs(model, small(), {.warm_up = 1, .draws = 4});
  EXPECT_THROW(uncertainty(chains, 1), std::invalid_argument);
}

}  // namespace
}  // namespace varimix::test
