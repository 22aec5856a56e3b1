#pragma once

#include "varimix/data.hpp"

namespace varimix::internal {

/// Every row may stand for as many rows as it weighs: whole numbers, up to kMostUnits together.
bool are_frequencies(const Data& data);

}  // namespace varimix::internal
