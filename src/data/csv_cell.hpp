// What stands in one cell of a text file.
#pragma once

#include <optional>
#include <string_view>

namespace varimix::internal {

/// Without the spaces, tabs and carriage returns at both ends.
std::string_view trimmed(std::string_view text);

/// Nothing, NA, NaN in any case and with any sign, or ?. Expects trimmed text.
bool is_missing(std::string_view text);

/// The number that `text` spells from end to end, with a leading + if it likes: infinite for inf
/// and beyond the range of double, 0 below it. Expects trimmed text.
std::optional<double> parse_number(std::string_view text);

/// Reads the number that begins at `first`, as std::from_chars does but faster where it is short,
/// and returns where it ends; null when there is none that a finite double can hold.
const char* parse_finite(const char* first, const char* last, double& value);

}  // namespace varimix::internal
