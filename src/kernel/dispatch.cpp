#include <cstdlib>
#include <cstring>

#include "kernel/kernel.hpp"

namespace varimix::internal {
namespace {

bool runs_avx2() {
#if defined(__x86_64__) || defined(__i386__)
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
  return false;
#endif
}

bool runs_avx512() {
#if defined(__x86_64__) || defined(__i386__)
  return runs_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw");
#else
  return false;
#endif
}

const Kernel& choose() {
  const Kernels all = kernels();
  if (const char* wish = std::getenv("VARIMIX_SIMD"))
    for (std::size_t i = 0; i < all.count; ++i)
      if (std::strcmp(all.each[i]->name, wish) == 0) return *all.each[i];
  return *all.each[all.count - 1];
}

template <typename T>
void pack(const double* lower, std::size_t columns, T* out) {
  for (std::size_t first = 0; first < columns; first += kStrip) {
    const std::size_t high = columns - first < kStrip ? columns - first : kStrip;
    for (std::size_t i = 0; i < first + high; ++i)
      for (std::size_t j = first; j < first + high; ++j)
        *out++ = i <= j ? static_cast<T>(lower[i * columns + j]) : T{0};
  }
}
}  // namespace

Kernels kernels() {
  Kernels out;
  const auto add = [&](const Kernel* kernel, bool runs) {
    if (kernel != nullptr && runs) out.each[out.count++] = kernel;
  };
  add(portable_kernel(), true);
  add(avx2_kernel(), runs_avx2());
  add(avx512_kernel(), runs_avx512());
  return out;
}

const Kernel& kernel() {
  static const Kernel& chosen = choose();
  return chosen;
}

std::size_t packed_lower_size(std::size_t columns) {
  std::size_t size = 0;
  for (std::size_t first = 0; first < columns; first += kStrip) {
    const std::size_t high = columns - first < kStrip ? columns - first : kStrip;
    size += (first + high) * high;
  }
  return size;
}

void pack_lower(const double* lower, std::size_t columns, double* out) {
  pack(lower, columns, out);
}
void pack_lower(const double* lower, std::size_t columns, float* out) { pack(lower, columns, out); }

}  // namespace varimix::internal
