// The comparison as small multiples.
#pragma once

#include <span>
#include <string>

#include "backends/measure.hpp"

namespace varimix::bench {

/// A Vega-Lite specification: five measures, one below the other, in four settings of the simulated
/// problems.
void write_picture(std::span<const Result> results, const std::string& path);

}  // namespace varimix::bench
