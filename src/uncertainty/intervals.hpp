// Intervals from a standard error, on a scale where the normal distribution is sensible.
#pragma once

#include "varimix/uncertainty.hpp"

namespace varimix::internal {

/// Sets standard_error = sqrt(variance) and the interval g^-1(g(value) +- z g'(value)
/// standard_error), z the normal quantile: g = logit for weights, log for variances, precisions and
/// rates, the identity for the others. A weight of exactly 0 or 1 gets an interval without width.
void set_uncertainty(Estimate& estimate, double variance, double level);

}  // namespace varimix::internal
