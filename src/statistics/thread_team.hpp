// Threads that live as long as one fit, sleep between passes, and hand exceptions to the caller;
// and the memory that one pass leaves for the next.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "statistics/spares.hpp"

namespace varimix::internal {

class ThreadTeam {
 public:
  /// `threads` work together, the calling one included; 0: all cores. None is started before it is
  /// needed.
  explicit ThreadTeam(std::size_t threads);
  ~ThreadTeam();
  ThreadTeam(const ThreadTeam&) = delete;
  ThreadTeam& operator=(const ThreadTeam&) = delete;

  std::size_t threads() const { return threads_; }
  /// Calls task(0) ... task(count - 1), each once, on any thread, and returns when all are done.
  /// The first exception is rethrown here. Not to be called from within a task.
  void run(std::size_t count, const std::function<void(std::size_t)>& task);
  Spares<std::vector<double>>& spare_sums() { return spare_sums_; }

 private:
  void work();
  /// Takes tasks until none is left. Expects the lock to be held; holds it on return.
  void take(std::unique_lock<std::mutex>& lock);
  void start_workers();

  std::size_t threads_;
  Spares<std::vector<double>> spare_sums_;
  std::mutex mutex_;
  std::condition_variable wake_, done_;
  const std::function<void(std::size_t)>* task_ = nullptr;
  std::size_t next_ = 0, count_ = 0, running_ = 0;
  bool stopping_ = false;
  std::exception_ptr error_;
  std::vector<std::jthread> workers_;
};

}  // namespace varimix::internal
