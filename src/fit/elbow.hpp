// Where a falling curve bends: two straight lines that meet at one of its points.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace varimix::internal {

struct Curve {
  std::vector<double> x, y;  ///< x ascending
};

/// The index of the point, neither the first nor the last, at which one least-squares line through
/// the points up to it and one through those from it on leave the least squares together; only
/// where the first falls more steeply. None where no such point is.
std::optional<std::size_t> elbow(const Curve& curve);

}  // namespace varimix::internal
