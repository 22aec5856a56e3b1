// Where a stream begins, and what it has no room for.
#include <algorithm>
#include <chrono>

#include "belief/belief.hpp"
#include "fit/refuse.hpp"
#include "fit/stream.hpp"
#include "fit/stream_plan.hpp"

namespace varimix::internal {
namespace {

using Clock = std::chrono::steady_clock;

/// A fit of the sample need not be nearer to the sample's optimum than that is to the data's.
constexpr double kSettled = 1e-6;
constexpr std::size_t kMostIterations = 200;
/// Few passes cross no plateau that a poor start leads to, as many iterations of a batch fit may:
/// so many starts are tried at least, on the sample.
constexpr std::size_t kRuns = 3;

bool moves(const Family& family) {
  Statistics none;
  return family.move_to({}, none);
}

/// The fit of the sample: its own search, restarts, acceleration and stopping rule.
Outcome fit_sample(const Loop& loop, const Search* search, const Rows& few) {
  FitOptions options = loop.options;
  options.stream.reset();
  options.observer = {};
  options.acceleration = Acceleration::automatic;
  options.tolerance = std::max(options.tolerance, kSettled);
  options.max_iterations = kMostIterations;
  if (loop.model.components() > 1) options.restarts = std::max(options.restarts, kRuns);
  const PassContext context = loop.context.over(few, loop.context.team);
  return run_restarts({context, loop.model, loop.backend, options, 0}, search);
}

Belief first_belief(const Loop& loop, const Search* search, const Rows& few) {
  if (const auto* given = std::get_if<Belief>(&loop.options.start)) return *given;
  if (std::holds_alternative<AutomaticStart>(loop.options.start))
    return fit_sample(loop, search, few).run.belief;
  return make_rule(loop.backend, loop.model, loop.context.bounds)->update(first_statistics(loop));
}

}  // namespace

void check_stream(const Loop& loop) {
  if (!loop.options.stream) return;
  const auto* em = std::get_if<ExpectationMaximization>(&loop.backend);
  const bool hard = em != nullptr && em->assignment == ExpectationMaximization::Assignment::hard;
  if (loop.options.stream->passes == 0) refuse("a stream of 0 passes; accepted: 1 or more");
  if (std::holds_alternative<MaximumLikelihood>(loop.backend))
    refuse(
        "a stream: method ml searches along lines, which takes many reads of the same rows; "
        "accepted: methods em, map, vb, vb-point");
  if (hard)
    refuse(
        "a stream: hard assignment jumps from batch to batch; accepted: soft assignment, or no "
        "stream");
  if (loop.options.acceleration != Acceleration::automatic &&
      loop.options.acceleration != Acceleration::none)
    refuse("a stream: acceleration " + to_string(loop.options.acceleration) +
           " combines whole passes; accepted: none");
  if (!moves(loop.model.family()))
    refuse("a stream: family " + loop.model.family().name() +
           " cannot move its sums from frame to frame; accepted: no stream");
}

Outcome run_stream(const Loop& loop, const Search* search) {
  Outcome out;
  const Clock::time_point begin = Clock::now();
  const Rows& rows = loop.context.rows;
  const StreamSize size{loop.model.components(), rows.data().columns(), rows.data().rows()};
  const Sample sample(rows, sample_rows_of(size), loop.options.seed);
  const Belief start = first_belief(loop, search, sample.rows());
  const Clock::time_point iterating = Clock::now();
  out.run = stream(loop, start, sample.rows());
  out.diagnosis = diagnose(loop.model, loop.context.bounds, out.run.belief, out.run.statistics);
  out.seconds.initialise = std::chrono::duration<double>(iterating - begin).count();
  out.seconds.iterate = std::chrono::duration<double>(Clock::now() - iterating).count();
  return out;
}

}  // namespace varimix::internal
