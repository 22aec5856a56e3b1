// How unusual a row is under a fit.
//
//   score(x) = P(log f(X) <= log f(x)),   X drawn from the fitted mixture f
//
// the share of what the fit would draw that is as improbable as the row, or more so: uniform on (0,
// 1) for rows that come from f, near 0 for rows that do not. For one Gaussian over D columns it is
// P(chi-square with D degrees of freedom >= squared Mahalanobis distance). It counts density, not
// distance from a centre: a row between two clusters is an outlier as well.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "varimix/fit.hpp"

namespace varimix {

struct OutlierOptions {
  /// Rows drawn from the fit. A score s is off by sqrt(s (1 - s) / draws): with 100000 by 0.0016 at
  /// worst, and by 0.0003 near 0.01.
  std::size_t draws = 100000;
  std::uint64_t seed = 0;   ///< of the draws, as of sample()
  std::size_t threads = 0;  ///< 0: all cores. The bits of the result do not depend on it.
};

struct OutlierScores {
  /// [N] (1 + how many draws are no more probable) / (1 + draws): never 0.
  std::vector<double> score;
  std::vector<double> log_density;  ///< [N] nats, as log_density()
};

/// f is the mixture of a point, the posterior predictive of VB. A row with missing cells has the
/// density of its observed cells alone, and is compared with draws that lack the same cells; a row
/// without any value scores 1. Labels and weights play no part. Throws std::invalid_argument as
/// sample() and log_density() do, and for 0 draws.
OutlierScores outlier_scores(const Fit& fit, const Data& data, const OutlierOptions& options = {});

}  // namespace varimix
