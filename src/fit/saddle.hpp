// Saddle points: where the objective's gradient is zero and inference comes to rest, though a small
// step to the side would let it rise again.
#pragma once

#include "fit/engine.hpp"

namespace varimix::internal {

/// Where a given start has left two components equal, and where missing cells are latent (their
/// likelihood has saddles of its own [Murray1977]), a converged run is asked whether it rests on a
/// saddle, by a few iterations from a point beside it. If so it goes on from there, and
/// `run.saddle` tells the objective where it rested. Other runs come back as they are.
Run leave_saddle(const Loop& loop, Run run);

}  // namespace varimix::internal
