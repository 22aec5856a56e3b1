// Known components, from a column of numbers or of names.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "varimix/read.hpp"

namespace varimix::internal {

struct Labels {
  std::vector<std::int32_t> of_rows;  // [N] component from 0, or kLatent
  std::vector<std::string> names;     // [<= components] empty when the labels are numbers
};

/// Throws InputError for a number that is no component and for too many names.
Labels read_labels(const Table& table, std::size_t column, std::size_t components);

}  // namespace varimix::internal
