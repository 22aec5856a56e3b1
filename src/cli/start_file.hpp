// --init FILE: a start written down.
#pragma once

#include <optional>
#include <string>

#include "varimix/fit.hpp"
#include "varimix/read.hpp"

namespace varimix::cli {

/// The fit that the file holds, if it is a FIT.json.
std::optional<Fit> earlier_fit(const std::string& path);

/// Parameters or an earlier fit from a JSON file; labels or responsibilities from a table: one
/// column, or K, or what fit --responsibilities writes. A table may do without a header. Labels are
/// 1 ... K, or names, which are those of the data's labels where it has some. Throws InputError
/// naming file, row and column.
Start read_start(const std::string& path, const Model& model, const Dataset& dataset);

}  // namespace varimix::cli
