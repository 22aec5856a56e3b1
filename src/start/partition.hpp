// Automatic starts: a component for every row.
#pragma once

#include <cstdint>
#include <vector>

#include "start/kmeans.hpp"
#include "statistics/thread_team.hpp"

namespace varimix::internal {

/// Centres are found on at most this many rows.
inline constexpr std::size_t kStartRows = 16384;

/// The component of the nearest centre, per row [N]; rows with a known label keep it.
std::vector<std::int32_t> automatic_partition(const Rows& rows, std::size_t components,
                                              const SeedOptions& options, ThreadTeam& team);

}  // namespace varimix::internal
