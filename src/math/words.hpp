// How foreign text is shown in a message of one line.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace varimix::internal {

/// What the messages about cells that are not numbers accept.
inline constexpr char kAcceptedNumbers[] =
    "accepted are numbers such as 3.6 or 1e-3, and for a missing value nothing, NA, NaN or ?";

/// `text` in double quotes, control characters and what is not UTF-8 escaped, cut off when it is
/// long.
std::string shown(std::string_view text);

/// The words with commas between them, the tail of a long list replaced by its number.
std::string listed(std::span<const std::string> words);

/// The length of the longest prefix of `text` that is UTF-8 without a NUL byte.
std::size_t utf8_prefix(std::string_view text);

/// "ful" is unknown (did you mean "full"?); accepted: full, diagonal, spherical, tied
std::string unknown_word(const std::string& word, std::span<const std::string> known);

}  // namespace varimix::internal
