// What a fit says about rows.
#pragma once

#include <vector>

#include "varimix/fit.hpp"

namespace varimix {

/// Of rows the fit need not have seen; known labels and weights play no part.
struct Prediction {
  std::vector<double> responsibilities;  ///< [N x K] row-major, rows sum to 1
  std::vector<double> log_density;       ///< [N] nats, as log_density()
};

/// The mixture pi_k f_k(x_n), its sum and every component's share of it: of a point f_k is the
/// component's density (never a hard assignment); of VB pi_k is E[pi_k] and f_k the posterior
/// predictive density. Missing cells are integrated out; a row of nothing else predicts the
/// weights. Throws std::invalid_argument for another number of columns and for an infinite cell.
Prediction predict(const Fit& fit, const Data& data);

}  // namespace varimix
