// --responsibilities FILE.csv: q(z) of every row.
#pragma once

#include <cstdio>
#include <span>

namespace varimix::cli {

/// label,responsibility_1,...,responsibility_K; the label is the likeliest component, from 1.
/// `responsibilities` is [N x K] row-major.
void write_responsibilities(std::FILE* file, std::span<const double> responsibilities,
                            std::size_t components);

}  // namespace varimix::cli
