// A table in Markdown that can be read as it is too: every column as wide as its widest cell.
#pragma once

#include <string>
#include <vector>

namespace varimix::bench {

using Cells = std::vector<std::string>;

/// The first `texts` columns are aligned to the left, the others to the right.
std::string markdown(const Cells& head, const std::vector<Cells>& rows, std::size_t texts = 1);

}  // namespace varimix::bench
