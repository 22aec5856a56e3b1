// What compare and select share: words and methods between commas.
#pragma once

#include <string>
#include <vector>

namespace varimix::cli {

/// Words between commas.
std::vector<std::string> listed(const std::string& text);

/// The methods of --methods a,b in the order of the tables; without a text all of them. Throws
/// InputError naming the known ones.
std::vector<std::string> methods_from(const std::string& option, const std::string& text);

}  // namespace varimix::cli
