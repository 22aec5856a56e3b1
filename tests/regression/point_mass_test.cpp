// The point-mass factor once lost the digits of a dying component's weight and then, its count
// rounded to nothing, gave it all components' rows although there was a prior: the objective fell.
#include <gtest/gtest.h>

#include <cmath>

#include "support/reference_problems.hpp"

namespace varimix::test {
namespace {

TEST(PointMass, KeepsTheDigitsOfATinyWeight) {
  const Problem p = problem("discoveries", NaiveFamily::poisson, 2);
  // Equal rates: every row gives 1e-17 of itself, whatever its value.
  const Point start{{1, 1e-17}, {3, 3}};
  for (const Model& model : {p.model(), with_prior(p, default_prior(p))}) {
    const Fit fit = run(model, p.data(), vb_point(), Belief(start), 1);
    // A sum of a hundred terms, an exponential of its logarithm (about 40).
    EXPECT_NEAR(fit.summary.weights[1], 1e-17, 1e-13 * 1e-17);
  }
}

TEST(PointMass, OfAComponentWithoutRowsIsAtThePriorsMode) {
  const Problem p = problem("discoveries", NaiveFamily::poisson, 2);
  const Model model = p.model().with_prior({{"shape", 3}, {"rate", 2}});
  const Point start{{1, 0}, {3, 9}};
  const Fit by_em = run(model, p.data(), map(), Belief(start), 3);
  const Fit by_vb = run(model, p.data(), vb_point(), Belief(start), 3);
  for (const Fit* fit : {&by_em, &by_vb}) EXPECT_NEAR(fit->parameter("rate", 1)[0], 1, 1e-12);
  EXPECT_NEAR(by_vb.objective, by_em.objective, 1e-12 * std::abs(by_em.objective));
}

TEST(PointMass, OfAGaussianWithoutRowsIsAtThePriorsMode) {
  const Problem p = problem("waiting", NaiveFamily::gaussian, 2);
  const Model model =
      p.model().with_prior({{"mean", 60}, {"strength", 0.1}, {"shape", 2}, {"scale", 70}});
  const Point start{{1, 0}, {70, 180, 20, 5}};
  for (const Backend& backend : {map(), vb_point()}) {
    const Fit fit = run(model, p.data(), backend, Belief(start), 3);
    EXPECT_NEAR(fit.mean(1)(0), 60, 1e-9);
    EXPECT_NEAR(fit.covariance(1)(0, 0), 70 / 3.5, 1e-9);
  }
}

}  // namespace
}  // namespace varimix::test
