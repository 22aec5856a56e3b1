// Every instruction set's softmax, exp and log against long double.
#include <algorithm>
#include <cstring>

#include "kernel/levels.hpp"

namespace varimix::internal {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// What a softmax may be asked for, and rows it may meet.
struct SoftmaxCase {
  bool weights, weigh, outputs, counts, hard, impossible;
};

class SoftmaxLevels : public EachLevel {
 protected:
  void share_rows(const SoftmaxCase& c, std::size_t rows, std::size_t components);
};

void SoftmaxLevels::share_rows(const SoftmaxCase& c, std::size_t rows, std::size_t components) {
  const std::size_t stride = rows + 3;
  Values logits = draws(components * stride, 30);
  for (std::size_t n = 0; c.impossible && n < rows; n += 5)
    for (std::size_t k = 0; k < components; ++k) logits[k * stride + n] = -kInfinity;
  std::vector<std::int32_t> labels(rows, -1);
  for (std::size_t n = 0; n < rows; n += 10) labels[n] = static_cast<std::int32_t>(n % components);
  const Values weights = c.weights ? shares(rows) : Values(rows, 1.0);
  Values r = logits, highest(rows, 77.0), log_sums(rows, 77.0), counts(components, 0.0);
  Values squares(components, 0.0), lanes(components * 2 * kRowPad);
  SoftmaxTask task;
  task.components = components, task.rows = rows;
  task.logits = r.data(), task.stride = stride, task.labels = labels.data();
  task.weights = c.weights ? weights.data() : nullptr;
  task.weigh = c.weigh, task.hard = c.hard;
  if (c.outputs) task.highest = highest.data(), task.log_sums = log_sums.data();
  if (c.counts) task.counts = counts.data(), task.squares = squares.data();
  task.lanes = lanes.data();
  const SoftmaxSums seen = kernel().softmax(task);
  long double evidence = 0, classification = 0, total = 0;
  std::vector<long double> count(components), square(components), share(components);
  for (std::size_t n = 0; n < rows; ++n) {
    long double high = -std::numeric_limits<long double>::infinity(), sum = 0;
    for (std::size_t k = 0; k < components; ++k)
      high = std::max(high, static_cast<long double>(logits[k * stride + n]));
    const bool possible = std::isfinite(high), labelled = labels[n] >= 0;
    const auto own = [&](std::size_t k) {
      return !labelled || k == static_cast<std::size_t>(labels[n]);
    };
    for (std::size_t k = 0; k < components; ++k) {
      share[k] = possible ? std::exp(logits[k * stride + n] - high) : own(k) ? 1 : 0;
      sum += share[k];
    }
    const long double log_sum = possible ? high + std::log(sum) : high;
    for (std::size_t k = 0; k < components; ++k) {
      share[k] *= (c.weigh ? weights[n] : 1) / sum;
      const double before = possible ? logits[k * stride + n] : own(k) ? 0.0 : -kInfinity;
      if (c.hard)
        EXPECT_EQ(r[k * stride + n], before);
      else
        EXPECT_NEAR(r[k * stride + n], static_cast<double>(share[k]), kRounding);
      count[k] += share[k], square[k] += share[k] * share[k];
    }
    EXPECT_NEAR(possible && c.outputs ? log_sums[n] : 0,
                possible && c.outputs ? static_cast<double>(log_sum) : 0, 100 * kRounding);
    if (weights[n] > 0) evidence += weights[n] * log_sum;
    if (weights[n] > 0) classification += weights[n] * high;
    total += weights[n];
  }
  const double scale = 100 * kRounding * static_cast<double>(rows);
  const auto expect_sum = [&](double sum, long double exact) {
    if (std::isinf(exact))
      EXPECT_EQ(sum, -kInfinity);
    else
      EXPECT_NEAR(sum, static_cast<double>(exact), scale);
  };
  expect_sum(seen.evidence, evidence);
  expect_sum(seen.classification, classification);
  expect_sum(seen.total_weight, total);
  for (std::size_t k = 0; k < components; ++k) {
    expect_sum(counts[k], c.counts && !c.hard ? count[k] : 0);
    expect_sum(squares[k], c.counts && !c.hard ? square[k] : 0);
    EXPECT_EQ(r[k * stride + rows], logits[k * stride + rows]);
  }
}

TEST_P(SoftmaxLevels, ShareRowsByTheSoftmaxAndCountThem) {
  for (const std::size_t rows : kRows)
    for (const std::size_t components : {1, 2, 5, 9})
      for (unsigned bits = 0; bits < 64; ++bits) {
        const auto has = [&](unsigned i) { return (bits >> i & 1) != 0; };
        const SoftmaxCase c{has(0), has(0) && has(1), has(2), has(3), has(4), has(5)};
        SCOPED_TRACE(std::to_string(rows) + " rows, " + std::to_string(components) +
                     " components, asked for " + std::to_string(bits));
        share_rows(c, rows, components);
      }
}

TEST_P(SoftmaxLevels, KnowExpAndLogToTheLastPlace) {
  constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
  // e^x is that of a number this much of x away: log 2 is off, and its multiple may be rounded.
  const double away = std::strcmp(kernel().name, "portable") == 0 ? 1.5e-16 : 3.5e-17;
  for (int i = 0; i < 200000; ++i) {
    const double x = -700 * (i + 0.5) / 200000,
                 exact = static_cast<double>(std::exp(static_cast<long double>(x)));
    ASSERT_NEAR(kernel().exp_nonpositive(x), exact, (1.3 * kEpsilon - away * x) * exact) << x;
    const double s = 1 + 1e-5 * i * (1 + 1e-3 * i);
    const double log = static_cast<double>(std::log(static_cast<long double>(s)));
    ASSERT_NEAR(kernel().log_above_one(s), log, 2 * kEpsilon * log) << s;
  }
  EXPECT_EQ(kernel().exp_nonpositive(0.0), 1.0);
  EXPECT_EQ(kernel().exp_nonpositive(-701.0), 0.0);
  EXPECT_EQ(kernel().exp_nonpositive(-std::numeric_limits<double>::infinity()), 0.0);
  EXPECT_EQ(kernel().log_above_one(1.0), 0.0);
}

INSTANTIATE_TEST_SUITE_P(Each, SoftmaxLevels, testing::ValuesIn(available()), level_name);

}  // namespace
}  // namespace varimix::internal
