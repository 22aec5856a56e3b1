// NumPy's .npy format, versions 1 to 3 (numpy.lib.format).
#pragma once

#include <string>
#include <string_view>

#include "data/read_bytes.hpp"
#include "varimix/read.hpp"

namespace varimix::internal {

inline constexpr std::string_view kNpyMagic = "\x93NUMPY";

/// A view of the array in `bytes`, of which it becomes an owner. Throws InputError as read_table
/// does.
Table read_npy(const Bytes& bytes, const std::string& source);

}  // namespace varimix::internal
