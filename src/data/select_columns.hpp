// Which columns a selection means, and whether they can be what they are asked to be.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "varimix/read.hpp"

namespace varimix::internal {

/// Indices of the table's columns by the part they play.
struct Parts {
  std::vector<std::size_t> data;  // not empty
  std::optional<std::size_t> weights;
  std::optional<std::size_t> labels;
};

/// Throws InputError for an unknown column, one with two parts, and when none is left as data.
Parts find_parts(const Table& table, const Selection& selection);

/// Throws InputError when the column is text; `remedy` ends the message.
void require_numbers(const Table& table, std::size_t column, const std::string& remedy = "");

/// Throws InputError when a data column has no value or an infinite one.
void require_finite(const Table& table, const std::vector<std::size_t>& columns);

/// A weight per row. Throws InputError unless they are finite, not negative, not missing and not
/// all 0.
std::vector<double> read_weights(const Table& table, std::size_t column);

}  // namespace varimix::internal
