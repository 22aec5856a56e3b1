// Draws from conjugate posteriors, a function of their uniform numbers alone.
#pragma once

#include "fit/draws.hpp"
#include "varimix/belief.hpp"

namespace varimix::internal {

/// pi, sums to 1. In logarithms: concentrations far below 1 leave weights too small for a double.
std::vector<double> draw_weights(const WeightsPosterior& posterior, const Uniform& uniform);

/// (pi, theta). Throws std::invalid_argument where a draw is beyond the range of a double.
Point draw_point(const Family& family, const Posterior& posterior, const Uniform& uniform);

}  // namespace varimix::internal
