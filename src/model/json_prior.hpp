// The prior on the components in a model description: null, "default", or an object of entries.
#pragma once

#include <vector>

#include "model/json_reader.hpp"
#include "model/json_writer.hpp"
#include "varimix/model.hpp"

namespace varimix::internal {

/// Resolved: type and all hyperparameters; else what was asked for.
void write_prior(JsonWriter& json, const Model& model);
/// `model` with the prior that stands there.
Model read_prior(const JsonNode& node, const Model& model);
/// The hyperparameters of one component if the model's entries fix them whatever the data, else
/// none.
std::vector<double> hyperparameters_without_data(const Model& model);

}  // namespace varimix::internal
