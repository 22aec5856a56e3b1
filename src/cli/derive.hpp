// FIT.json in, FIT.json out: what marginal and conditional share.
#pragma once

#include <functional>
#include <string>

#include "varimix/fit.hpp"

namespace varimix::cli {

/// Reads the fit, derives another and writes it to `output`. What `derive` refuses is told with the
/// fit's file.
void derive_fit(const std::string& fit, const std::string& output,
                const std::function<Fit(const Fit&)>& derive);

}  // namespace varimix::cli
