// The version of these headers; the build reads it from here, so that it is written down once.
#pragma once

#include <string_view>

#define VARIMIX_VERSION_STRING "0.1.0"

namespace varimix {

[[nodiscard]] constexpr std::string_view version() noexcept { return VARIMIX_VERSION_STRING; }

}  // namespace varimix
