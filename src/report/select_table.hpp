// Which model: the criteria of many fits, as a table and as JSON.
#pragma once

#include <string>

#include "varimix/select.hpp"

namespace varimix::internal {

/// "K = 3 diagonal"; the covariance only where the candidates differ in it.
std::string candidate_name(const ModelSelection& all, const Candidate& candidate);

/// "em refused: why" and "vb refused: why" of a candidate, also of its cross-validation.
std::vector<std::string> refusals(const Candidate& candidate, const std::string& method);

/// The table for people, the winner by each criterion starred.
std::string select_page(const std::string& source, const SelectOptions& options,
                        const ModelSelection& all);
/// Format varimix-select/1.
std::string select_json(const SelectOptions& options, const ModelSelection& all);

}  // namespace varimix::internal
