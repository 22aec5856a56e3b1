#include <gtest/gtest.h>

#include "json/examples.hpp"
#include "varimix/model.hpp"

namespace varimix {
namespace {

using testing::changed;
using testing::one_column;
using testing::refusal;
using testing::resolved;
using testing::two_columns;

void expect_round_trip(const Model& model) {
  const std::string text = model.to_json();
  SCOPED_TRACE(text);
  const Model back = Model::from_json(text);
  EXPECT_EQ(back.to_json(), text);
  EXPECT_EQ(back.components(), model.components());
  EXPECT_EQ(back.family().name(), model.family().name());
  EXPECT_EQ(back.family().covariance(), model.family().covariance());
  EXPECT_EQ(back.family().columns(), model.family().columns());
  EXPECT_EQ(back.columns(), model.columns());
  EXPECT_EQ(back.hyperparameters(), model.hyperparameters());
  EXPECT_EQ(back.weights_prior().kind, model.weights_prior().kind);
  EXPECT_EQ(back.weights_prior().concentration, model.weights_prior().concentration);
}

TEST(ModelJson, WritesTheDescriptionOfAResolvedModel) {
  const Model model =
      Model(2, gaussian())
          .with_prior({{"mean", 1.5}, {"strength", 0.01}, {"shape", 2}, {"scale", 3}});
  EXPECT_EQ(resolved(model, one_column()).to_json(), R"({
  "format": "varimix-model/1",
  "components": 2,
  "columns": ["count"],
  "weights_prior": {"type": "dirichlet", "concentration": [1, 1]},
  "family": {"type": "gaussian", "covariance": "full", "prior": {"type": "normal-inverse-gamma", "mean": 1.5, "strength": 0.01, "shape": 2, "scale": 3}}
})");
}

TEST(ModelJson, ReadsBackEveryResolvedModel) {
  for (const Covariance covariance : {Covariance::full, Covariance::spherical, Covariance::tied}) {
    expect_round_trip(resolved(Model(3, gaussian(covariance)), one_column()));
    expect_round_trip(resolved(Model(3, gaussian(covariance)).with_default_prior(), one_column()));
  }
  expect_round_trip(
      resolved(Model(1, gaussian(Covariance::diagonal)).with_default_prior(), two_columns()));
  expect_round_trip(resolved(Model(2, poisson()).with_default_prior(), two_columns()));
  expect_round_trip(resolved(
      Model(2, poisson()).with_weights_prior(WeightsPrior::stick_breaking(0.1)), one_column()));
}

TEST(ModelJson, ReadsBackEveryUnresolvedModel) {
  expect_round_trip(Model(3, gaussian(Covariance::tied)));
  expect_round_trip(Model(3, poisson()).with_default_prior());
  expect_round_trip(Model(3, gaussian()).with_prior({{"strength", 0.1}}));
  expect_round_trip(
      Model(2, poisson()).with_prior({{"shape", {2}, {0.1, 3}}, {"rate", {}, {1.0 / 3.0}}}));
  expect_round_trip(Model(2, poisson()).with_weights_prior(WeightsPrior::dirichlet({0.1, 0.2})));
  expect_round_trip(Model(2, poisson()).with_weights_prior(WeightsPrior::dirichlet(0.1)));
}

TEST(ModelJson, NeedsNoDataOnceResolved) {
  const Model fitted =
      resolved(Model(2, gaussian(Covariance::diagonal)).with_default_prior(), two_columns());
  const Data others = Data::own({1e9, 2e9, 5e9, -3, -4, -7}, 3, 2);
  EXPECT_EQ(resolved(Model::from_json(fitted.to_json()), others).hyperparameters(),
            fitted.hyperparameters());
}

TEST(ModelJson, FillsInWhatADescriptionByHandLeavesOut) {
  const Model model = Model::from_json(
      R"({"format": "varimix-model/1", "components": 2, "family": {"type": "gaussian"}})");
  EXPECT_EQ(model.family().covariance(), "full");
  EXPECT_EQ(model.prior_kind(), Model::Prior::none);
  EXPECT_TRUE(model.weights_prior().flat());
  EXPECT_TRUE(model.columns().empty());
}

TEST(ModelJson, ResolvesAPriorOnlyWhenItsEntriesNeedNoData) {
  const std::string text = R"({"format": "varimix-model/1", "components": 2, "columns": ["a", "b"],
      "family": {"type": "gaussian", "covariance": "diagonal", "prior": {"strength": 0.1, "mean": 0, "scale": [1, 2]}}})";
  EXPECT_EQ(Model::from_json(text).hyperparameters(),
            (std::vector<double>{0, 0.1, 1.5, 1, 0, 0.1, 1.5, 2}));
  EXPECT_EQ(Model::from_json(text).weights_prior().concentration, (std::vector<double>{1, 1}));
  const Model open = Model::from_json(changed(text, "\"mean\": 0, ", ""));
  EXPECT_TRUE(open.hyperparameters().empty());
  EXPECT_EQ(open.prior_kind(), Model::Prior::given);
  EXPECT_EQ(open.columns(), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(Model::from_json(open.to_json()).to_json(), open.to_json());
}

TEST(ModelJson, SaysWhatIsWrongAndWhatIsAccepted) {
  const std::string good = R"({"format": "varimix-model/1", "components": 3, "columns": ["a", "b"],
    "weights_prior": {"type": "dirichlet", "concentration": [1, 1, 1]},
    "family": {"type": "gaussian", "covariance": "diagonal",
      "prior": {"type": "normal-inverse-gamma", "mean": [0, 0], "strength": 0.01, "shape": 2, "scale": 1}}})";
  ASSERT_EQ(refusal([&] { Model::from_json(good); }), "");
  const struct {
    const char *from, *to, *message;
  } cases[] = {
      {"varimix-model/1", "varimix-model/2",
       "format: found \"varimix-model/2\"; accepted: varimix-model/1"},
      {"\"format\": \"varimix-model/1\", ", "", "format: is missing; accepted: varimix-model/1"},
      {"\"components\": 3, ", "",
       "components: is missing; accepted: a whole number from 1 to 2147483647"},
      {"\"components\": 3", "\"components\": 0",
       "components: found 0; accepted: a whole number from 1 to 2147483647"},
      {"\"components\": 3", "\"components\": 2.5",
       "components: found 2.5; accepted: a whole number from 1 to 2147483647"},
      {"\"components\": 3", "\"components\": \"3\"",
       "components: found \"3\"; accepted: a whole number from 1 to 2147483647"},
      {"\"components\": 3", "\"components\": 2",
       "weights_prior.concentration: found a list of 3; accepted: a list of 2 numbers"},
      {"\"columns\"", "\"colums\"",
       "key \"colums\" is unknown (did you mean \"columns\"?); accepted: format, components, "
       "columns, weights_prior, "
       "family"},
      {"[\"a\", \"b\"]", "[]", "columns: found a list of 0; accepted: at least one column name"},
      {"[\"a\", \"b\"]", "[\"a\", 2]", "columns[1]: found 2; accepted: a text"},
      {"\"dirichlet\"", "\"dirichlett\"",
       "weights_prior.type: \"dirichlett\" is unknown (did you mean \"dirichlet\"?); accepted: "
       "dirichlet, "
       "stick-breaking"},
      {"[1, 1, 1]", "[1, 0, 1]", "weights_prior.concentration: found 0; accepted: numbers > 0"},
      {"[1, 1, 1]", "\"1\"", "weights_prior.concentration: found \"1\"; accepted: a number"},
      {"\"dirichlet\"", "\"stick-breaking\"",
       "weights_prior.concentration: found a list of 3; accepted: a number"},
      {"\"gaussian\"", "\"gausian\"",
       "family.type: \"gausian\" is unknown (did you mean \"gaussian\"?); accepted: gaussian, "
       "poisson"},
      {"\"gaussian\"", "\"poisson\"",
       "family: family poisson has no covariance to choose, found \"diagonal\"; accepted: none"},
      {"\"diagonal\"", "\"diagnal\"",
       "family: covariance \"diagnal\" is unknown (did you mean \"diagonal\"?); accepted: full, "
       "diagonal, spherical, "
       "tied"},
      {"\"prior\"", "\"priors\"",
       "family: key \"priors\" is unknown (did you mean \"prior\"?); accepted: type, covariance, "
       "prior"},
      {"normal-inverse-gamma", "normal-inverse-gama",
       "family.prior.type: \"normal-inverse-gama\" is unknown (did you mean "
       "\"normal-inverse-gamma\"?); accepted: "
       "normal-inverse-gamma"},
      {"[0, 0]", "[0, 0, 0]",
       "family.prior: prior of family gaussian: mean has 3 entries; accepted: 1 or 2"},
      {"[0, 0]", "[0, null]", "family.prior.mean[1]: found null; accepted: a number"},
      {"[0, 0]", "\"zero\"",
       "family.prior.mean: found \"zero\"; accepted: a number, a list of numbers or a list of "
       "rows"},
      {"\"strength\"", "\"strenght\"",
       "family.prior: prior of family gaussian: unknown entry 'strenght' (did you mean "
       "'strength'?); accepted: mean, "
       "strength, shape, scale"},
      {"\"shape\": 2", "\"shape\": -2",
       "family.prior: prior of family gaussian: shape is -2; accepted: a finite number > 0"},
      {"\"shape\": 2", "\"shape\": 2e999",
       "number overflow parsing '2e999'; accepted: finite numbers"},
      {"\"scale\": 1", "\"scale\": NaN", ": syntax error while parsing value"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.to);
    const std::string bad = changed(good, c.from, c.to);
    const std::string message = refusal([&] { Model::from_json(bad); });
    EXPECT_NE(message.find(c.message), std::string::npos) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
  }
}

}  // namespace
}  // namespace varimix
