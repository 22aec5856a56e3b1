// Which component is which: components have no order of their own, and those of a bootstrap
// replicate or of a draw have to be told apart by what they look like.
//
//   minimise over permutations s   sum_n w_n sum_k (q_nk - r_n,s(k))^2
//
// q the responsibilities of the reference, r those of the other. It is the same to maximise the
// overlap sum_n w_n sum_k q_nk r_n,s(k): the squares themselves know no order. Responsibilities
// have no units and every family has them.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "data/rows.hpp"
#include "varimix/belief.hpp"

namespace varimix::internal {

/// The permutation of least total cost, sum_k cost[k * K + s(k)], exactly: shortest augmenting
/// paths, O(K^3) [Munkres1957]. Costs are finite. -> s [K]
std::vector<std::size_t> cheapest_assignment(std::span<const double> cost, std::size_t size);

/// Responsibilities of a point for the rows, [N x K] row-major; a row with a known label is its
/// label's.
std::vector<double> responsibilities_of(const Family& family, const Point& point, const Rows& rows);

/// overlap[k * K + j] = sum_n w_n q_nk r_nj, of two sets of responsibilities [N x K] row-major;
/// `weights` [N], or empty for 1 each.
std::vector<double> overlaps(std::span<const double> reference, std::span<const double> other,
                             std::size_t components, std::span<const double> weights);

/// s(k): the component of the other that stands for component k of the reference. `fixed` [K], or
/// empty: components that are known to be the same and stay.
std::vector<std::size_t> match_components(std::span<const double> overlap, std::size_t components,
                                          const std::vector<bool>& fixed = {});

}  // namespace varimix::internal
