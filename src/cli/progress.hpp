// How far a fit has come, for somebody who looks on.
#pragma once

#include <chrono>

#include "varimix/observe.hpp"

namespace varimix::cli {

/// One line on standard error that is written over and over, wiped out at the end. Silent where
/// standard error is no terminal. Must outlive the fit that calls its observer.
class Progress {
 public:
  Progress();
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Empty where there is nobody to look on.
  Observer observer();

 private:
  void show(const Iteration& iteration);

  bool terminal_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace varimix::cli
