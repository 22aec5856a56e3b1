// The model description, format varimix-model/1.
#pragma once

#include "model/json_writer.hpp"
#include "varimix/model.hpp"

namespace varimix::internal {

/// Model::to_json as a part of a larger document.
void write_model(JsonWriter& json, const Model& model);

}  // namespace varimix::internal
