// Room for what the kernel reads and writes: a vector that straddles two cache lines costs twice.
#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace varimix::internal {

template <typename T>
struct CacheLineAllocator {
  using value_type = T;
  static constexpr std::align_val_t kCacheLine{64};
  CacheLineAllocator() = default;
  template <typename U>
  CacheLineAllocator(const CacheLineAllocator<U>&) {}  // NOLINT: as allocators are converted
  T* allocate(std::size_t count) {
    return static_cast<T*>(::operator new(count * sizeof(T), kCacheLine));
  }
  void deallocate(T* at, std::size_t) { ::operator delete(at, kCacheLine); }
  bool operator==(const CacheLineAllocator&) const { return true; }
};

template <typename T>
using Aligned = std::vector<T, CacheLineAllocator<T>>;

}  // namespace varimix::internal
