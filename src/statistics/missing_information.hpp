// What the latent variables keep from us: the covariance of the complete-data statistics given what
// was observed, one data pass.
//
//   M = sum_n w_n Cov_{q(z_n, x_mis)}(t_n),   t_n = (1[z = k], 1[z = k] t_k(x_n)), k = 1 ... K
//
// Louis' missing information in natural parameters [Louis1982, 3.2]; the response of the expected
// statistics to the belief [GiordanoEtAl2018, 3]. A labelled row has no doubt of z.
#pragma once

#include <vector>

#include "math/matrices.hpp"
#include "statistics/expectation_pass.hpp"

namespace varimix::internal {

struct LatentStatistics {
  std::vector<double> counts;  ///< [K] N_k
  std::vector<double> sums;    ///< [K x S] sum_n w_n r_nk E[t_k], S = row_statistics()
  Matrix missing;              ///< M [K (1 + S) x K (1 + S)]: of each component the indicator first
};

/// In the frames of `scorer`. The bits do not depend on the number of threads.
LatentStatistics latent_statistics(const PassContext& context, const InformationRules& rules,
                                   const Scorer& scorer);

}  // namespace varimix::internal
