// What the text of an option means. Every function throws InputError with one line that names the
// option, what stands there and what is accepted.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "varimix/family/family.hpp"

namespace varimix::cli {

/// "; did you mean --seed?" or nothing.
std::string did_you_mean(const std::string& word, std::span<const std::string> known);

/// `text`, which must be one of `known`.
std::string choice(const std::string& option, const std::string& text,
                   std::span<const std::string> known);

/// A whole number from `least` up.
std::uint64_t whole_number(const std::string& option, const std::string& text, std::uint64_t least,
                           std::uint64_t most = std::numeric_limits<std::uint64_t>::max());

/// A finite number. `accepted` says, for people, which ones the caller takes.
double number(const std::string& option, const std::string& text, const std::string& accepted);

/// Names between commas; one in double quotes may hold commas of its own.
std::vector<std::string> names(const std::string& option, const std::string& text);

/// KEY=VALUE,... as named scalars.
Fields scalars(const std::string& option, const std::string& text);

}  // namespace varimix::cli
