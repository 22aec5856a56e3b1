// What a row counts for: weights, absent rows, missing cells, known labels.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "support/reference_problems.hpp"

namespace varimix::test {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::vector<Backend> backends() { return {MaximumLikelihood{}, em(), hard_em(), map(), vb()}; }

std::vector<Problem> problems() {
  return {problem("waiting", NaiveFamily::gaussian, 2),
          problem("waiting", NaiveFamily::tied_gaussian, 2),
          problem("discoveries", NaiveFamily::poisson, 2)};
}

/// Row n of `p`, `times[n]` times over; zero drops it.
Problem repeated(const Problem& p, const std::vector<int>& times) {
  Problem out = p;
  out.naive = {};
  for (std::size_t n = 0; n < times.size(); ++n) {
    for (int i = 0; i < times[n]; ++i) {
      out.naive.x.push_back(p.naive.x[n]);
      out.naive.label.push_back(p.naive.label[n]);
    }
  }
  out.naive.weight.assign(out.naive.x.size(), 1.0);
  return out;
}

// Sums of the same terms in another order: N eps, grown over 15 iterations.
constexpr double kRounding = 1e-10;
// Between two iterates of L-BFGS rounding grows faster: each step divides gaps of gradients.
constexpr double kDirectRounding = 1e-6;

void expect_same_fit(const Problem& a, const Problem& b, const Backend& backend,
                     std::size_t iterations) {
  // Equal rows go to equal components: the partition is a function of the value.
  const double cut = a.mean();
  const auto halves = [cut](const Problem& p) {
    Partition out;
    for (const double x : p.naive.x) out.components.push_back(x > cut ? 1 : 0);
    return out;
  };
  const Fit fa = run(a.model(), a.data(), backend, halves(a), iterations);
  const Fit fb = run(b.model(), b.data(), backend, halves(b), iterations);
  const bool direct = std::holds_alternative<MaximumLikelihood>(backend);
  const double rounding = direct ? kDirectRounding : kRounding;
  ASSERT_EQ(fa.trace.size(), fb.trace.size());
  for (std::size_t t = 0; t < fa.trace.size(); ++t)
    EXPECT_NEAR(fa.trace[t], fb.trace[t], rounding * std::abs(fb.trace[t])) << t;
  for (std::size_t i = 0; i < fa.summary.parameters.size(); ++i)
    EXPECT_NEAR(fa.summary.parameters[i], fb.summary.parameters[i],
                rounding * std::abs(fb.summary.parameters[i]));
  EXPECT_NEAR(fa.total_weight, fb.total_weight, 1e-12 * fb.total_weight);
  if (fb.criteria.bic) {
    EXPECT_NEAR(*fa.criteria.bic, *fb.criteria.bic, rounding * std::abs(*fb.criteria.bic));
    EXPECT_NEAR(*fa.criteria.icl, *fb.criteria.icl, rounding * std::abs(*fb.criteria.icl));
  }
}

TEST(Rows, OfWholeWeightAreRowsRepeatedAndOfWeightZeroAreAbsent) {
  for (const Problem& plain : problems()) {
    for (Problem p : {plain, labelled(plain)}) {
      std::vector<int> times;
      for (std::size_t n = 0; n < p.naive.x.size(); ++n) {
        times.push_back(static_cast<int>(n * 7 % 4));
        p.naive.weight[n] = times.back();
      }
      for (const Backend& backend : backends()) {
        SCOPED_TRACE(p.name + " " + method_name(backend));
        expect_same_fit(p, repeated(p, times), backend, 15);
      }
    }
  }
}

TEST(Rows, OfWeightZeroMayHoldAnythingFinite) {
  Problem p = problem("waiting", NaiveFamily::gaussian, 2), with = p;
  with.naive.x.insert(with.naive.x.begin() + 100, {1e9, -4e7, kNaN});
  with.naive.weight.insert(with.naive.weight.begin() + 100, 3, 0.0);
  // The label may be one of a component that is not there.
  with.naive.label.insert(with.naive.label.begin() + 100, {kLatent, kLatent, 7});
  for (const Backend& backend : backends()) expect_same_fit(with, p, backend, 15);
}

/// Every fifth cell missing; of the rows that lost theirs every second is labelled.
Problem with_missing_cells(Problem p, bool labels) {
  for (std::size_t n = 0; n < p.naive.x.size(); n += 5) {
    p.naive.x[n] = kNaN;
    if (labels && n % 10 == 0) p.naive.label[n] = static_cast<std::int32_t>(n / 10 % p.components);
  }
  return p;
}

TEST(Rows, WithoutCellAndLabelAreSetAside) {
  for (const Problem& plain : problems()) {
    const Problem p = with_missing_cells(plain, false);
    std::vector<int> times;
    for (const double x : p.naive.x) times.push_back(std::isnan(x) ? 0 : 1);
    for (const Backend& backend : backends()) expect_same_fit(p, repeated(p, times), backend, 15);
  }
}

TEST(Rows, WithoutCellButWithALabelCountForTheWeightsAlone) {
  for (const Problem& plain : problems()) {
    for (const Problem& p :
         {with_missing_cells(plain, true), with_missing_cells(weighted(plain), true)}) {
      Partition start;
      for (const double x : p.naive.x) start.components.push_back(x > p.mean() ? 1 : 0);
      const Fit fit = run(p.model(), p.data(), em(), start, 12);
      const std::vector<NaivePoint> path =
          naive_path(p.family, p.naive, one_hot(p, start.components), NaivePrior{}, p.floor(), 12);
      EXPECT_LT(gap(to_naive(p.family, fit.belief), path.back()), kRounding) << p.name;
      const auto evidence = static_cast<double>(
          naive_normalize(p.naive, naive_logits(p.family, p.naive, path.back())).evidence);
      EXPECT_NEAR(fit.objective, evidence, 1e-12 * std::abs(evidence)) << p.name;
      Real total = 0;
      for (const Real n : naive_counts(p.naive, one_hot(p, start.components))) total += n;
      EXPECT_NEAR(fit.total_weight, static_cast<double>(total), 1e-12 * fit.total_weight);
      EXPECT_EQ(fit.rows, p.naive.x.size());
    }
  }
}

TEST(Rows, WithoutCellPredictTheWeights) {
  const Problem p = with_missing_cells(problem("waiting", NaiveFamily::gaussian, 2), false);
  for (const Backend& backend : {em(), map()}) {
    const Fit fit = run(p.model(), p.data(), backend, AutomaticStart::kmeans_plus_plus, 50, 1e-8);
    const std::vector<double> r = responsibilities(fit, p.data());
    EXPECT_NEAR(r[0], fit.summary.weights[0], 1e-15);
    EXPECT_NEAR(r[1], fit.summary.weights[1], 1e-15);
    EXPECT_NEAR(log_density(fit, p.data())[0], 0, 1e-15);  // log of sum_k pi_k
  }
}

TEST(Rows, KeepTheirKnownComponentInEveryBackendAndStart) {
  const Problem p = labelled(problem("galaxies_k", NaiveFamily::gaussian, 3));
  for (const Backend& backend : backends()) {
    for (const Start& start :
         {Start(AutomaticStart::kmeans_plus_plus), Start(AutomaticStart::random),
          Start(Partition{random_partition(p, 2)}), Start(Belief(random_point(p, 2)))}) {
      const Fit fit = run(p.model(), p.data(), backend, start, 10);
      const std::vector<double> r = responsibilities(fit, p.data());
      for (std::size_t n = 0; n < p.naive.x.size(); n += 4)
        EXPECT_EQ(r[n * 3 + static_cast<std::size_t>(p.naive.label[n])], 1.0);
    }
  }
}

TEST(Rows, MayComeInAnyLayout) {
  const Problem p = problem("waiting", NaiveFamily::gaussian, 2);
  Eigen::Matrix<double, Eigen::Dynamic, 3, Eigen::RowMajor> wide(272, 3);
  Eigen::VectorXf narrow(272);
  for (Eigen::Index n = 0; n < 272; ++n) {
    wide(n, 1) = p.naive.x[static_cast<std::size_t>(n)];
    narrow(n) = static_cast<float>(wide(n, 1));  // whole minutes: exact in float
  }
  const Start start = Partition{random_partition(p, 1)};
  const Fit whole = run(p.model(), p.data(), em(), start, 10);
  EXPECT_EQ(run(p.model(), Data::view(wide.col(1)), em(), start, 10).trace, whole.trace);
  EXPECT_EQ(run(p.model(), Data::view(narrow), em(), start, 10).trace, whole.trace);
}

}  // namespace
}  // namespace varimix::test
