// Points and posteriors in FIT.json and in files of starting values.
#pragma once

#include <cstddef>
#include <vector>

#include "model/json_reader.hpp"
#include "model/json_writer.hpp"
#include "varimix/belief.hpp"

namespace varimix::internal {

/// The members "weights" and "components" of an object.
void write_point(JsonWriter& json, const Family& family, const Point& point);
void write_posterior(JsonWriter& json, const Family& family, const Posterior& posterior);

/// K numbers >= 0 with sum 1 up to 1e-6, as they stand there.
std::vector<double> read_weights(const JsonNode& node, std::size_t components);
/// [K x point] from a list of K objects.
std::vector<double> read_components(const JsonNode& node, const Family& family,
                                    std::size_t components);
/// [point] of one component; `place` is where it stands.
std::vector<double> read_component(const JsonNode& place, const Family& family,
                                   const Fields& fields);
/// Refuses components that do not share what they are said to share.
void check_tied(const JsonNode& place, const Family& family, const std::vector<double>& points);
Posterior read_posterior(const JsonNode& node, const Model& model);

}  // namespace varimix::internal
