// k-means++ seeds and Lloyd's refinement.
#pragma once

#include <cstdint>

#include "start/points.hpp"

namespace varimix::internal {

struct SeedOptions {
  std::uint64_t seed = 0;
  bool refine = true;  ///< k-means++ and Lloyd; else rows drawn alike, differing from each other
};

/// K centres. Where `known` centres (of labelled rows) are not NaN they are kept as first seeds;
/// labelled points stay with their component. Components without a label are ordered by their
/// centre's first column when none is known.
Centres find_centres(const Points& points, const Centres& known, const SeedOptions& options);

}  // namespace varimix::internal
