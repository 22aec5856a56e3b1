// The built-in data by every method: what `varimix demo` prints.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "varimix/fit.hpp"

namespace varimix::internal {

/// The waiting times of Old Faithful.
Data demo_data();
/// Two Gaussian components fitted to them by ml, em, map, vb-point and vb, all from one start.
std::vector<Fit> demo_fits();
/// Their comparison.
std::string demo_page(std::span<const Fit> fits);

}  // namespace varimix::internal
