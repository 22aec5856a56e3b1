// The word that was probably meant.
#pragma once

#include <span>
#include <string>

namespace varimix::internal {

/// The known word with the smallest edit distance to `word` (insertions, deletions and
/// substitutions of one byte; upper and lower case of ASCII letters count as equal), the first of
/// several. Empty when none is closer than about a third of the longer word.
std::string nearest_word(const std::string& word, std::span<const std::string> known);

}  // namespace varimix::internal
