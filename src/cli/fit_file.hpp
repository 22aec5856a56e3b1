// FIT.json as an argument: what `varimix fit --output` has written.
#pragma once

#include <string>

#include "varimix/fit.hpp"

namespace varimix::cli {

/// The fit in this file, or on standard input (-). Throws InputError naming the file.
Fit read_fit(const std::string& path);

/// Throws InputError when `output` would replace the fit that is read.
void keep_fit(const std::string& path, const std::string& output,
              const std::string& option = "--output");

}  // namespace varimix::cli
