// A chart as a file that ./dev picture draws.
#pragma once

#include <string>

#include "page/chart.hpp"

namespace varimix::bench {

/// One number a line, so that a change can be read.
void write_figure(const internal::Chart& chart, const std::string& path);

}  // namespace varimix::bench
