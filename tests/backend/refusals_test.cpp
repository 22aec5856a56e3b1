// What a backend cannot do is refused with one line that says why and what would be accepted.
#include <gtest/gtest.h>

#include "support/reference_problems.hpp"

namespace varimix::test {
namespace {

std::string refusal(const Model& model, const Backend& backend,
                    const Problem& p = problem("waiting", NaiveFamily::gaussian, 2)) {
  try {
    run(model, p.data(), backend, AutomaticStart::random, 2);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "accepted";
}

const Model kWaiting(2, gaussian());

TEST(Refusals, MaximumLikelihoodTakesNoPriorOnTheWeights) {
  const std::string rest =
      ": maximum likelihood has no place for a prior on the weights; accepted: methods map, vb, "
      "vb-point";
  const Model two = kWaiting.with_weights_prior(WeightsPrior::dirichlet(2));
  const Model sticks = kWaiting.with_weights_prior(WeightsPrior::stick_breaking(1));
  EXPECT_EQ(refusal(two, em()), "method em" + rest);
  EXPECT_EQ(refusal(two, MaximumLikelihood{}), "method ml" + rest);
  EXPECT_EQ(refusal(sticks, em()), "method em" + rest);
  EXPECT_EQ(refusal(kWaiting.with_weights_prior(WeightsPrior::dirichlet(1)), em()), "accepted");
}

TEST(Refusals, APointNeedsAnInteriorModeOfTheWeights) {
  const Model below = kWaiting.with_weights_prior(WeightsPrior::dirichlet({1, 0.5}));
  const Model sticks = kWaiting.with_weights_prior(WeightsPrior::stick_breaking(1));
  for (const Backend& backend : {map(), vb_point()}) {
    const std::string method = "method " + method_name(backend);
    EXPECT_EQ(refusal(below, backend),
              method +
                  ": a Dirichlet prior with concentration below 1 has no interior mode; "
                  "accepted: method vb, or a concentration >= 1");
    EXPECT_EQ(refusal(sticks, backend),
              method +
                  ": stick-breaking weights have no interior mode; accepted: method vb, or a "
                  "Dirichlet prior");
  }
  EXPECT_EQ(refusal(below, vb()), "accepted");
  EXPECT_EQ(refusal(sticks, vb()), "accepted");
}

TEST(Refusals, APointNeedsAnInteriorModeOfTheComponents) {
  const Problem p = problem("discoveries", NaiveFamily::poisson, 2);
  const Model model = p.model().with_prior({{"shape", 0.5}, {"rate", 1}});
  for (const Backend& backend : {map(), vb_point()}) {
    EXPECT_EQ(refusal(model, backend, p),
              "method " + method_name(backend) +
                  ": a gamma prior of shape < 1 has no interior mode at rate 0; accepted: method "
                  "vb, or another prior");
  }
  EXPECT_EQ(refusal(model, vb(), p), "accepted");
}

TEST(Refusals, ThePriorThatIsLeftOutIsNamedInAWarning) {
  const Problem p = problem("waiting", NaiveFamily::gaussian, 2);
  const Start start = Partition{random_partition(p, 1)};
  for (const Backend& backend : {Backend(MaximumLikelihood{}), em()}) {
    const Fit with = run(p.model().with_default_prior(), p.data(), backend, start, 5);
    ASSERT_EQ(with.warnings.size(), 1u);
    EXPECT_EQ(with.warnings[0], "the prior of the model plays no part in method " +
                                    method_name(backend) + "; map and vb use it");
    EXPECT_EQ(with.trace, run(p.model(), p.data(), backend, start, 5).trace);
  }
}

TEST(Refusals, MapAndVbTakeTheDefaultPriorWhenThereIsNoneAndVbPointDoesNot) {
  const Problem p = problem("waiting", NaiveFamily::gaussian, 2);
  const Start start = Partition{random_partition(p, 1)};
  for (const Backend& backend : {map(), vb()}) {
    const Fit fit = run(p.model(), p.data(), backend, start, 5);
    EXPECT_EQ(fit.model.prior_kind(), Model::Prior::from_data);
    EXPECT_EQ(fit.trace, run(p.model().with_default_prior(), p.data(), backend, start, 5).trace);
  }
  EXPECT_EQ(run(p.model(), p.data(), vb_point(), start, 5).model.prior_kind(), Model::Prior::none);
}

TEST(Refusals, MethodsAreKnownByName) {
  for (const char* name : {"ml", "em", "map", "vb", "vb-point"})
    EXPECT_EQ(method_name(backend_from_name(name)), name);
  try {
    backend_from_name("gibbs");
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(), "unknown method 'gibbs'; accepted: ml, em, map, vb, vb-point");
  }
}

}  // namespace
}  // namespace varimix::test
