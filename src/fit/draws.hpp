// What every kind of drawing needs: a stream of uniform numbers, and a family that can draw.
#pragma once

#include <cstdint>
#include <span>

#include "start/random.hpp"
#include "varimix/family/family.hpp"

namespace varimix::internal {

/// Uniform numbers of one stream, in order: (key, stream, 0), (key, stream, 1), ...
inline Uniform stream_of(std::uint64_t key, std::uint64_t stream) {
  return
      [key, stream, index = std::uint64_t{0}]() mutable { return uniform(key, stream, index++); };
}

/// Throws std::invalid_argument where the family cannot draw rows; given hyperparameters of one
/// component, also where it cannot draw parameters.
void require_draws(const Family& family, std::span<const double> hyperparameters = {});

}  // namespace varimix::internal
