// FIT.json, format varimix-fit/1.
#pragma once

#include <functional>

#include "model/json_writer.hpp"
#include "varimix/fit.hpp"

namespace varimix::internal {

inline constexpr const char* kFitFormat = "varimix-fit/1";

/// to_json(fit) as a part of a larger document; `more` writes members behind its own.
void write_fit(JsonWriter& json, const Fit& fit, const std::function<void(JsonWriter&)>& more = {});

}  // namespace varimix::internal
