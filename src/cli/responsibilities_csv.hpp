// fit --responsibilities FILE.csv, and what predict writes: the components of every row.
#pragma once

#include <cstdio>
#include <span>

namespace varimix::cli {

/// label,responsibility_1,...,responsibility_K; the label is the likeliest component, from 1.
/// `responsibilities` is [N x K] row-major. With `log_density` [N] that is the last column.
void write_responsibilities(std::FILE* file, std::span<const double> responsibilities,
                            std::size_t components, std::span<const double> log_density = {});

}  // namespace varimix::cli
