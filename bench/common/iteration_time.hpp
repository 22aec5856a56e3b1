// What one iteration costs.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "varimix/varimix.hpp"

namespace varimix::bench {

/// One way to iterate.
struct Course {
  Model model;
  Data data;
  Backend backend;
  Start start;
  std::size_t threads = 1;
  std::uint64_t seed = 0;  ///< of an automatic start
};

/// A whole fit of so many iterations.
struct Ran {
  double seconds = 0;  ///< on one thread of its processor time, on more by the clock
  std::size_t reads = 0;
};
Ran run(const Course& course, std::size_t iterations);

struct IterationTime {
  double seconds = 0;
  double reads = 1;  ///< of the whole data: more where frames moved
};

/// One iteration of each course: the difference of a long and a short run, over the iterations
/// between them, which leaves out what every run does once; on one thread in processor time, on
/// more by the clock. Courses take turns, and of several turns the fastest counts: what else the
/// machine does only adds, and adds to all of them.
std::vector<IterationTime> iteration_times(std::span<const Course> courses);

}  // namespace varimix::bench
