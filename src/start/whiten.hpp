// Coordinates in which no direction of the data is longer than another.
#pragma once

#include "start/points.hpp"

namespace varimix::internal {

/// The points, centred, in coordinates in which their own covariance is the identity: distances
/// there do not see how columns are correlated. Points must be complete.
Points whitened(const Points& points);

}  // namespace varimix::internal
