// What one iteration costs.
#pragma once

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
};

struct IterationTime {
  double seconds = 0;
  double reads = 1;  ///< of the whole data: more where frames moved
};

/// One iteration of each course: the difference of a long and a short run, over the iterations
/// between them, which leaves out what every run does once. Courses take turns, and of several
/// turns the fastest counts: what else the machine does only adds, and adds to all of them.
std::vector<IterationTime> iteration_times(std::span<const Course> courses);

}  // namespace varimix::bench
