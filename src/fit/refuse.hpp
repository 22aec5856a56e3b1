// One line for what cannot be used.
#pragma once

#include <cstdio>
#include <stdexcept>
#include <string>

namespace varimix::internal {

[[noreturn]] inline void refuse(const std::string& what) { throw std::invalid_argument(what); }

/// Six significant digits.
inline std::string text(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.6g", value);
  return buffer;
}

}  // namespace varimix::internal
