// What became of the components: which have collapsed, which hold no rows.
#pragma once

#include <string>
#include <vector>

#include "varimix/belief.hpp"
#include "varimix/statistics.hpp"

namespace varimix::internal {

struct Diagnosis {
  bool spurious = false;  ///< a maximum that means nothing
  std::vector<std::string> warnings;
};

/// `statistics` of a pass with `belief`. Only points have anything to tell: a proper prior bounds
/// the density.
Diagnosis diagnose(const Model& model, const Bounds& bounds, const Belief& belief,
                   const Statistics& statistics);

}  // namespace varimix::internal
