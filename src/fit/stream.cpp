#include "fit/stream.hpp"

#include <algorithm>
#include <utility>

#include "belief/belief.hpp"
#include "fit/convergence.hpp"
#include "fit/stream_plan.hpp"
#include "statistics/ledger.hpp"

namespace varimix::internal {
namespace {

/// Batches that the sample counts for at least, however small: with fewer the first batch would all
/// but replace it.
constexpr double kLeastHeadStart = 4;

class Stream {
 public:
  Stream(const Loop& loop, const Belief& start, std::size_t batches)
      : loop_(loop),
        family_(loop.model.family()),
        rule_(make_rule(loop.backend, loop.model, loop.context.bounds)),
        order_(spread_order(batches)),
        ledger_(family_, batches),
        belief_(start) {}

  const Belief& belief() const { return belief_; }
  const Statistics& statistics() const { return mixed_; }

  /// Each returns what the batches said of the objective, each by the belief it was read with.
  double mix(const Rows& few);
  double replace(bool keep);
  double exchange();

  /// Of all `rows`, with the belief as it stands.
  Statistics pass(const Rows& rows) const {
    const PassContext context{rows, family_, loop_.context.bounds, loop_.context.team};
    return expectation_pass(context, scorer(family_, belief_), Assignment::soft);
  }
  double objective(double evidence) const { return evidence - rule_->penalty(belief_); }

 private:
  /// A batch need not be summed in frames of its own: few rows of a component may lie apart, but
  /// they are added to many that do not.
  Statistics read(std::size_t batch) const {
    const Rows rows = loop_.context.rows.stripe(batch, order_.size());
    const PassContext context{rows, family_, loop_.context.bounds, loop_.context.team, false};
    return expectation_pass(context, scorer(family_, belief_), Assignment::soft);
  }
  double total_weight() const { return loop_.context.rows.summary().total_weight; }

  const Loop& loop_;
  const Family& family_;
  std::unique_ptr<Rule> rule_;
  std::vector<std::size_t> order_;
  Ledger ledger_;
  Belief belief_;
  Statistics mixed_;  ///< scaled to the weight of all rows
};

// The sample's statistics are there before the first batch: a component that the first batches
// happen not to see (of sorted rows, say) only fades, and few rows never make it up by themselves.
// They also lead from a belief far off to frames amid the rows.
double Stream::mix(const Rows& few) {
  mixed_ = pass(few);
  belief_ = rule_->update(mixed_);
  const auto batch_rows =
      static_cast<double>(loop_.context.rows.data().rows()) / static_cast<double>(order_.size());
  const double head_start = static_cast<double>(few.data().rows()) / batch_rows;
  double evidence = 0;
  std::size_t t = 0;
  for (const std::size_t batch : order_) {
    Statistics seen = read(batch);
    evidence += seen.evidence;
    if (!(seen.total_weight > 0)) continue;
    const double eta = step_size(++t, std::max(head_start, kLeastHeadStart));
    scale(mixed_, 1 - eta);
    scale(seen, eta * total_weight() / seen.total_weight);
    add(family_, mixed_, seen);
    belief_ = rule_->update(mixed_);
  }
  return objective(evidence);
}

// What was mixed stands for the batches not yet read again.
double Stream::replace(bool keep) {
  Statistics sum;
  for (std::size_t t = 0; t < order_.size(); ++t) {
    Statistics seen = read(order_[t]);
    add(family_, sum, seen);
    Statistics all;
    const double left = 1 - sum.total_weight / total_weight();
    if (t + 1 < order_.size() && left > 0) {
      all = mixed_;
      scale(all, left);
    }
    add(family_, all, sum);
    if (keep) ledger_.replace(order_[t], std::move(seen));
    belief_ = rule_->update(all);
  }
  mixed_ = std::move(sum);
  return objective(mixed_.evidence);
}

double Stream::exchange() {
  double evidence = 0;
  for (const std::size_t batch : order_) {
    Statistics seen = read(batch);
    evidence += seen.evidence;
    ledger_.replace(batch, std::move(seen));
    belief_ = rule_->update(ledger_.total());
  }
  mixed_ = ledger_.total();
  return objective(evidence);
}

Verdict observe(const Loop& loop, const Stream& stream, const std::vector<double>& seen) {
  if (!loop.options.observer) return Verdict::go_on;
  const std::size_t t = seen.size() - 1;
  const std::vector<double>& counts = stream.statistics().counts;
  return loop.options.observer({t, seen[t], t > 0 ? seen[t] - seen[t - 1] : 0.0,
                                *std::min_element(counts.begin(), counts.end()), loop.restart,
                                t + 1});
}

}  // namespace

Run stream(const Loop& loop, const Belief& start, const Rows& few) {
  const std::size_t learning = std::max<std::size_t>(2, loop.options.stream->passes) - 1;
  const StreamSize size{loop.model.components(), loop.model.family().columns(),
                        loop.context.rows.data().rows()};
  const std::size_t batches = batches_of(size, loop.options.stream->batches);
  if (batches == 1) {  // nothing to mix: the iterations of the batch method
    FitOptions plain = loop.options;
    plain.acceleration = Acceleration::none;
    plain.max_iterations = learning;
    return iterate({loop.context, loop.model, loop.backend, plain, loop.restart}, start, {});
  }
  Run run;
  Stream stream(loop, start, batches);
  // Only exchanges raise an objective for sure; before them nothing can have converged.
  Convergence convergence(loop.options.tolerance * loop.context.rows.summary().total_weight);
  std::vector<double> seen;
  bool converged = false;
  while (seen.size() < learning && !converged && !run.stopped) {
    const std::size_t pass = seen.size();
    seen.push_back(pass == 0   ? stream.mix(few)
                   : pass == 1 ? stream.replace(pass + 1 < learning)
                               : stream.exchange());
    run.stopped = observe(loop, stream, seen) == Verdict::stop;
    converged = pass > 1 && convergence.reached(seen.back());
  }
  run.belief = stream.belief();
  run.statistics = stream.pass(loop.context.rows);
  // What a pass said is, but for the steps within it, the objective after the one before.
  run.trace.assign(seen.begin() + 1, seen.end());
  run.trace.push_back(stream.objective(run.statistics.evidence));
  run.termination = converged && run.trace.back() >= seen.back() ? Termination::tolerance
                    : run.stopped                                ? Termination::stopped_by_user
                                                                 : Termination::iteration_limit;
  run.e_passes = seen.size() + run.statistics.reads;
  return run;
}

}  // namespace varimix::internal
