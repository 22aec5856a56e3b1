// Draws from conjugate posteriors, a function of their uniform numbers alone.
#pragma once

#include "start/random.hpp"
#include "varimix/belief.hpp"

namespace varimix::internal {

/// Uniform numbers of one stream, in order; (key, stream, 0), (key, stream, 1), ...
inline Uniform stream_of(std::uint64_t key, std::uint64_t stream) {
  return
      [key, stream, index = std::uint64_t{0}]() mutable { return uniform(key, stream, index++); };
}

/// pi, sums to 1. In logarithms: concentrations far below 1 leave weights too small for a double.
std::vector<double> draw_weights(const WeightsPosterior& posterior, const Uniform& uniform);

/// (pi, theta). Throws std::invalid_argument where a draw is beyond the range of a double.
Point draw_point(const Family& family, const Posterior& posterior, const Uniform& uniform);

/// Throws std::invalid_argument where the family cannot draw rows or parameters.
void require_draws(const Family& family, const std::vector<double>& prior);

}  // namespace varimix::internal
