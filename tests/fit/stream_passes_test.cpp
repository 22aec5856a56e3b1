// What single batches do: the order they come in, and the bound that exchanges must not lower.
#include "fit/stream_passes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "belief/belief.hpp"
#include "fit/stream_plan.hpp"
#include "stream_problems.hpp"

namespace varimix::test {
namespace {

using namespace internal;

TEST(StreamPlan, TakesEveryBatchOnceAndNeighboursFarApart) {
  for (const std::size_t batches : {1U, 2U, 3U, 4U, 6U, 16U, 39U, 117U, 128U}) {
    const std::vector<std::size_t> order = spread_order(batches);
    std::vector<std::size_t> sorted = order;
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t b = 0; b < batches; ++b) EXPECT_EQ(sorted[b], b);
    // Any five in a row leave no gap of half the circle.
    for (std::size_t t = 0; batches >= 16 && t + 5 <= batches; ++t) {
      std::vector<std::size_t> five(order.begin() + static_cast<std::ptrdiff_t>(t),
                                    order.begin() + static_cast<std::ptrdiff_t>(t + 5));
      std::sort(five.begin(), five.end());
      std::size_t gap = five.front() + batches - five.back();
      for (std::size_t i = 1; i < 5; ++i) gap = std::max(gap, five[i] - five[i - 1]);
      EXPECT_LT(2 * gap, batches);
    }
  }
}

TEST(StreamPlan, LeavesMemoryAndTheStartBoundedForAnyNumberOfRows) {
  for (const std::size_t rows : {100000UL, 1000000UL, 1000000000000UL}) {
    EXPECT_LE(batches_of({8, 10, rows}, 0), 128u);
    EXPECT_LE(sample_rows_of({8, 10, rows}), 65536u);
  }
  EXPECT_EQ(batches_of({2, 1, 300}, 0), 1u);
  EXPECT_EQ(batches_of({2, 1, 3000}, 100), 6u);  // of blocks
}

/// The rows of a problem, and what is needed to run over them.
struct Setting {
  explicit Setting(const StreamProblem& problem)
      : data(problem.data),
        family(problem.model.family().with_columns(data.columns())),
        summary(summarize(data, family->wants_correlation())),
        model(model_for(problem.backend, problem.model, data, summary, warnings)),
        bounds(family->bounds(summary)),
        rows(data, summary),
        team(2),
        context{rows, *family, bounds, team},
        backend(problem.backend) {
    options.stream = Stream{};
  }
  Data data;
  FamilyPtr family;
  Summary summary;
  std::vector<std::string> warnings;
  Model model;
  Bounds bounds;
  Rows rows;
  ThreadTeam team;
  PassContext context;
  Backend backend;
  FitOptions options;
};

/// [N x K] row-major: logits rho_nk under a belief, of rows with a label its own alone (else
/// -infinity).
std::vector<double> logits(const Setting& at, const Rows& rows, const Belief& belief) {
  const std::size_t components = at.model.components();
  const Scorer score = scorer(*at.family, belief);
  std::vector<double> out(at.data.rows() * components, 0.0), block_logits(components * kBlockRows);
  Rows::Scratch scratch;
  for (std::size_t b = 0; b < rows.blocks(); ++b) {
    const Block block = rows.block(b, scratch);
    at.family->score(block, components, score.components.data(), block_logits.data(), kBlockRows);
    for (std::size_t n = 0; n < block.rows; ++n)
      for (std::size_t k = 0; k < components; ++k)
        out[(block.first_row + n) * components + k] =
            block_logits[k * kBlockRows + n] + score.log_weights[k];
  }
  return out;
}

class Bound {
 public:
  explicit Bound(const Setting& at) : at_(at), r_(at.data.rows() * at.model.components()) {}

  /// The rows of a batch get the responsibilities of this belief.
  void read(const Rows& batch, const Belief& belief) {
    const std::size_t components = at_.model.components();
    const std::vector<double> rho = logits(at_, batch, belief);
    Rows::Scratch scratch;
    for (std::size_t b = 0; b < batch.blocks(); ++b) {
      const Block block = batch.block(b, scratch);
      for (std::size_t i = 0; i < block.rows; ++i) {
        const std::size_t first = (block.first_row + i) * components;
        const auto row = rho.begin() + static_cast<std::ptrdiff_t>(first);
        const double most = *std::max_element(row, row + static_cast<std::ptrdiff_t>(components));
        double sum = 0;
        for (std::size_t k = 0; k < components; ++k) sum += std::exp(row[k] - most);
        for (std::size_t k = 0; k < components; ++k)
          r_[first + k] = std::exp(row[static_cast<std::ptrdiff_t>(k)] - most) / sum;
      }
    }
  }
  /// sum_n w_n sum_k r_nk (rho_nk - log r_nk) - penalty.
  double value(const StreamPasses& passes) const {
    const std::size_t components = at_.model.components();
    const std::vector<double> rho = logits(at_, at_.rows, passes.belief());
    long double out = 0;
    for (std::size_t i = 0; i < r_.size(); ++i)
      if (r_[i] > 0) out += at_.data.weight(i / components) * r_[i] * (rho[i] - std::log(r_[i]));
    return static_cast<double>(out) - passes.rule().penalty(passes.belief());
  }

 private:
  const Setting& at_;
  std::vector<double> r_;
};

TEST(StreamPasses, ExchangesNeverLowerTheBound) {
  Simulated how;
  how.rows = 6000;
  how.apart = 1;
  const Data data = simulated(how), gaps = simulated({.rows = 6000, .missing = 0.2});
  using enum Covariance;
  for (const StreamProblem& p : {StreamProblem{"em", Model(4, gaussian(full)), data, em()},
                                 {"map", Model(4, gaussian(full)), data, map()},
                                 {"vb", Model(4, gaussian(full)), data, vb()},
                                 {"vb_point", Model(4, gaussian(tied)), data, vb_point()},
                                 {"missing", Model(4, gaussian(diagonal)), gaps, vb()}}) {
    SCOPED_TRACE(p.name);
    const Setting at(p);
    const Loop loop{at.context, at.model, at.backend, at.options};
    const Belief start = fit(p.model, p.data, p.backend, {.max_iterations = 1}).belief;
    StreamPasses passes(loop, start, 7);
    passes.begin(at.rows.stripe(0, 4));
    for (const std::size_t batch : passes.order()) passes.mix(batch);
    Bound bound(at);
    const auto reading = [&](std::size_t batch) {
      bound.read(at.rows.stripe(batch, 7), passes.belief());
    };
    for (const std::size_t batch : passes.order()) reading(batch), passes.replace(batch, true);
    double last = bound.value(passes);
    for (int pass = 0; pass < 3; ++pass)
      for (const std::size_t batch : passes.order()) {
        reading(batch), passes.exchange(batch);
        const double now = bound.value(passes);
        EXPECT_GE(now, last - 1e-12 * std::abs(last)) << pass << ' ' << batch;
        last = now;
      }
    // The objective is the bound at its own responsibilities: no less.
    const double objective = passes.pass(at.rows).evidence - passes.rule().penalty(passes.belief());
    EXPECT_GE(objective, last - 1e-12 * std::abs(last));
    EXPECT_NEAR(passes.statistics().total_weight, at.summary.total_weight, 1e-9);
  }
}

}  // namespace
}  // namespace varimix::test
