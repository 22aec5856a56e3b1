// How a stream divides the data: batches, the order in which they come, the rows it starts on.
// Functions of N, D, K and the family alone.
#pragma once

#include <cstddef>
#include <vector>

#include "varimix/fit.hpp"

namespace varimix::internal {

/// Of a model with K components over D columns and N rows.
struct StreamSize {
  std::size_t components = 1, columns = 1, rows = 0;
};

/// As many as `asked` for, or (0) as leave every batch rows enough to tell something of every
/// component; never more than there are blocks.
std::size_t batches_of(const StreamSize& size, std::size_t asked);
/// Rows of the sample on which the start is sought and settled.
std::size_t sample_rows_of(const StreamSize& size);
/// 0 ... batches - 1 in an order in which any few that follow each other lie far apart: steps of a
/// golden section of the circle. Where rows are sorted, batches near in time then differ in what
/// they saw.
std::vector<std::size_t> spread_order(std::size_t batches);

/// The weight of the t-th batch (1, 2, ...) in the mixture of statistics, (t + t0)^-0.6
/// [LiangKlein2009, CappeMoulines2009]. `head_start` is t0: how many batches what is there already
/// counts for.
double step_size(std::size_t t, double head_start);

}  // namespace varimix::internal
