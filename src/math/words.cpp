#include "math/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "math/nearest_word.hpp"

namespace varimix::internal {
namespace {

constexpr std::size_t kMostBytesShown = 48;
constexpr std::size_t kMostWordsShown = 24;

std::uint8_t byte_at(std::string_view text, std::size_t i) {
  return static_cast<std::uint8_t>(text[i]);
}

/// Bytes of the well-formed UTF-8 character that begins at i (RFC 3629), 0 when there is none.
std::size_t character_length(std::string_view text, std::size_t i) {
  const std::uint8_t lead = byte_at(text, i);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || i + length > text.size()) return 0;
  // Overlong forms, surrogates and what lies beyond U+10FFFF are told from the second byte.
  const std::uint8_t smallest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  const std::uint8_t largest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  if (byte_at(text, i + 1) < smallest || byte_at(text, i + 1) > largest) return 0;
  for (std::size_t j = 2; j < length; ++j) {
    if ((byte_at(text, i + j) & 0xc0) != 0x80) return 0;
  }
  return length;
}

void append_shown(std::string& out, std::string_view character) {
  const std::uint8_t first = byte_at(character, 0);
  if (character == "\n") {
    out += "\\n";
  } else if (character == "\t") {
    out += "\\t";
  } else if (character == "\r") {
    out += "\\r";
  } else if (first < 0x20 || first == 0x7f || (character.size() == 1 && first >= 0x80)) {
    out += fmt::format("\\x{:02x}", first);
  } else {
    out += character;
  }
}

}  // namespace

std::string shown(std::string_view text) {
  std::string out = "\"";
  std::size_t i = 0;
  while (i < text.size() && i < kMostBytesShown) {
    const std::size_t length = std::max<std::size_t>(1, character_length(text, i));
    append_shown(out, text.substr(i, length));
    i += length;
  }
  return out + (i < text.size() ? "...\"" : "\"");
}

std::string listed(std::span<const std::string> words) {
  std::string out;
  const std::size_t count = words.size() > kMostWordsShown ? kMostWordsShown - 1 : words.size();
  for (std::size_t i = 0; i < count; ++i) {
    const std::string word = shown(words[i]);
    out +=
        fmt::format("{}{}", i == 0 ? "" : ", ", std::string_view(word).substr(1, word.size() - 2));
  }
  if (count < words.size()) out += fmt::format(" and {} more", words.size() - count);
  return out;
}

std::size_t utf8_prefix(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size() && text[i] != '\0') {
    const std::size_t length = character_length(text, i);
    if (length == 0) break;
    i += length;
  }
  return i;
}

std::string unknown_word(const std::string& word, std::span<const std::string> known) {
  const std::string nearest = nearest_word(word, known);
  return fmt::format("{} is unknown{}; accepted: {}", shown(word),
                     nearest.empty() ? "" : fmt::format(" (did you mean {}?)", shown(nearest)),
                     listed(known));
}

}  // namespace varimix::internal
