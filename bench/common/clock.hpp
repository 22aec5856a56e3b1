// Seconds: by the clock, or of the calling thread alone, which other programs hardly change.
#pragma once

#include <time.h>

#include <cstddef>

namespace varimix::bench {

enum class Clock { wall, thread };

/// The same work on one thread takes both alike, on a machine that does nothing else.
inline Clock clock_for(std::size_t threads) { return threads == 1 ? Clock::thread : Clock::wall; }

inline double now(Clock clock) {
  timespec time{};
  clock_gettime(clock == Clock::thread ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

}  // namespace varimix::bench
