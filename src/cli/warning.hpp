// Warnings on standard error, a line each.
#pragma once

#include <string>

#include "varimix/fit.hpp"

namespace varimix::cli {

void warn(const std::string& message);
/// The fit's own, `about` before each.
void warn(const Fit& fit, const std::string& about = "");

}  // namespace varimix::cli
