// Compiled with -mavx2 -mfma where the compiler has them.
#if defined(__AVX2__) && defined(__FMA__)
#include "kernel/table.hpp"
#else
#include "kernel/kernel.hpp"
#endif

namespace varimix::internal {

const Kernel* avx2_kernel() {
#if defined(__AVX2__) && defined(__FMA__)
  static constexpr Kernel kKernel = make_kernel("avx2");
  return &kKernel;
#else
  return nullptr;
#endif
}

}  // namespace varimix::internal
