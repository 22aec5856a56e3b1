// A small text file, whole; and what it holds.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "varimix/error.hpp"

namespace varimix::cli {

/// Throws InputError naming the file when it cannot be read or is empty, and
/// what would be accepted.
std::string read_text(const std::string& path, const std::string& accepted);

/// parse(text), with the file's name before whatever it complains of.
template <typename Parse>
auto parse_text(const std::string& path, std::string_view text, Parse parse) {
  try {
    return parse(text);
  } catch (const std::invalid_argument& error) {
    throw InputError(path + ": " + error.what());
  }
}

}  // namespace varimix::cli
