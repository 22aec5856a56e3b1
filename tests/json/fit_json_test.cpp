#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "json/examples.hpp"
#include "varimix/report.hpp"

namespace varimix {
namespace {

using testing::changed;
using testing::diagonal_em_fit;
using testing::fit_of;
using testing::kTwoWeights;
using testing::one_column;
using testing::point_fit;
using testing::poisson_vb_fit;
using testing::refusal;
using testing::resolved;

void expect_equal(const Belief& a, const Belief& b) {
  ASSERT_EQ(a.index(), b.index());
  if (const auto* point = std::get_if<Point>(&a)) {
    EXPECT_EQ(point->weights, std::get<Point>(b).weights);
    EXPECT_EQ(point->parameters, std::get<Point>(b).parameters);
  } else {
    const auto &p = std::get<Posterior>(a), &q = std::get<Posterior>(b);
    EXPECT_EQ(p.weights.kind, q.weights.kind);
    EXPECT_EQ(p.weights.alpha, q.weights.alpha);
    EXPECT_EQ(p.weights.beta, q.weights.beta);
    EXPECT_EQ(p.hyperparameters, q.hyperparameters);
  }
}

void expect_round_trip(const Fit& fit) {
  const std::string text = to_json(fit);
  SCOPED_TRACE(text);
  const Fit back = fit_from_json(text);
  EXPECT_EQ(to_json(back), text);
  expect_equal(back.belief, fit.belief);
  expect_equal(back.summary, fit.summary);
  EXPECT_EQ(method_name(back.backend), method_name(fit.backend));
  EXPECT_EQ(back.objective_name(), fit.objective_name());
  EXPECT_EQ(back.rows, fit.rows);
  EXPECT_EQ(back.total_weight, fit.total_weight);
  EXPECT_EQ(back.trace, fit.trace);
  EXPECT_EQ(back.objective, fit.objective);
  EXPECT_EQ(back.log_likelihood, fit.log_likelihood);
  EXPECT_EQ(back.criteria.bic, fit.criteria.bic);
  EXPECT_EQ(back.criteria.free_parameters, fit.criteria.free_parameters);
  EXPECT_EQ(back.termination, fit.termination);
  EXPECT_EQ(back.iterations, fit.iterations);
  EXPECT_EQ(back.e_passes, fit.e_passes);
  EXPECT_EQ(back.spurious, fit.spurious);
  EXPECT_EQ(back.warnings, fit.warnings);
  EXPECT_EQ(back.seconds.iterate, fit.seconds.iterate);
}

Fit tied_fit(Backend backend) {
  const Model model =
      resolved(Model(2, gaussian(Covariance::tied)).with_default_prior(), one_column());
  return point_fit(model, backend, {kTwoWeights, {1.0 / 3.0, 0.1, 7.0, 0.1}});
}

TEST(FitJson, LosesNoBitOfAPoint) {
  const Point two = {kTwoWeights, {1.0 / 3.0, 0.1, 7.0, 1.0 / 7.0}};
  const Model flat = resolved(Model(2, gaussian()), one_column());
  const Model prior = resolved(Model(2, gaussian()).with_default_prior(), one_column());
  expect_round_trip(diagonal_em_fit());
  expect_round_trip(point_fit(flat, MaximumLikelihood{}, two));
  expect_round_trip(
      point_fit(flat, ExpectationMaximization{ExpectationMaximization::Assignment::hard}, two));
  expect_round_trip(point_fit(
      prior, ExpectationMaximization{.estimate = ExpectationMaximization::Estimate::posterior_mode},
      two));
  expect_round_trip(
      point_fit(prior,
                ExpectationMaximization{ExpectationMaximization::Assignment::hard,
                                        ExpectationMaximization::Estimate::posterior_mode},
                two));
  expect_round_trip(point_fit(flat, MeanField{MeanField::Factor::point_mass}, two));
  expect_round_trip(point_fit(prior, MeanField{MeanField::Factor::point_mass}, two));
  expect_round_trip(tied_fit(ExpectationMaximization{}));
  expect_round_trip(point_fit(resolved(Model(2, poisson()), one_column()),
                              ExpectationMaximization{}, {kTwoWeights, {0.1, 1e-9}}));
}

TEST(FitJson, TellsPrecisionWhereItWasFloat) {
  Fit fit = diagonal_em_fit();
  EXPECT_FALSE(nlohmann::json::parse(to_json(fit)).contains("precision"));
  fit.precision = Precision::float32;
  EXPECT_EQ(nlohmann::json::parse(to_json(fit))["precision"], "float32");
  EXPECT_EQ(fit_from_json(to_json(fit)).precision, Precision::float32);
}

TEST(FitJson, LosesNoBitOfAPosterior) {
  expect_round_trip(poisson_vb_fit());
  const Point two = {kTwoWeights, {1.0 / 3.0, 0.1, 7.0, 1.0 / 7.0}};
  const Posterior posterior{{WeightsPrior::Kind::dirichlet, {1.1, 2.0 / 3.0}, {}},
                            {0.1, 0.01, 1.6, 0.3, 7.1, 0.02, 1.0 / 3.0, 1e-9}};
  expect_round_trip(fit_of(resolved(Model(2, gaussian()).with_default_prior(), one_column()),
                           MeanField{}, two, posterior));
}

TEST(FitJson, LosesNoBitOfWhatEveryMethodFinds) {
  const Data data = Data::own({0, 1, 2, 1, 0, 9, 11, 8, 10, 12, 7, 3}, 12, 1);
  for (const FamilyPtr& family :
       {gaussian(), gaussian(Covariance::diagonal), gaussian(Covariance::tied), poisson()}) {
    for (const char* method : {"ml", "em", "map", "vb", "vb-point"}) {
      SCOPED_TRACE(family->name() + " " + family->covariance() + " " + method);
      const Fit found =
          fit(Model(2, family), data, backend_from_name(method), {.max_iterations = 20});
      expect_round_trip(found);
      EXPECT_EQ(log_density(fit_from_json(to_json(found)), data), log_density(found, data));
    }
  }
}

TEST(FitJson, WritesWhatTiedComponentsShareOnce) {
  Fit fit = tied_fit(MeanField{});
  fit.criteria = {};
  fit.belief = Posterior{{WeightsPrior::Kind::dirichlet, {1.1, 2.0 / 3.0}, {}},
                         {0.1, 0.01, 1.6, 0.3, 7.1, 0.02, 1.6, 0.3}};
  expect_round_trip(fit);
  const auto json = nlohmann::json::parse(to_json(fit))["posterior"];
  EXPECT_EQ(json["covariance"]["type"], "inverse-wishart");
  EXPECT_EQ(json["covariance"]["dof"], 3.2);
  EXPECT_EQ(json["components"][1]["type"], "normal");
}

TEST(FitJson, KeepsStickBreakingWeights) {
  const Model model = resolved(Model(3, poisson())
                                   .with_default_prior()
                                   .with_weights_prior(WeightsPrior::stick_breaking(0.1)),
                               one_column());
  const Posterior posterior{{WeightsPrior::Kind::stick_breaking, {1.1, 1.2}, {0.3, 1.0 / 3.0}},
                            {1, 2, 3, 4, 5, 6}};
  expect_round_trip(fit_of(model, MeanField{}, {{0.5, 0.25, 0.25}, {1, 2, 3}}, posterior));
}

TEST(FitJson, StandsInTheOrderOfTheContract) {
  const auto json = nlohmann::ordered_json::parse(to_json(diagonal_em_fit()));
  std::vector<std::string> keys;
  for (const auto& member : json.items()) keys.push_back(member.key());
  EXPECT_EQ(keys,
            (std::vector<std::string>{
                "format",     "method",          "model",          "rows",         "total_weight",
                "columns",    "objective",       "log_likelihood", "bic",          "aic",
                "icl",        "free_parameters", "converged",      "acceleration", "iterations",
                "e_passes",   "stopped_by",      "spurious",       "warnings",     "weights",
                "components", "posterior",       "seconds"}));
  EXPECT_EQ(json["components"][0]["covariance"].dump(), "[[0.1,0],[0,1e-300]]");
  EXPECT_EQ(json["model"]["format"], "varimix-model/1");
  EXPECT_EQ(json["objective"]["name"], "log_likelihood");
  EXPECT_EQ(json["seconds"]["per_iteration"], 0.7 / 3.0);
  EXPECT_TRUE(json["posterior"].is_null());
}

TEST(FitJson, WritesNullWhereThereIsNoSuchNumber) {
  const auto json = nlohmann::json::parse(to_json(poisson_vb_fit()));
  for (const char* key : {"bic", "aic", "icl", "free_parameters"})
    EXPECT_TRUE(json[key].is_null()) << key;
  Fit fit = diagonal_em_fit();
  fit.log_likelihood = std::numeric_limits<double>::quiet_NaN();
  fit.iterations = 0;
  const std::string text = to_json(fit);
  EXPECT_TRUE(nlohmann::json::parse(text)["log_likelihood"].is_null());
  EXPECT_TRUE(nlohmann::json::parse(text)["seconds"]["per_iteration"].is_null());
  EXPECT_EQ(to_json(fit_from_json(text)), text);
}

TEST(FitJson, IgnoresWhatLaterVersionsAdd) {
  const std::string text = to_json(diagonal_em_fit());
  EXPECT_EQ(to_json(fit_from_json(changed(text, "\"rows\"", "\"momentum\": \"none\", \"rows\""))),
            text);
}

struct Change {
  const char *from, *to, *message;
};

void expect_refusals(const std::string& good, const std::vector<Change>& changes) {
  ASSERT_EQ(refusal([&] { fit_from_json(good); }), "");
  for (const Change& change : changes) {
    SCOPED_TRACE(change.to);
    const std::string bad = changed(good, change.from, change.to);
    const std::string message = refusal([&] { fit_from_json(bad); });
    EXPECT_TRUE(message.starts_with(change.message)) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
  }
}

TEST(FitJson, SaysWhatIsWrongWithAPoint) {
  expect_refusals(
      to_json(diagonal_em_fit()),
      {{"varimix-fit/1", "varimix-fit/9",
        "format: found \"varimix-fit/9\"; accepted: varimix-fit/1"},
       {"\"em\"", "\"emm\"", "method: "},
       {"\"em\"", "\"vb\"", "posterior: found null; accepted: an object, for the method is vb"},
       {"\"components\": 2", "\"components\": 0",
        "model: components: found 0; accepted: a whole number from 1 to 2147483647"},
       {"\"rows\": 4", "\"rows\": -4", "rows: found -4; accepted: a whole number >= 0"},
       {"\"rows\": 4", "\"rows\": null", "rows: found null; accepted: a whole number >= 0"},
       {"  \"columns\": [\"a\", \"b \\\"quoted\\\"\"],\n  \"obj",
        "  \"columns\": [\"a\"],\n  \"obj",
        "columns: they are not those of model.columns; accepted: the same names"},
       {"\"log_likelihood\"", "\"elbo\"",
        "objective.name: found \"elbo\"; accepted: log_likelihood, for the method is em"},
       {"\"trace\": [", "\"trace\": [\"x\", ",
        "objective.trace[0]: found \"x\"; accepted: a number"},
       {"\"bic\": ", "\"bci\": ", "bic: is missing; accepted: a number"},
       {"\"converged\": true", "\"converged\": false",
        "converged: found false; accepted: true, for it was stopped by tolerance"},
       {"\"converged\": true", "\"converged\": 1", "converged: found 1; accepted: true or false"},
       {"\"tolerance\"", "\"tolerence\"",
        "stopped_by: \"tolerence\" is unknown (did you mean \"tolerance\"?); accepted: "},
       {"\"weights\": [0.3", "\"weights\": [0.31", "weights: the sum is 1.01"},
       {"\"weights\": [0.3", "\"weights\": [-0.3", "weights[0]: found -0.3"},
       {"\"weights\": [", "\"weights\": [0, ",
        "weights: found a list of 3; accepted: a list of 2 numbers"},
       {"\"weights\": [", "\"weights\": [null, ",
        "weights: found a list of 3; accepted: a list of 2 numbers"},
       {"\"components\": [\n", "\"components\": [{},\n",
        "components: found a list of 3; accepted: a list of 2 components"},
       {"{\"mean\": [0.3", "{\"mean\": [1, 0.3",
        "components[0]: mean has 3 entries; accepted: 2, one per column"},
       {"{\"mean\": [0.3", "{\"mena\": [0.3",
        "components[0]: a gaussian component needs mean and covariance"},
       {"{\"mean\": [0.3", "{\"mean\": [null, 0.3",
        "components[0].mean[0]: found null; accepted: a number"},
       {"\"covariance\": [[0.1", "\"covariance\": [[-0.1",
        "components[0]: covariance is not positive definite; accepted: finite variances > 0"},
       {"[[3, 0]", "[[3, 2]",
        "components[1]: covariance has an entry other than 0 off its diagonal"},
       {"[[3, 0]", "[[3]",
        "components[1].covariance[1]: found a list of 2; accepted: a list of 1 number"},
       {"\"posterior\": null", "\"posterior\": {}",
        "posterior: found an object; accepted: null, for the method is em"},
       {"\"posterior\": null,\n", "",
        "posterior: is missing; accepted: null, for the method is em"},
       {"\"read\"", "\"reed\"", "seconds.read: is missing; accepted: a number"}});
}

TEST(FitJson, SaysWhatIsWrongWithAPosterior) {
  expect_refusals(
      to_json(poisson_vb_fit()),
      {{"\"concentration\": [0.6", "\"concentration\": [1, 0.6",
        "posterior.weights.concentration: found a list of 3; accepted: a list of 2 numbers"},
       {"\"concentration\": [0.6", "\"concentration\": [-0.6",
        "posterior.weights.concentration[0]: found -0.6"},
       {"\"weights\": {\"type\": \"dirichlet\"", "\"weights\": {\"type\": \"stick-breaking\"",
        "posterior.weights.type: found \"stick-breaking\"; accepted: dirichlet"},
       {"{\"type\": \"gamma\", \"shape\": [31", "{\"type\": \"beta\", \"shape\": [31",
        "posterior.components[1]: conjugate type 'beta'"},
       {"\"shape\": [31", "\"shape\": [-31",
        "posterior.components[1]: prior of family poisson: shape is -31"},
       {"\"shape\": [31", "\"shapes\": [31",
        "posterior.components[1]: poisson: 'shape' is missing"},
       {"\"shape\": [31", "\"shape\": [2, 31",
        "posterior.components[1]: poisson: shape has 2 entries"},
       {"\"posterior\": {", "\"posterior\": {\"covariance\": {\"type\": \"inverse-wishart\"}, ",
        "posterior: key \"covariance\" is unknown; accepted: weights, components"}});
}

TEST(FitJson, RefusesTiedComponentsThatDiffer) {
  const std::string text = to_json(tied_fit(ExpectationMaximization{}));
  const std::string bad = changed(text, "[7], \"covariance\": [[0.1", "[7], \"covariance\": [[0.2");
  EXPECT_EQ(refusal([&] { fit_from_json(bad); }),
            "components: the covariance of component 2 is not that of component 1; accepted: the "
            "same for all, for "
            "they are tied");
}

TEST(FitJson, SaysWhereATruncatedFileEnds) {
  const std::string text = to_json(diagonal_em_fit());
  const std::size_t lines =
      static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  const std::string message = refusal([&] { fit_from_json(text.substr(0, text.size() - 1)); });
  EXPECT_TRUE(message.starts_with("line " + std::to_string(lines) + ", column ")) << message;
  for (std::size_t size = 0; size < text.size(); size += 7) {
    EXPECT_NE(refusal([&] { fit_from_json(text.substr(0, size)); }), "") << size;
  }
}

}  // namespace
}  // namespace varimix
