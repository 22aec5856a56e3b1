// Newton's method for the zero of a concave function's gradient, in a few dimensions.
#pragma once

#include <functional>
#include <span>

namespace varimix {

/// Writes the gradient at a point; returns false where the point is outside the domain.
using Gradient = std::function<bool(std::span<const double> at, std::span<double> gradient)>;

/// Climbs from `x` (inside the domain) to the zero of the gradient of a strictly concave function.
/// The curvature comes from central differences of the exact gradient: it sets the speed, not the
/// solution. Steps are halved until they stay in the domain and do not overshoot. `scale` is the
/// typical size of each coordinate.
void climb(std::span<double> x, std::span<const double> scale, const Gradient& gradient);

}  // namespace varimix
