// Data that are built in, for a first look.
#pragma once

#include <span>

namespace varimix::internal {

/// Waiting times between eruptions of the Old Faithful geyser, Yellowstone National Park, in
/// minutes, 272 of them in the order of observation, August 1985. Azzalini & Bowman 1990, A look at
/// some data on the Old Faithful geyser, Applied Statistics 39, 357-365; the column `waiting` of
/// R's data set `faithful`.
std::span<const double> old_faithful_waiting();

}  // namespace varimix::internal
