// exp of a number <= 0, as the E-pass computes it.
#pragma once

#include "kernel/kernel.hpp"

namespace varimix::internal {

/// exp(x) for x <= 0 (-infinity included), within 1.3 ulp of that of a number within 1.5e-16 |x|
/// of x; 0 below kExpUnderflow; exactly 1 at 0.
inline double exp_nonpositive(double x) { return kernel().exp_nonpositive(x); }

}  // namespace varimix::internal
