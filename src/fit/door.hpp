// The door of a fit: everything that cannot be used is refused here, with place and remedy.
#pragma once

#include "varimix/fit.hpp"

namespace varimix::internal {

/// All throw std::invalid_argument. `family` over the data's columns; `explicit_prior`: one the
/// backend will use.
void check_data(const Family& family, std::size_t components, bool explicit_prior, const Data& data,
                const Summary& summary);
void check_options(const Model& model, const Data& data, const FitOptions& options);
void check_start(const Model& model, const Data& data, const Start& start);
/// At most `limit`: how many different rows take part.
std::size_t distinct_rows(const Data& data, std::size_t limit);

}  // namespace varimix::internal
