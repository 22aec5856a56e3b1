// The JavaScript that draws the charts of a report page, put into the command when it was built.
#pragma once

#include <string>
#include <string_view>

namespace varimix::cli {

/// Empty when the command was built without npm. Defined in a source that the build writes.
std::string_view runtime();

}  // namespace varimix::cli
