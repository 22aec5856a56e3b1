#include "fit/restart.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "fit/saddle.hpp"
#include "start/partition.hpp"
#include "start/random.hpp"

namespace varimix::internal {
namespace {

/// Runs after one that ended in a spurious maximum, itself included.
constexpr std::size_t kAttempts = 6;

using Clock = std::chrono::steady_clock;

double seconds_between(Clock::time_point from, Clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

std::uint64_t seed_of(const Loop& loop) {
  return loop.restart == 0 ? loop.options.seed : mix(loop.options.seed ^ mix(loop.restart));
}

/// One run to its end. `candidate`: where to begin, or null for the start that was given.
Outcome attempt(const Loop& loop, const Search* search, Candidate* candidate) {
  Outcome out;
  const Clock::time_point begin = Clock::now();
  std::optional<Belief> belief;
  Statistics first;
  if (candidate != nullptr)
    first = search->statistics(*candidate, loop.context);
  else if (const auto* given = std::get_if<Belief>(&loop.options.start))
    belief = *given;
  else
    first = first_statistics(loop);
  const Clock::time_point iterating = Clock::now();
  out.run = leave_saddle(loop, iterate(loop, belief, std::move(first)));
  out.diagnosis = diagnose(loop.model, loop.context.bounds, out.run.belief, out.run.statistics);
  out.seconds.initialise = seconds_between(begin, iterating);
  out.seconds.iterate = seconds_between(iterating, Clock::now());
  return out;
}

/// `best` becomes the better of both, with the seconds of both.
void keep_better(Outcome& best, Outcome other) {
  if (better(other, best)) std::swap(best, other);
  best.seconds.initialise += other.seconds.initialise;
  best.seconds.iterate += other.seconds.iterate;
  best.run.stopped = best.run.stopped || other.run.stopped;
}

}  // namespace

Statistics first_statistics(const Loop& loop) {
  const std::size_t components = loop.model.components();
  if (const auto* partition = std::get_if<Partition>(&loop.options.start))
    return assignment_pass(loop.context, components, one_hot(partition->components, components));
  if (const auto* soft = std::get_if<Responsibilities>(&loop.options.start))
    return assignment_pass(
        loop.context, components, [&](const Block& block, double* r, std::size_t stride) {
          for (std::size_t n = 0; n < block.rows; ++n)
            for (std::size_t k = 0; k < components; ++k)
              r[k * stride + n] = soft->values[(block.first_row + n) * components + k];
        });
  return smoothed_statistics(
      loop.context, components,
      one_hot(random_partition(loop.context.rows, components, seed_of(loop), loop.context.team),
              components));
}

bool better(const Outcome& a, const Outcome& b) {
  if (a.diagnosis.spurious != b.diagnosis.spurious) return b.diagnosis.spurious;
  return a.run.trace.back() > b.run.trace.back();
}

Outcome run_restart(const Loop& loop, const Search* search) {
  if (search == nullptr) return attempt(loop, nullptr, nullptr);
  const Clock::time_point begin = Clock::now();
  const Candidates candidates = search->candidates(seed_of(loop), loop.context.team);
  const double searching = seconds_between(begin, Clock::now());
  Outcome best = attempt(loop, search, candidates.front().get());
  for (std::size_t i = 1; i < std::min(candidates.size(), kAttempts); ++i) {
    if (!best.diagnosis.spurious || best.run.stopped) break;
    keep_better(best, attempt(loop, search, candidates[i].get()));
  }
  best.seconds.initialise += searching;
  return best;
}

Outcome run_restarts(const Loop& loop, const Search* search) {
  const std::size_t count = loop.options.restarts;
  // An observer belongs on the caller's thread; large data keep all threads busy by themselves.
  if (count > 1 && !loop.options.observer && loop.context.rows.leaves() < kLeaves) {
    std::vector<Outcome> outcomes(count);
    loop.context.team.run(count, [&](std::size_t r) {
      ThreadTeam alone(1);
      const PassContext context = loop.context.over(loop.context.rows, alone);
      outcomes[r] = run_restart({context, loop.model, loop.backend, loop.options, r}, search);
    });
    for (std::size_t r = 1; r < count; ++r) keep_better(outcomes[0], std::move(outcomes[r]));
    return std::move(outcomes[0]);
  }
  Outcome best = run_restart(loop, search);
  for (std::size_t r = 1; r < count && !best.run.stopped; ++r)
    keep_better(best,
                run_restart({loop.context, loop.model, loop.backend, loop.options, r}, search));
  return best;
}

}  // namespace varimix::internal
