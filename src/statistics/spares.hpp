// Things that one task leaves for the next: memory given back to the system between them would be
// cleared again, page by page.
#pragma once

#include <mutex>
#include <utility>
#include <vector>

namespace varimix::internal {

template <typename T>
class Spares {
 public:
  /// The one given back last, or make().
  template <typename Make>
  T take(const Make& make) {
    {
      const std::lock_guard lock(mutex_);
      if (!free_.empty()) {
        T out = std::move(free_.back());
        free_.pop_back();
        return out;
      }
    }
    return make();
  }
  void give_back(T thing) {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(thing));
  }

 private:
  std::mutex mutex_;
  std::vector<T> free_;
};

}  // namespace varimix::internal
