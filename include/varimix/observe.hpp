// Watching a fit while it runs.
#pragma once

#include <cstddef>
#include <functional>

namespace varimix {

struct Iteration {
  std::size_t index = 0;      ///< 0 after the first update
  double objective = 0;       ///< nats
  double change = 0;          ///< since the previous iteration; 0 at the first
  double smallest_count = 0;  ///< of the components' weighted counts
  std::size_t restart = 0;
  std::size_t e_passes = 0;  ///< reads of the whole data so far, in this run
};

enum class Verdict { go_on, stop };

/// Called on the thread that called fit, after every iteration. May be empty.
using Observer = std::function<Verdict(const Iteration&)>;

}  // namespace varimix
