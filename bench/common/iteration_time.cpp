#include "common/iteration_time.hpp"

#include <algorithm>
#include <limits>

#include "common/clock.hpp"

namespace varimix::bench {
namespace {

/// A run that takes this long is told from another by the clock; one much longer needs few turns.
constexpr double kLongRun = 0.1;
constexpr std::size_t kMostIterations = 2000;

struct Measured {
  std::size_t iterations;  ///< of the long run
  Ran once{std::numeric_limits<double>::infinity()}, often = once;
};

Measured prepare(const Course& course) {
  const double one = std::max(1e-7, run(course, 1).seconds / 2);  // it has two passes
  return {std::clamp<std::size_t>(static_cast<std::size_t>(kLongRun / one), 3, kMostIterations)};
}

void keep_faster(Ran& fastest, const Ran& other) {
  if (other.seconds < fastest.seconds) fastest = other;
}

}  // namespace

Ran run(const Course& course, std::size_t iterations) {
  FitOptions options;
  options.start = course.start;
  options.seed = course.seed;
  options.tolerance = 0;
  options.max_iterations = iterations;
  options.threads = course.threads;
  const Clock clock = clock_for(course.threads);
  const double begin = now(clock);
  const Fit done = fit(course.model, course.data, course.backend, options);
  return {now(clock) - begin, done.e_passes};
}

std::vector<IterationTime> iteration_times(std::span<const Course> courses) {
  std::vector<Measured> measured;
  for (const Course& course : courses) measured.push_back(prepare(course));
  for (int turn = 0, turns = 5; turn < turns; ++turn) {
    for (std::size_t i = 0; i < courses.size(); ++i) {
      keep_faster(measured[i].once, run(courses[i], 1));
      keep_faster(measured[i].often, run(courses[i], measured[i].iterations));
    }
    if (measured.front().often.seconds > 3 * kLongRun) turns = 3;
  }
  std::vector<IterationTime> out;
  for (const Measured& m : measured) {
    const auto between = static_cast<double>(m.iterations - 1);
    out.push_back({(m.often.seconds - m.once.seconds) / between,
                   static_cast<double>(m.often.reads - m.once.reads) / between});
  }
  return out;
}

}  // namespace varimix::bench
