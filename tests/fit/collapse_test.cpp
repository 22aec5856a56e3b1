// The likelihood of a Gaussian mixture has no upper bound: a component may collapse on one value.
// It is kept at a floor, named, and never NaN.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "support/reference_problems.hpp"

namespace varimix::test {
namespace {

const std::string kAtFloor =
    ": its variance is at the floor, 1e-8 of the data's: it has collapsed on one value";

std::vector<Backend> flat_backends() { return {MaximumLikelihood{}, em(), hard_em(), vb_point()}; }

void expect_finite(const Fit& fit, const Data& data) {
  for (const double value : fit.trace) EXPECT_TRUE(std::isfinite(value));
  for (const double value : fit.summary.weights) EXPECT_TRUE(std::isfinite(value));
  for (const double value : fit.summary.parameters) EXPECT_TRUE(std::isfinite(value));
  for (const double value : responsibilities(fit, data)) EXPECT_TRUE(value >= 0 && value <= 1);
  EXPECT_TRUE(std::isfinite(fit.log_likelihood));
}

/// waiting, and a value six times over between its two groups.
Problem repeated_values() {
  Problem p = problem("waiting", NaiveFamily::gaussian, 3);
  p.naive.x.insert(p.naive.x.end(), 6, 66.5);
  p.naive.weight.resize(p.naive.x.size(), 1.0);
  p.naive.label.resize(p.naive.x.size(), kLatent);
  return p;
}

Partition around(const Problem& p, double value) {
  Partition out;
  for (const double x : p.naive.x) out.components.push_back(x < value ? 0 : x > value ? 2 : 1);
  return out;
}

TEST(Collapse, OnRepeatedValuesStopsAtTheFloorAndIsNamed) {
  const Problem p = repeated_values();
  for (const Backend& backend : flat_backends()) {
    const Fit fit = run(p.model(), p.data(), backend, around(p, 66.5), 60);
    expect_finite(fit, p.data());
    EXPECT_NEAR(fit.covariance(1)(0, 0), 1e-8 * p.variance(), 1e-14 * p.variance());
    EXPECT_EQ(fit.mean(1)(0), 66.5);
    EXPECT_TRUE(fit.spurious);
    EXPECT_EQ(std::count(fit.warnings.begin(), fit.warnings.end(), "component 2" + kAtFloor), 1)
        << method_name(backend);
  }
}

TEST(Collapse, DoesNotHappenWithAPrior) {
  const Problem p = repeated_values();
  for (const Backend& backend : {map(), vb()}) {
    const Fit fit = run(p.model(), p.data(), backend, around(p, 66.5), 60);
    expect_finite(fit, p.data());
    EXPECT_GT(fit.covariance(1)(0, 0), 0.01);
    EXPECT_TRUE(fit.warnings.empty());
    EXPECT_FALSE(fit.spurious);
  }
}

TEST(Collapse, FromAStartBelowTheFloorMayLowerTheObjectiveInTheFirstUpdateOnly) {
  const Problem p = repeated_values();
  const Point start{{0.3, 0.1, 0.6}, {54, 30, 66.5, 1e-20, 80, 30}};
  for (const Backend& backend : {em(), vb_point()}) {
    const Fit fit = run(p.model(), p.data(), backend, Belief(start), 40);
    expect_finite(fit, p.data());
    for (std::size_t t = 1; t < fit.trace.size(); ++t)
      EXPECT_GE(fit.trace[t] - fit.trace[t - 1], -1e-11) << t;
  }
}

TEST(Collapse, OfEveryRowIntoAComponentOfItsOwnIsFinite) {
  const std::vector<double> x = {1, 2, 4, 7, 11, 16};
  Partition own;
  for (std::int32_t n = 0; n < 6; ++n) own.components.push_back(n);
  const Data data = Data::view(x);
  for (const Backend& backend : flat_backends()) {
    const Fit fit = run(Model(6, gaussian()), data, backend, own, 20);
    expect_finite(fit, data);
    const auto count = [&](const std::string& warning) {
      return std::count(fit.warnings.begin(), fit.warnings.end(), warning);
    };
    for (int k = 1; k <= 6; ++k) {
      const std::string component = "component " + std::to_string(k);
      EXPECT_EQ(count(component + kAtFloor), 1) << method_name(backend);
      EXPECT_EQ(count(component + ": rests on fewer than two rows: a spurious maximum"), 1);
    }
    EXPECT_TRUE(fit.spurious);
  }
  for (const Backend& backend : {map(), vb()}) {
    for (const Start& start : {Start(own), Start(AutomaticStart::kmeans_plus_plus)})
      expect_finite(run(Model(6, gaussian()), data, backend, start, 50), data);
  }
}

TEST(Collapse, OfCountsToZeroLeavesARateThatCanRiseAgain) {
  Problem p = problem("discoveries", NaiveFamily::poisson, 2);
  Partition zeros;
  for (const double x : p.naive.x) zeros.components.push_back(x > 0 ? 1 : 0);
  for (const Backend& backend : {Backend(MaximumLikelihood{}), em(), vb_point()}) {
    const Fit fit = run(p.model(), p.data(), backend, zeros, 60);
    expect_finite(fit, p.data());
    EXPECT_GT(fit.parameter("rate", 0)[0], 0);
  }
}

TEST(Collapse, OfAComponentThatHoldsNoRowsIsNamed) {
  Problem p = problem("waiting", NaiveFamily::gaussian, 3);
  Partition two;
  for (const double x : p.naive.x) two.components.push_back(x > 67 ? 1 : 0);
  for (const Backend& backend : {em(), vb_point()}) {
    const Fit fit = run(p.model(), p.data(), backend, two, 10);
    expect_finite(fit, p.data());
    EXPECT_EQ(fit.summary.weights[2], 0);
    ASSERT_EQ(fit.warnings.size(), 1u);
    EXPECT_EQ(fit.warnings[0], "component 3: holds no rows, its parameters mean nothing");
  }
}

TEST(Restarts, PreferAFitWithoutACollapse) {
  // Ten copies of one value: a component on them has by far the greatest likelihood.
  Problem p = problem("waiting", NaiveFamily::gaussian, 2);
  for (std::size_t n = 0; n < 10; ++n) p.naive.x[n] = 96.25;
  FitOptions options;
  options.start = AutomaticStart::random;
  options.restarts = 20;
  options.threads = 1;
  const Fit best = fit(p.model(), p.data(), em(), options);
  EXPECT_FALSE(best.spurious);
  EXPECT_TRUE(best.warnings.empty());
  bool collapsed = false;
  for (std::uint64_t seed = 0; seed < 20 && !collapsed; ++seed) {
    options.restarts = 1;
    options.seed = seed;
    collapsed = fit(p.model(), p.data(), em(), options).spurious;
  }
  const Partition on_copies = around(p, 96.25);
  Partition two = on_copies;
  for (std::int32_t& k : two.components) k = k == 1 ? 1 : 0;
  const Fit spurious = run(p.model(), p.data(), em(), two, 50);
  EXPECT_TRUE(spurious.spurious);
  EXPECT_GT(spurious.objective, best.objective);
}

TEST(Restarts, ReturnTheBestOfTheirRuns) {
  const Problem p = problem("galaxies_k", NaiveFamily::tied_gaussian, 5);
  FitOptions options;
  options.start = AutomaticStart::random;
  options.restarts = 15;
  options.threads = 1;
  std::vector<double> last(options.restarts);
  options.observer = [&](const Iteration& iteration) {
    last[iteration.restart] = iteration.objective;
    return Verdict::go_on;
  };
  const Fit best = fit(p.model(), p.data(), em(), options);
  EXPECT_EQ(best.objective, *std::max_element(last.begin(), last.end()));
  EXPECT_NE(*std::min_element(last.begin(), last.end()), best.objective);
}

}  // namespace
}  // namespace varimix::test
