// The normalising step of the E-pass on one block.
#pragma once

#include "varimix/data.hpp"

namespace varimix::internal {

enum class Assignment { soft, hard };

struct BlockEvidence {
  double evidence = 0;        ///< sum_n w_n log sum_k exp(rho_nk), nats
  double classification = 0;  ///< sum_n w_n max_k rho_nk, nats
  double total_weight = 0;
};

/// Logits rho[k * stride + n] in place to responsibilities r_nk (rows sum to 1), before weights. A
/// row with a known label keeps its label's term alone; a row whose every logit is -infinity is
/// shared equally. `log_sums` [n] receives log sum_k exp(rho_nk).
BlockEvidence normalize(const Block& block, std::size_t components, double* logits,
                        std::size_t stride, Assignment assignment, double* log_sums);

}  // namespace varimix::internal
