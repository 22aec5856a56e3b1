// Compiled with -mavx512f and what comes with it where the compiler has them.
#if defined(__AVX512F__)
#include "kernel/table.hpp"
#else
#include "kernel/kernel.hpp"
#endif

namespace varimix::internal {

const Kernel* avx512_kernel() {
#if defined(__AVX512F__)
  static constexpr Kernel kKernel = make_kernel("avx512");
  return &kKernel;
#else
  return nullptr;
#endif
}

}  // namespace varimix::internal
