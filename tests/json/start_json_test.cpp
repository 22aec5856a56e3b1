#include "report/start_json.hpp"

#include <gtest/gtest.h>

#include "json/examples.hpp"
#include "varimix/report.hpp"

namespace varimix {
namespace {

using internal::start_from_json;
using testing::changed;
using testing::diagonal_em_fit;
using testing::poisson_vb_fit;
using testing::refusal;

Point point_of(const std::string& text, const Model& model, std::size_t columns) {
  return std::get<Point>(std::get<Belief>(start_from_json(text, model, columns)));
}

constexpr const char* kMeans = R"({"weights": [0.25, 0.75], "means": [[1, 2], [3, 4]],
  "covariances": [[[1, 0], [0, 2]], [[3, 0], [0, 4]]]})";
const Model kDiagonal = Model(2, gaussian(Covariance::diagonal));

TEST(StartJson, ReadsMeansAndCovariances) {
  const Point point = point_of(kMeans, kDiagonal, 2);
  EXPECT_EQ(point.weights, (std::vector<double>{0.25, 0.75}));
  EXPECT_EQ(point.parameters, (std::vector<double>{1, 1, 2, 2, 3, 3, 4, 4}));
}

TEST(StartJson, TakesOneCovarianceForTiedComponents) {
  const Model tied(2, gaussian(Covariance::tied));
  for (const char* covariances : {"[[[5]], [[5]]]", "[[[5]]]", "[[5]]"}) {
    const std::string text =
        std::string(R"({"weights": [0.5, 0.5], "means": [[1], [3]], "covariances": )") +
        covariances + "}";
    EXPECT_EQ(point_of(text, tied, 1).parameters, (std::vector<double>{1, 5, 3, 5})) << covariances;
  }
}

TEST(StartJson, ReadsComponentsOfAnyFamily) {
  const std::string text =
      R"({"weights": [0.5, 0.5], "components": [{"rate": [1, 2]}, {"rate": [3, 4]}]})";
  EXPECT_EQ(point_of(text, Model(2, poisson()), 2).parameters, (std::vector<double>{1, 2, 3, 4}));
}

TEST(StartJson, RescalesOnlyWeightsThatAreRounded) {
  const auto weights = [](const std::string& text) {
    return point_of(R"({"weights": )" + text + R"(, "components": [{"rate": [1]}, {"rate": [3]}]})",
                    Model(2, poisson()), 1)
        .weights;
  };
  EXPECT_EQ(weights("[0.30000000000000004, 0.7]"), (std::vector<double>{0.1 + 0.2, 0.7}));
  EXPECT_EQ(weights("[0, 1]"), (std::vector<double>{0, 1}));
  const std::vector<double> rounded = weights("[0.3333333, 0.6666666]");
  EXPECT_EQ(rounded[0], 0.3333333 / (0.3333333 + 0.6666666));
  EXPECT_NEAR(rounded[0] + rounded[1], 1.0, 1e-15);
}

TEST(StartJson, ContinuesAFitFromItsBelief) {
  const Fit em = diagonal_em_fit();
  const Point point = point_of(to_json(em), kDiagonal, 2);
  EXPECT_EQ(point.parameters, std::get<Point>(em.belief).parameters);
  const Fit vb = poisson_vb_fit();
  const Start start = start_from_json(to_json(vb), Model(2, poisson()), 1);
  EXPECT_EQ(std::get<Posterior>(std::get<Belief>(start)).hyperparameters,
            std::get<Posterior>(vb.belief).hyperparameters);
}

TEST(StartJson, RefusesAFitThatDoesNotSuitTheModel) {
  const std::string text = to_json(diagonal_em_fit());
  EXPECT_EQ(
      refusal([&] { start_from_json(text, Model(2, poisson()), 2); }),
      "model.family: found gaussian diagonal; accepted: poisson, as in the model to be fitted");
  EXPECT_EQ(refusal([&] { start_from_json(text, Model(3, gaussian(Covariance::diagonal)), 2); }),
            "model.components: found 2; accepted: 3, as in the model to be fitted");
  EXPECT_EQ(refusal([&] { start_from_json(text, kDiagonal, 3); }),
            "number of columns: found 2; accepted: 3, as in the model to be fitted");
  EXPECT_EQ(refusal([&] { start_from_json(R"({"format": "varimix-model/1"})", kDiagonal, 3); }),
            "format: found \"varimix-model/1\"; accepted: varimix-fit/1");
}

TEST(StartJson, SaysWhatIsWrongAndWhatIsAccepted) {
  const struct {
    const char *from, *to, *message;
  } cases[] = {
      {"0.25", "0.2", "weights: the sum is 0.95; accepted: numbers that sum to 1"},
      {"0.25, 0.75", "1.5, -0.5", "weights[1]: found -0.5; accepted: a number >= 0"},
      {"0.25, 0.75", "1", "weights: found a list of 1; accepted: a list of 2 numbers"},
      {"\"weights\": [0.25, 0.75], ", "", "weights: is missing; accepted: a list of 2 numbers"},
      {"\"means\": [[1, 2], [3, 4]],", "", "means: is missing; accepted: a list of 2 means"},
      {"[3, 4]]", "[3, 4, 5]]", "means[1]: found a list of 3; accepted: a list of 2 numbers"},
      {"[3, 4]]", "3]", "means[1]: found 3; accepted: a list of 2 numbers"},
      {", [3, 4]]", "]", "means: found a list of 1; accepted: a list of 2 means"},
      {"covariances", "covariance",
       "key \"covariance\" is unknown (did you mean \"covariances\"?); accepted: weights, means, "
       "covariances"},
      {", [[3, 0], [0, 4]]", "",
       "covariances: found a list of 1; accepted: a list of 2 covariances"},
      {"[[3, 0], [0, 4]]", "[3, 0, 0, 4]",
       "covariances[1]: found a list of 4; accepted: a list of 2 rows"},
      {"[0, 4]", "[0]", "covariances[1][1]: found a list of 1; accepted: a list of 2 numbers"},
      {"[0, 4]", "[0, -4]",
       "covariances[1]: covariance is not positive definite; accepted: finite variances > 0"},
      {"\"means\": [[1, 2], [3, 4]],\n  \"covariances\": [[[1, 0], [0, 2]], [[3, 0], [0, 4]]]",
       "\"components\": 2", "components: found 2; accepted: a list of 2 components"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.to);
    const std::string bad = changed(kMeans, c.from, c.to);
    EXPECT_EQ(refusal([&] { start_from_json(bad, kDiagonal, 2); }), c.message);
  }
}

TEST(StartJson, RefusesMeansForAFamilyWithoutThem) {
  EXPECT_EQ(refusal([&] { start_from_json(kMeans, Model(2, poisson()), 2); }),
            "means: the family is poisson; accepted: \"components\" as in FIT.json");
}

TEST(StartJson, RefusesFieldsOfAnotherShape) {
  const std::string text =
      R"({"weights": [1], "components": [{"mean": [1, 2], "covariance": [1, 0, 0, 1]}]})";
  EXPECT_EQ(refusal([&] { start_from_json(text, Model(1, gaussian(Covariance::diagonal)), 2); }),
            "components[0].covariance: found a list of 4; accepted: 2 rows of 2");
}

}  // namespace
}  // namespace varimix
