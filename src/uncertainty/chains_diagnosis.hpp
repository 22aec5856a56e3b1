// Convergence of several chains of one number, rank-normalised [VehtariEtAl2021]. Ranks make both
// measures exist where the draws have no variance, and see what all draws see, not the tails alone.
#pragma once

#include <span>
#include <vector>

#include "varimix/gibbs.hpp"

namespace varimix::internal {

/// `draws` [C T], chain after chain; T >= 4. Each chain is split in halves of n. With chain means
/// m_c and variances s_c^2 of z (normal quantiles of the ranks),
///
///   W = mean s_c^2   B = n var m_c   V = (n - 1) / n W + B / n   R-hat = sqrt(V / W)
///   rho_t = 1 - (W - mean autocovariance_t) / V   ESS = C n / (-1 + 2 sum_t rho_t)
///
/// the sum ended where a pair rho_2t + rho_2t+1 turns negative and made to fall [Geyer1992]; R-hat
/// once more of |draw - median|, which sees chains of different spread, the greater counts. Draws
/// that are all the same agree: R-hat 1.
Diagnostics diagnose_draws(std::span<const double> draws, std::size_t chains);

}  // namespace varimix::internal
