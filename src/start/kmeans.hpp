// k-means++ seeds and Lloyd's refinement.
#pragma once

#include <cstdint>

#include "start/points.hpp"

namespace varimix::internal {

struct SeedOptions {
  std::uint64_t seed = 0;
  bool spread = true;   ///< seeds far from each other (k-means++); else rows drawn alike
  int refinements = 0;  ///< at most so many rounds of Lloyd's algorithm
};

/// Means of the labelled rows of each component, missing cells at the column's mean; NaN where no
/// row has the label.
Centres labelled_means(const Data& data, const Standardizer& standardize, std::size_t components);

/// K centres that differ from each other. Where `known` centres (of labelled rows) are not NaN they
/// are kept as first seeds; labelled points stay with their component. Components without a label
/// are ordered by their centre's first column when none is known.
Centres find_centres(const Points& points, const Centres& known, const SeedOptions& options);

/// The nearest centre of every point [M]; labelled points keep their component.
std::vector<std::int32_t> assign(const Points& points, const Centres& centres);

}  // namespace varimix::internal
