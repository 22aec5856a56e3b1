// The built-in data by every method: what `varimix demo` prints.
#pragma once

#include <string>

namespace varimix::internal {

/// Fits two Gaussian components to the waiting times of Old Faithful by ml, em, map, vb-point and
/// vb, all from one start, and compares them.
std::string demo_page();

}  // namespace varimix::internal
