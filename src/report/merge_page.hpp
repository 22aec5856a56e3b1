// Merging of components, step by step: for people and as JSON.
#pragma once

#include <optional>
#include <string>

#include "varimix/merge.hpp"

namespace varimix::internal {

/// `chosen`: how many clusters to show, none for none.
std::string merge_page(const MergePath& path, std::optional<std::size_t> chosen);
/// Format varimix-merge/1; components count from 1, as in every file.
std::string merge_json(const MergePath& path, std::optional<std::size_t> chosen);

}  // namespace varimix::internal
