// The door: what cannot be used is refused with its place and what would be accepted.
#include <gtest/gtest.h>

#include <limits>

#include "support/reference_problems.hpp"

namespace varimix::test {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

const std::vector<double> kValues = {1, 2, 4, 8, 9, 11};

Data values(const std::vector<double>& x = kValues) { return Data::own(x, x.size(), 1); }

std::string refusal(const Data& data, const Model& model, const Backend& backend = em(),
                    const FitOptions& options = {}) {
  try {
    fit(model, data, backend, options);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "accepted";
}

std::string start_refusal(Start start) {
  FitOptions options;
  options.start = std::move(start);
  return refusal(values(), Model(2, gaussian()), em(), options);
}

TEST(Door, AConstantColumnIsRefusedByName) {
  const Data data = values({3, 3, 3, 3}).with_names({"depth"});
  const std::string expected =
      "column 'depth': every value is the same, a Gaussian cannot be fitted to it; drop the "
      "column, "
      "or give map or vb an explicit prior (mean, strength, shape, scale)";
  const Model flat(1, gaussian());
  for (const Backend& backend : {Backend(MaximumLikelihood{}), em(), map(), vb(), vb_point()})
    EXPECT_EQ(refusal(data, flat, backend), expected) << method_name(backend);
  EXPECT_EQ(refusal(data, flat.with_default_prior(), vb()), expected);
  const Model prior = flat.with_prior({{"mean", 0}, {"strength", 0.1}, {"shape", 2}, {"scale", 1}});
  EXPECT_EQ(refusal(data, prior, em()), expected);
}

TEST(Door, AConstantColumnIsAcceptedWithAnExplicitPriorByMapAndVb) {
  const Data data = values({3, 3, 3, 3});
  for (const std::size_t components : {1U, 2U}) {
    const Model model =
        Model(components, gaussian())
            .with_prior({{"mean", 0}, {"strength", 0.1}, {"shape", 2}, {"scale", 1}});
    for (const Backend& backend : {map(), vb(), vb_point()}) {
      const Fit fit = run(model, data, backend, AutomaticStart::kmeans_plus_plus, 50, 1e-8);
      EXPECT_TRUE(std::isfinite(fit.objective)) << method_name(backend);
      EXPECT_GT(fit.covariance(0)(0, 0), 0);
    }
  }
}

TEST(Door, CountsThatAreAllZeroNeedAPrior) {
  const Data data = values({0, 0, 0}).with_names({"deaths"});
  EXPECT_EQ(refusal(data, Model(1, poisson())),
            "column 'deaths': every count is 0: the rate has no positive estimate; drop the column "
            "or give a prior");
  EXPECT_EQ(refusal(data, Model(1, poisson()).with_prior({{"shape", 1}, {"rate", 2}}), vb()),
            "accepted");
}

TEST(Door, MoreComponentsThanRowsAreRefused) {
  EXPECT_EQ(refusal(values(), Model(7, gaussian())),
            "7 components for 6 rows; accepted: at most one component per row");
  EXPECT_EQ(refusal(values().with_weights({1, 1, 0, 1, 1, 1}), Model(6, gaussian())),
            "6 components for 5 rows; accepted: at most one component per row");
}

TEST(Door, MoreComponentsThanDistinctRowsAreAWarning) {
  const Data data = values({1, 1, 1, 5, 5, 9, 9, 9});
  for (const Backend& backend : {em(), map(), vb()}) {
    const Fit fit = run(Model(4, gaussian()), data, backend, AutomaticStart::kmeans_plus_plus, 20);
    ASSERT_FALSE(fit.warnings.empty());
    EXPECT_EQ(fit.warnings[0], "there are more components than distinct rows");
    for (const double value : fit.summary.parameters) EXPECT_TRUE(std::isfinite(value));
  }
  EXPECT_TRUE(run(Model(3, gaussian()), data, vb(), AutomaticStart::random, 9).warnings.empty());
}

TEST(Door, LabelsBeyondTheComponentsAreRefused) {
  EXPECT_EQ(refusal(values().with_labels({-1, -1, 2, -1, -1, -1}), Model(2, gaussian())),
            "row 3: the label is component 3 of a model with 2");
  EXPECT_THROW(values().with_labels({-2, 0, 0, 0, 0, 0}), std::invalid_argument);
  EXPECT_THROW(values().with_labels({0, 0}), std::invalid_argument);
}

// A start that contradicts a known label: the label prevails.
TEST(Door, ALabelPrevailsOverAStartThatContradictsIt) {
  const Data data = values().with_labels({0, -1, -1, -1, -1, 1});
  const Fit fit = run(Model(2, gaussian()), data, em(), Partition{{1, 0, 0, 1, 1, 0}}, 3);
  const Fit agreed = run(Model(2, gaussian()), data, em(), Partition{{0, 0, 0, 1, 1, 1}}, 3);
  EXPECT_EQ(fit.trace, agreed.trace);
}

TEST(Door, CellsOutsideTheSupportAreNamed) {
  EXPECT_EQ(refusal(values({1, 2.5, 3}).with_names({"n"}), Model(1, poisson())),
            "row 2, column 'n': 2.5 is no value of family poisson; accepted: a whole number >= 0, "
            "or missing");
  EXPECT_EQ(refusal(values({1, 2, -3}).with_names({"n"}), Model(1, poisson())),
            "row 3, column 'n': -3 is no value of family poisson; accepted: a whole number >= 0, "
            "or missing");
  EXPECT_EQ(refusal(values({1, kInfinity, 3}).with_names({"n"}), Model(1, gaussian())),
            "row 2, column 'n': the value is infinite; accepted: a finite number, or NaN for "
            "missing");
}

TEST(Door, DataWithoutAnythingAreRefused) {
  EXPECT_EQ(refusal(values({}), Model(1, gaussian())), "the data have no rows");
  EXPECT_EQ(refusal(values({kNaN, kNaN}), Model(1, gaussian())),
            "no row takes part: every row has weight 0 or no observed cell");
  EXPECT_EQ(
      refusal(values({kNaN, kNaN}).with_labels({0, 1}).with_names({"x"}), Model(2, gaussian())),
      "column 'x' has no value at all; leave it out");
}

TEST(Door, WeightsMustBeFiniteAndNotAllZero) {
  EXPECT_THROW(values().with_weights({1, 1, -1, 1, 1, 1}), std::invalid_argument);
  EXPECT_THROW(values().with_weights({1, 1, kNaN, 1, 1, 1}), std::invalid_argument);
  EXPECT_THROW(values().with_weights({0, 0, 0, 0, 0, 0}), std::invalid_argument);
  EXPECT_THROW(values().with_weights({1}), std::invalid_argument);
}

TEST(Door, TheDefaultPriorNeedsAWeightAboveOne) {
  const Data light = values().with_weights({0.1, 0.1, 0.1, 0.1, 0.1, 0.1});
  EXPECT_EQ(refusal(light, Model(2, gaussian()), vb()),
            "prior of family gaussian: the default scale needs a total weight above 1; give scale");
}

TEST(Door, StartsMustFitTheDataAndTheModel) {
  EXPECT_EQ(start_refusal(Partition{{0, 1}}), "the start's partition has 2 rows, the data have 6");
  EXPECT_EQ(start_refusal(Partition{{0, 1, 0, 2, 0, 1}}),
            "the start's partition puts row 4 into component 3 of 2");
  EXPECT_EQ(start_refusal(Responsibilities{2, {1, 0}}),
            "the start's responsibilities do not have 6 rows of 2");
  EXPECT_EQ(start_refusal(Responsibilities{2, {1, 0, 1, 0, .5, .4, 1, 0, 1, 0, 1, 0}}),
            "row 3 of the start's responsibilities sums to 0.9; accepted: rows that sum to 1");
  EXPECT_EQ(start_refusal(Responsibilities{2, {1, 0, 2, -1, 1, 0, 1, 0, 1, 0, 1, 0}}),
            "row 2 of the start's responsibilities has the entry -1; accepted: numbers >= 0");
  EXPECT_EQ(start_refusal(Belief(Point{{1}, {0, 1}})),
            "the start does not fit the model: it needs 2 components of family gaussian over 1 "
            "columns");
}

TEST(Door, OptionsMustMakeSense) {
  const Model model(2, gaussian());
  FitOptions options;
  options.tolerance = -1;
  EXPECT_EQ(refusal(values(), model, em(), options),
            "tolerance is -1; accepted: a finite number >= 0");
  options = {};
  options.max_iterations = 0;
  EXPECT_EQ(refusal(values(), model, em(), options), "max_iterations is 0; accepted: 1 or more");
  options = {};
  options.restarts = 0;
  EXPECT_EQ(refusal(values(), model, em(), options), "restarts is 0; accepted: 1 or more");
  options.restarts = 2;
  options.start = Partition{{0, 0, 0, 1, 1, 1}};
  EXPECT_EQ(refusal(values(), model, em(), options),
            "more than one restart from a given start would repeat it; accepted: restarts 1, or an "
            "automatic start");
  EXPECT_THROW(Model(0, gaussian()), std::invalid_argument);
}

}  // namespace
}  // namespace varimix::test
