// The E-pass against a naive twin, and its promise: the bits do not depend on the threads.
#include "statistics/expectation_pass.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "support/law_numerics.hpp"
#include "support/law_statistics.hpp"
#include "varimix/fit.hpp"
#include "varimix/model.hpp"

namespace varimix {
namespace {

using laws::Draws;
using laws::every_number;
using laws::Pass;

const std::vector<double> kWeights = {0.5, 0.3, 0.2};

/// Three clusters, with weights (some 0), known labels, and NaN in some cells when asked for.
Data clusters(std::size_t rows, std::size_t columns, bool missing) {
  Draws draws(11);
  std::vector<double> values(rows * columns), weights(rows);
  std::vector<std::int32_t> labels(rows, kLatent);
  for (std::size_t n = 0; n < rows; ++n) {
    for (std::size_t d = 0; d < columns; ++d) {
      values[d * rows + n] = 4.0 * static_cast<double>(n % 3) + draws.normal();
      if (missing && draws.uniform() < 0.2)
        values[d * rows + n] = std::numeric_limits<double>::quiet_NaN();
    }
    weights[n] = n % 50 == 0 ? 0.0 : 0.5 + draws.uniform();
    if (n % 7 == 0) labels[n] = static_cast<std::int32_t>(n % 3);
  }
  return Data::own(values, rows, columns).with_weights(weights).with_labels(labels);
}

/// Means 0, 4, 8 and variances 1, 1.5, 2 in every column.
std::vector<double> point(std::size_t columns) {
  std::vector<double> out;
  for (std::size_t k = 0; k < 3; ++k)
    for (std::size_t d = 0; d < columns; ++d) {
      out.push_back(4.0 * static_cast<double>(k));
      out.push_back(1.0 + 0.5 * static_cast<double>(k));
    }
  return out;
}

struct Naive {
  std::vector<long double> counts = {0, 0, 0}, sums = {0, 0, 0};  ///< sum r w, sum r w x (column 0)
  long double evidence = 0, classification = 0, total_weight = 0;
};

long double log_density(const Data& data, std::size_t n, std::size_t k) {
  const std::vector<double> theta = point(data.columns());
  long double out = std::log(static_cast<long double>(kWeights[k]));
  for (std::size_t d = 0; d < data.columns(); ++d) {
    const long double x = data.value(n, d), m = theta[(k * data.columns() + d) * 2],
                      v = theta[(k * data.columns() + d) * 2 + 1];
    if (!std::isnan(x))
      out -= 0.5L * (std::log(6.283185307179586476925L * v) + (x - m) * (x - m) / v);
  }
  return out;
}

/// Row by row in long double; a labelled row is its label's alone.
Naive naive_pass(const Data& data) {
  Naive out;
  for (std::size_t n = 0; n < data.rows(); ++n) {
    if (internal::says_nothing(data, n)) continue;
    const long double w = data.weight(n);
    long double sum = 0, highest = -std::numeric_limits<long double>::infinity();
    std::vector<long double> f(3, 0.0L);
    for (std::size_t k = 0; k < 3; ++k) {
      if (data.label(n) != kLatent && data.label(n) != static_cast<std::int32_t>(k)) continue;
      f[k] = std::exp(log_density(data, n, k));
      highest = std::max(highest, log_density(data, n, k));
      sum += f[k];
    }
    for (std::size_t k = 0; k < 3; ++k) {
      out.counts[k] += w * f[k] / sum;
      const long double x = data.value(n, 0);
      if (!std::isnan(x)) out.sums[k] += w * f[k] / sum * x;
    }
    out.evidence += w * std::log(sum);
    out.classification += w * highest;
    out.total_weight += w;
  }
  return out;
}

/// The statistics' sum r w x of column 0, out of its frame.
double raw_sum(const Statistics& s, std::size_t k) {
  return s.frame(k)[0] * s.sum(k)[0] + s.sum(k)[1] / s.frame(k)[1];
}

TEST(ExpectationPass, EqualsItsNaiveTwin) {
  for (const bool missing : {false, true}) {
    const Pass pass(clusters(1500, 2, missing), gaussian(Covariance::diagonal));
    const Statistics s = pass.expected(kWeights, point(2));
    const Naive naive = naive_pass(pass.data());
    // Up to 1500 additions of terms of one sign (evidence: below 0), each within an ulp or two.
    constexpr double kTolerance = 1500 * laws::kEps;
    EXPECT_NEAR(s.evidence, static_cast<double>(naive.evidence), kTolerance * -s.evidence);
    EXPECT_NEAR(s.classification, static_cast<double>(naive.classification),
                kTolerance * -s.evidence);
    EXPECT_NEAR(s.total_weight, static_cast<double>(naive.total_weight), kTolerance * 1500);
    for (std::size_t k = 0; k < 3; ++k) {
      EXPECT_NEAR(s.counts[k], static_cast<double>(naive.counts[k]), kTolerance * 1500);
      EXPECT_NEAR(raw_sum(s, k), static_cast<double>(naive.sums[k]), kTolerance * 1500 * 8);
    }
  }
}

TEST(ExpectationPass, GivesTheSameBitsForAnyNumberOfThreads) {
  for (const bool missing : {false, true}) {
    const Data data = clusters(20'000, 2, missing);
    const FamilyPtr family = gaussian(Covariance::diagonal);
    for (const auto assignment : {internal::Assignment::soft, internal::Assignment::hard}) {
      const auto alone =
          every_number(Pass(data, family, 1).expected(kWeights, point(2), assignment));
      for (const std::size_t threads : {2U, 3U, 8U})
        EXPECT_EQ(
            every_number(Pass(data, family, threads).expected(kWeights, point(2), assignment)),
            alone)
            << threads << " threads";
    }
  }
}

TEST(ExpectationPass, AFitHasTheSameBitsForAnyNumberOfThreads) {
  const Data data = clusters(20'000, 1, false);
  const Model model(3, gaussian());
  const auto run = [&](std::size_t threads) {
    FitOptions options;
    options.seed = 5;
    options.tolerance = 0;
    options.max_iterations = 6;
    options.threads = threads;
    return fit(model, data, ExpectationMaximization{}, options);
  };
  const Fit alone = run(1);
  for (const std::size_t threads : {2U, 3U, 8U}) {
    const Fit many = run(threads);
    EXPECT_EQ(many.trace, alone.trace) << threads;
    EXPECT_EQ(many.summary.parameters, alone.summary.parameters) << threads;
    EXPECT_EQ(many.summary.weights, alone.summary.weights) << threads;
  }
}

TEST(ExpectationPass, TellsTheSameOfARowOfWeightTwoAsOfTwoRows) {
  const Pass once(Data::own({0.3, 5.0, 9.0}, 3, 1).with_weights({2, 1, 3}), gaussian());
  const Pass twice(Data::own({0.3, 0.3, 5.0, 9.0, 9.0, 9.0}, 6, 1), gaussian());
  const Statistics a = once.expected(kWeights, point(1)), b = twice.expected(kWeights, point(1));
  for (std::size_t k = 0; k < 3; ++k) {
    EXPECT_NEAR(a.counts[k], b.counts[k], laws::kAlgebra);
    // A frame that had to move lies where sums that had lost two digits said: not to the last bit
    // in the same place in both.
    for (std::size_t i = 0; i < 3; ++i)
      EXPECT_NEAR(a.sum(k)[i] / std::pow(a.frame(k)[1], i),
                  b.sum(k)[i] / std::pow(b.frame(k)[1], i), 10 * laws::kAlgebra);
  }
  EXPECT_NEAR(a.evidence, b.evidence, laws::within(laws::kAlgebra, b.evidence));
  EXPECT_EQ(a.total_weight, b.total_weight);
}

TEST(ExpectationPass, SharesARowTooFarAwayForAnyDensityWithoutNaN) {
  const Pass pass(Data::own({0.0, 4.0, 1e8, -1e150}, 4, 1), gaussian());
  const Statistics s = pass.expected(kWeights, point(1));
  for (const double number : every_number(s)) EXPECT_FALSE(std::isnan(number));
  EXPECT_NEAR(s.counts[0] + s.counts[1] + s.counts[2], 4.0, laws::kAlgebra);
}

TEST(ExpectationPass, SetsASilentRowAside) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const Pass with(Data::own({0.3, nan, 9.0}, 3, 1), gaussian());
  const Pass without(Data::own({0.3, 9.0}, 2, 1), gaussian());
  EXPECT_EQ(every_number(with.expected(kWeights, point(1))),
            every_number(without.expected(kWeights, point(1))));
}

}  // namespace
}  // namespace varimix
