#include "statistics/thread_team.hpp"

#include <algorithm>
#include <utility>

namespace varimix::internal {
namespace {
// There are at most 64 leaves to work on; more threads would only be started.
constexpr std::size_t kMostThreads = 64;
}  // namespace

ThreadTeam::ThreadTeam(std::size_t threads)
    : threads_(std::min(
          kMostThreads,
          threads > 0 ? threads : std::max<std::size_t>(1, std::thread::hardware_concurrency()))) {}

ThreadTeam::~ThreadTeam() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
}

void ThreadTeam::start_workers() {
  while (workers_.size() + 1 < threads_) workers_.emplace_back([this] { work(); });
}

void ThreadTeam::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || next_ < count_; });
    if (stopping_) return;
    take(lock);
  }
}

void ThreadTeam::take(std::unique_lock<std::mutex>& lock) {
  while (next_ < count_) {
    const std::size_t index = next_++;
    ++running_;
    const auto* task = task_;
    lock.unlock();
    std::exception_ptr error;
    try {
      (*task)(index);
    } catch (...) {
      error = std::current_exception();
    }
    lock.lock();
    --running_;
    if (error && !error_) error_ = error;
    if (error) next_ = count_;
  }
  if (running_ == 0) done_.notify_all();
}

void ThreadTeam::run(std::size_t count, const std::function<void(std::size_t)>& task) {
  if (count == 0) return;
  if (count == 1 || threads_ == 1) {
    for (std::size_t i = 0; i < count; ++i) task(i);
    return;
  }
  start_workers();
  std::unique_lock lock(mutex_);
  task_ = &task;
  next_ = 0;
  count_ = count;
  error_ = nullptr;
  wake_.notify_all();
  take(lock);
  done_.wait(lock, [this] { return running_ == 0 && next_ >= count_; });
  count_ = next_ = 0;
  if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
}

}  // namespace varimix::internal
