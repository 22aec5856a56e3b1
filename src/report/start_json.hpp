// Where a fit begins, from a file.
#pragma once

#include <cstddef>
#include <string_view>

#include "varimix/fit.hpp"

namespace varimix::internal {

/// fit_from_json, where somebody wants to go on with the fit: one that is derived has no data to go
/// on with, and is refused.
Fit fit_to_continue(std::string_view text);

/// A belief to start from, from JSON of one of three forms, for data of so many columns:
///
///   {"weights": [K], "means": [K x D], "covariances": [K x D x D]}    gaussian; tied: one
///   covariance will do
///   {"weights": [K], "components": [...]}                             any family, as in FIT.json
///   a FIT.json                                                        continues that fit: no bit
///   is lost
///
/// Throws std::invalid_argument with one line when it is none, or does not suit the model.
Start start_from_json(std::string_view text, const Model& model, std::size_t columns);

}  // namespace varimix::internal
