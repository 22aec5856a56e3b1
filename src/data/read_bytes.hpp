// A file, or standard input, as one run of bytes.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace varimix::internal {

/// Bytes and what keeps them alive: a mapping of the file, or a buffer where it cannot be mapped.
struct Bytes {
  std::string_view view;
  std::shared_ptr<const void> owner;
};

/// How messages call the source: the path, or "standard input" for "-".
std::string source_name(const std::string& path);

inline constexpr char kAcceptedTables[] = "CSV, TSV and .npy files";

/// Throws InputError when the file is missing, a folder, not readable or empty; it tells which
/// files are accepted.
Bytes read_bytes(const std::string& path, const std::string& accepted = kAcceptedTables);

}  // namespace varimix::internal
