// exp of a number <= 0, as the E-pass computes it.
#pragma once

#include "kernel/kernel.hpp"

namespace varimix::internal {

/// exp(x) for x <= 0 (-infinity included), within 1.01 ulp; 0 below kExpUnderflow; exactly 1 at 0.
inline double exp_nonpositive(double x) { return kernel().exp_nonpositive(x); }

}  // namespace varimix::internal
