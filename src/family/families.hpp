// The built-in families by the names that files and options use.
#pragma once

#include <string>
#include <vector>

#include "varimix/family/family.hpp"

namespace varimix::internal {

/// "gaussian", "poisson", ...
const std::vector<std::string>& family_names();
/// "full", "diagonal", ...: the covariances of "gaussian".
const std::vector<std::string>& covariance_names();
/// `covariance` empty: the family's own default. Throws std::invalid_argument with the nearest
/// known name.
FamilyPtr family_from_name(const std::string& name, const std::string& covariance);

}  // namespace varimix::internal
