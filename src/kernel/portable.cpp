#include "kernel/table.hpp"

namespace varimix::internal {

const Kernel* portable_kernel() {
  static constexpr Kernel kKernel = make_kernel("portable");
  return &kKernel;
}

}  // namespace varimix::internal
