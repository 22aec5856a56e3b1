// How much an automatic start may cost: how many rows it looks at, how many runs it tries, how
// long.
#pragma once

#include <cstddef>

#include "varimix/model.hpp"

namespace varimix::internal {

/// Of every round of swaps: so many proposals run so many iterations each; the two best and the run
/// they are to beat go on twice as long.
inline constexpr std::size_t kProposals = 6, kProposalIterations = 2;

/// Runs of `iterations` each, the better half twice as long, and so on until one is left; then
/// rounds of swaps.
struct Plan {
  std::size_t rows = 0;        ///< at most so many are looked at
  std::size_t candidates = 1;  ///< a power of two
  std::size_t iterations = 0;  ///< of every candidate before the first halving; 0: none at all
  std::size_t swaps = 0;       ///< at most so many rounds

  /// Passes over the rows looked at, at most.
  std::size_t passes() const;
};

/// A function of the sizes alone. `rows`: that take part.
Plan plan_start(const Model& model, std::size_t rows);

}  // namespace varimix::internal
