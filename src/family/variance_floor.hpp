// How small a Gaussian component may become.
#pragma once

namespace varimix::internal {

/// The share of the data's own variance, in any direction, below which no component may fall, and
/// the one below which a maximum is spurious.
inline constexpr double kVarianceFloor = 1e-8;
inline constexpr double kSpuriousVariance = 1e-6;

}  // namespace varimix::internal
