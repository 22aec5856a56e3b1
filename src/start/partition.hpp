// The `random` start: a component for every row.
#pragma once

#include <cstdint>
#include <vector>

#include "start/kmeans.hpp"
#include "statistics/thread_team.hpp"

namespace varimix::internal {

/// Random rows are drawn from at most this many.
inline constexpr std::size_t kRandomRows = 16384;

/// The component of the nearest of K centres drawn alike from the rows, per row [N]; rows with a
/// known label keep it, and the means of labelled rows are their component's centre.
std::vector<std::int32_t> random_partition(const Rows& rows, std::size_t components,
                                           std::uint64_t seed, ThreadTeam& team);

}  // namespace varimix::internal
