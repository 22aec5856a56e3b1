// The normalising step of the E-pass on one block.
#pragma once

#include <vector>

#include "kernel/kernel.hpp"
#include "varimix/data.hpp"

namespace varimix::internal {

enum class Assignment { soft, hard };

using BlockEvidence = SoftmaxSums;

/// Logits rho[k * stride + n] in place to responsibilities r_nk (rows sum to 1), before weights. A
/// row with a known label keeps its label's term alone; a row whose every logit is -infinity is
/// shared equally. `log_sums` [n] receives log sum_k exp(rho_nk).
BlockEvidence normalize(const Block& block, std::size_t components, double* logits,
                        std::size_t stride, Assignment assignment, double* log_sums);

/// What weighted responsibilities add up to, and room to do it.
struct Counts {
  std::vector<double> counts, squares;  ///< [K] sum_n w r, sum_n (w r)^2
  std::vector<double> lanes;
  Ahead ahead[2];  ///< fetched while one block is normalised
};
/// The same, with responsibilities times the row's weight, added to `counts`.
BlockEvidence normalize_and_count(const Block& block, std::size_t components, double* logits,
                                  std::size_t stride, Assignment assignment, Counts& counts);
/// The second half of it, for responsibilities that are given.
void weigh_and_count(const Block& block, std::size_t components, double* r, std::size_t stride,
                     Counts& counts);

}  // namespace varimix::internal
