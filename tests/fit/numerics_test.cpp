// Hard numbers: data far from the origin, in other units, starts far from the data.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "support/reference_problems.hpp"

namespace varimix::test {
namespace {

/// Values on a grid of 2^-16, exact after a shift by 1e8 (27 bits before the point).
Problem on_a_grid(Problem p) {
  for (double& x : p.naive.x) x = std::round(x * 0x1p16) * 0x1p-16;
  return p;
}

Problem moved(Problem p, double scale, double shift) {
  for (double& x : p.naive.x) x = scale * x + shift;
  return p;
}

std::vector<Backend> backends() {
  return {MaximumLikelihood{}, em(), hard_em(), map(), vb(), vb_point()};
}

/// `start` in the units of moved data.
Point moved(Point start, double scale, double shift) {
  for (std::size_t i = 0; i < start.parameters.size(); i += 2) {
    start.parameters[i] = scale * start.parameters[i] + shift;
    start.parameters[i + 1] *= scale * scale;
  }
  return start;
}

/// Means two standard deviations wide around the data's: well away from any saddle, from where the
/// way down would be rounding's choice.
Point spread_point(const Problem& p) {
  Point out;
  const auto components = static_cast<double>(p.components);
  for (std::size_t k = 0; k < p.components; ++k) {
    const double at = (2 * static_cast<double>(k) + 1) / components - 1;
    out.weights.push_back(1 / components);
    out.parameters.push_back(p.mean() + 2 * at * std::sqrt(p.variance()));
    out.parameters.push_back(p.variance());
  }
  return out;
}

double largest_gap(const std::vector<double>& a, const std::vector<double>& b) {
  EXPECT_EQ(a.size(), b.size());
  double out = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_TRUE(std::isfinite(a[i]));
    out = std::max(out, std::abs(a[i] - b[i]));
  }
  return out;
}

class Numerics : public testing::TestWithParam<Problem> {};

void expect_same_responsibilities(const Problem& p, double scale, double shift) {
  const Problem q = moved(p, scale, shift);
  const Point point = spread_point(p);
  const Partition partition{random_partition(p, 1)};
  const std::vector<std::pair<Start, Start>> starts = {
      {partition, partition},
      {Belief(point), Belief(moved(point, scale, shift))},
      {AutomaticStart::kmeans_plus_plus, AutomaticStart::kmeans_plus_plus}};
  for (const Backend& backend : backends()) {
    for (const auto& [here, there] : starts) {
      // L-BFGS magnifies rounding on its way; its end is compared.
      const bool direct = std::holds_alternative<MaximumLikelihood>(backend);
      const std::size_t iterations = direct ? 2000 : 40;
      const double tolerance = direct ? 1e-14 : 0;
      const Fit a = run(p.model(), p.data(), backend, here, iterations, tolerance);
      const Fit b = run(q.model(), q.data(), backend, there, iterations, tolerance);
      // 1e8 times eps against a spread of 0.3: means are known to 1e-7 standard deviations.
      EXPECT_LT(largest_gap(responsibilities(a, p.data()), responsibilities(b, q.data())), 1e-6)
          << p.name << ' ' << method_name(backend) << " scale " << scale << " shift " << shift;
    }
  }
}

TEST_P(Numerics, AShiftBy1e8LeavesTheResponsibilities) {
  expect_same_responsibilities(GetParam(), 1, 1e8);
  expect_same_responsibilities(GetParam(), 1, -1e8);
}

TEST_P(Numerics, AScaleOfAMillionOrAMillionthLeavesTheResponsibilities) {
  expect_same_responsibilities(GetParam(), 1e6, 0);
  expect_same_responsibilities(GetParam(), 1e-6, 0);
}

INSTANTIATE_TEST_SUITE_P(
    Problems, Numerics,
    testing::Values(on_a_grid(problem("waiting", NaiveFamily::gaussian, 2)),
                    on_a_grid(problem("eruptions", NaiveFamily::gaussian, 2)),
                    on_a_grid(problem("eruptions", NaiveFamily::tied_gaussian, 2)),
                    on_a_grid(problem("galaxies_k", NaiveFamily::gaussian, 3)),
                    on_a_grid(weighted(labelled(problem("galaxies_k", NaiveFamily::gaussian, 3))))),
    ProblemName{});

TEST(FarStart, AMillionStandardDeviationsAwayIsTheNaivePath) {
  const Problem p = problem("waiting", NaiveFamily::gaussian, 2);
  const double sd = std::sqrt(p.variance());
  for (const double away : {1e6, -1e6}) {
    const Point start{
        {0.3, 0.7}, {p.mean() + away * sd, p.variance(), p.mean() + away * sd + sd, p.variance()}};
    NaivePoint naive = to_naive(p.family, Belief(start));
    Belief belief = start;
    for (int t = 0; t < 5; ++t) {
      const Table r = naive_normalize(p.naive, naive_logits(p.family, p.naive, naive)).r;
      naive = naive_maximize(p.family, p.naive, r, NaivePrior{}, p.floor());
      belief = run(p.model(), p.data(), em(), belief, 1).belief;
      // Logits of 5e11 are known to 1e-4; their differences, 1e6, decide every row.
      EXPECT_LT(gap(to_naive(p.family, belief), naive), 1e-8) << t;
    }
  }
}

TEST(FarStart, EveryBackendComesHome) {
  const Problem p = problem("waiting", NaiveFamily::gaussian, 2);
  const double sd = std::sqrt(p.variance()), near = p.mean() - sd, far = p.mean() + 1e6 * sd;
  for (const Point& start : {Point{{0.5, 0.5}, {near, p.variance(), far, p.variance()}},
                             Point{{0.5, 0.5}, {far, p.variance(), far + sd, 2 * p.variance()}}}) {
    for (const Backend& backend : backends()) {
      const Fit fit = run(p.model(), p.data(), backend, Belief(start), 300, 1e-8);
      for (const double value : fit.trace) EXPECT_TRUE(std::isfinite(value));
      for (const double value : fit.summary.parameters) EXPECT_TRUE(std::isfinite(value));
      for (const double r : responsibilities(fit, p.data())) EXPECT_TRUE(r >= 0 && r <= 1);
      EXPECT_GT(fit.log_likelihood, -1200) << method_name(backend);  // one Gaussian: -1095
    }
  }
}

TEST(Underflow, RowsThatNoComponentExplainsStillHaveResponsibilities) {
  Problem p = problem("waiting", NaiveFamily::gaussian, 2);
  p.naive.x.insert(p.naive.x.end(), {1e7, -1e7, 4e5});
  p.naive.weight.resize(p.naive.x.size(), 1e-12);  // seen, but not heard
  p.naive.label.resize(p.naive.x.size(), kLatent);
  const Point start{{0.4, 0.6}, {54, 30, 80, 40}};
  for (const Backend& backend : backends()) {
    const Fit fit = run(p.model(), p.data(), backend, Belief(start), 30);
    const std::vector<double> r = responsibilities(fit, p.data());
    for (std::size_t n = 272; n < 275; ++n)
      EXPECT_NEAR(r[2 * n] + r[2 * n + 1], 1, 1e-15) << method_name(backend);
    for (const double density : log_density(fit, p.data())) EXPECT_TRUE(std::isfinite(density));
    for (const double value : fit.trace) EXPECT_TRUE(std::isfinite(value));
  }
}

TEST(Underflow, CountsFarAboveEveryRateStillHaveResponsibilities) {
  const Problem p = problem("discoveries", NaiveFamily::poisson, 2);
  const std::vector<double> counts = {0, 5, 1e6, 1e9};
  for (const Backend& backend : {em(), vb()}) {
    const Fit fit = run(p.model(), p.data(), backend, Partition{random_partition(p, 1)}, 30);
    const std::vector<double> r = responsibilities(fit, Data::view(counts));
    for (std::size_t n = 0; n < counts.size(); ++n) EXPECT_NEAR(r[2 * n] + r[2 * n + 1], 1, 1e-15);
    for (const double density : log_density(fit, Data::view(counts)))
      EXPECT_TRUE(std::isfinite(density));
  }
}

}  // namespace
}  // namespace varimix::test
