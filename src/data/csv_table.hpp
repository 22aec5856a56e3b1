// A CSV or TSV text as a Table.
#pragma once

#include <string>
#include <string_view>

#include "varimix/read.hpp"

namespace varimix::internal {

/// Nothing of the table refers to `text` afterwards. Throws InputError as read_table does.
Table read_csv(std::string_view text, const std::string& source);

}  // namespace varimix::internal
