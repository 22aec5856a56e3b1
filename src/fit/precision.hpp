// Whether E-passes far from the end may compute in float.
#pragma once

#include "varimix/fit.hpp"

namespace varimix::internal {

/// float32 or float64. Throws std::invalid_argument where float32 was asked for and the method or
/// the family has no such passes.
Precision resolve_precision(const FitOptions& options, const Backend& backend, const Model& model,
                            const Data& data);

/// Rows, columns and components, multiplied, from which on float is chosen for data that are kept
/// so: an iteration on less takes a millisecond, and double costs nobody anything.
inline constexpr std::size_t kLargeData = 2'000'000;

/// Steps that raise the objective by less, in nats per unit of weight, are made in double: the
/// rounding of a pass in float is a hundredth of it.
inline constexpr double kLeastSingleRise = 1e-6;

}  // namespace varimix::internal
