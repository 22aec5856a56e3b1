// The header of a .npy file of doubles, row-major: the values follow it.
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <string>

namespace varimix::bench {

inline std::string npy_header(std::size_t rows, std::size_t columns) {
  std::string text =
      fmt::format("{{'descr': '<f8', 'fortran_order': False, 'shape': ({}, {}), }}", rows, columns);
  constexpr std::size_t kBefore = 10;  // magic, version, length
  text.resize((kBefore + text.size() + 1 + 63) / 64 * 64 - kBefore - 1, ' ');
  text += '\n';
  const auto length = static_cast<unsigned>(text.size());
  return std::string("\x93NUMPY\x01\0", 8) + static_cast<char>(length % 256) +
         static_cast<char>(length / 256) + text;
}

}  // namespace varimix::bench
