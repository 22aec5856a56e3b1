// A text as a field of CSV.
#pragma once

#include <string>

namespace varimix::cli {

/// In quotes where it would not be read back as it is.
std::string csv_field(const std::string& text);

}  // namespace varimix::cli
