// The Gaussian family.  docs/families/gaussian.md
#pragma once

#include <string>

#include "varimix/family/family.hpp"

namespace varimix {

enum class Covariance { full, diagonal, spherical, tied };
std::string to_string(Covariance covariance);

/// Gaussian components over as many columns as the data have. Conjugate prior:
/// normal-inverse-gamma.
FamilyPtr gaussian(Covariance covariance = Covariance::full);

}  // namespace varimix
