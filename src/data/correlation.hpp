// The correlation of the data's columns.
#pragma once

#include <vector>

#include "varimix/data.hpp"

namespace varimix::internal {

/// [D x D], as Summary::correlation says. A column without variation correlates with nothing.
std::vector<double> correlation(const Data& data, const Summary& summary);

}  // namespace varimix::internal
