#include "fit/stream.hpp"

#include <algorithm>
#include <utility>

#include "fit/convergence.hpp"
#include "fit/stream_passes.hpp"
#include "fit/stream_plan.hpp"

namespace varimix::internal {
namespace {

/// The learning pass of this number, 0 for the first. What the batches said of the objective, each
/// by the belief it was read with.
double learn(StreamPasses& passes, std::size_t number, std::size_t count) {
  double evidence = 0;
  for (const std::size_t batch : passes.order())
    evidence += number == 0   ? passes.mix(batch)
                : number == 1 ? passes.replace(batch, count > 2)
                              : passes.exchange(batch);
  return evidence - passes.rule().penalty(passes.belief());
}

Verdict observe(const Loop& loop, const Statistics& statistics, const std::vector<double>& seen) {
  if (!loop.options.observer) return Verdict::go_on;
  const std::size_t t = seen.size() - 1;
  const std::vector<double>& counts = statistics.counts;
  return loop.options.observer({t, seen[t], t > 0 ? seen[t] - seen[t - 1] : 0.0,
                                *std::min_element(counts.begin(), counts.end()), loop.restart,
                                t + 1});
}

/// With one batch there is nothing to mix: the iterations of the batch method.
Run one_batch(const Loop& loop, const Belief& start, std::size_t count) {
  FitOptions plain = loop.options;
  plain.acceleration = Acceleration::none;
  plain.max_iterations = count;
  return iterate({loop.context, loop.model, loop.backend, plain, loop.restart}, start, {});
}

}  // namespace

Run stream(const Loop& loop, const Belief& start, const Rows& few) {
  const Rows& rows = loop.context.rows;
  const std::size_t count = std::max<std::size_t>(2, loop.options.stream->passes) - 1;
  const StreamSize size{loop.model.components(), rows.data().columns(), rows.data().rows()};
  const std::size_t batches = batches_of(size, loop.options.stream->batches);
  if (batches == 1) return one_batch(loop, start, count);
  StreamPasses passes(loop, start, batches);
  passes.begin(few);
  Convergence convergence(loop.options.tolerance * rows.summary().total_weight);
  std::vector<double> seen;
  Run run;
  bool converged = false;
  while (seen.size() < count && !converged && !run.stopped) {
    seen.push_back(learn(passes, seen.size(), count));
    run.stopped = observe(loop, passes.statistics(), seen) == Verdict::stop;
    // Only exchanges are bound to rise; before them nothing can be said to have converged.
    converged = seen.size() > 2 && convergence.reached(seen.back());
  }
  run.belief = passes.belief();
  run.statistics = passes.pass(rows);
  // What a pass said is, but for the steps within it, the objective after the one before.
  run.trace.assign(seen.begin() + 1, seen.end());
  run.trace.push_back(run.statistics.evidence - passes.rule().penalty(run.belief));
  converged = converged && run.trace.back() >= seen.back();
  run.termination = converged     ? Termination::tolerance
                    : run.stopped ? Termination::stopped_by_user
                                  : Termination::iteration_limit;
  run.e_passes = seen.size() + run.statistics.reads;
  return run;
}

}  // namespace varimix::internal
