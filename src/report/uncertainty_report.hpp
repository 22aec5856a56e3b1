// Estimates with their standard errors and intervals, as text and as JSON.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "model/json_writer.hpp"
#include "varimix/uncertainty.hpp"

namespace varimix::internal {

/// "mean waiting", "covariance waiting, eruptions": with one column the parameter alone.
std::string estimate_name(const Estimate& estimate, const std::vector<std::string>& columns);

/// A heading and a table: value, standard error, interval.
std::string uncertainty_text(const Uncertainty& of, const std::vector<std::string>& columns);

/// One object per estimate; `more` [estimate] writes members behind its own.
void write_estimates(JsonWriter& json, const Uncertainty& of,
                     const std::vector<std::string>& columns,
                     const std::function<void(std::size_t)>& more = {});
/// The member "uncertainty".
void write_uncertainty(JsonWriter& json, const Uncertainty& of,
                       const std::vector<std::string>& columns);

}  // namespace varimix::internal
