// What can be typed after `varimix`. Each command takes the arguments behind its name and returns
// the exit status; it throws std::invalid_argument with one line for arguments or data that cannot
// be used.
#pragma once

#include <span>
#include <string>

namespace varimix::cli {

using Arguments = std::span<const std::string>;

int run_demo(Arguments arguments);
int run_fit(Arguments arguments);

}  // namespace varimix::cli
