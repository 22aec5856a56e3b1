// What a fitted mixture says of some of its columns: mixtures of fewer columns, and missing cells.
//
//   marginal      p(x_S)       = sum_k pi_k f_k(x_S)
//   conditional   p(x_m | x_o) = sum_k r_k f_k(x_m | x_o),   r_k ~ pi_k f_k(x_o)
//   impute        E[x_m | x_o] and sd[x_m | x_o], row by row
//
// Of a point f_k is the component's density; of VB it is the posterior predictive, and pi_k is
// E[pi_k]. conditional times marginal is the joint density.
//
// A mixture so derived is a Fit that predict, sample and this header take like any other. It was
// not fitted to anything: Fit::derived says what it is, its objective and log-likelihood are NaN,
// its model has no prior on the components. rows and total_weight are those of the original fit.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "varimix/fit.hpp"

namespace varimix {

/// The distribution of these columns, in this order. Throws std::invalid_argument for an unknown
/// column, one named twice, and none.
Fit marginal(const Fit& fit, const std::vector<std::string>& columns);

/// A column and its value, for each that is known.
using Given = std::vector<std::pair<std::string, double>>;

/// The distribution of the other columns, in the fit's order. Its weights are what predict() says
/// of a row with these values; of VB they are Dirichlet with that mean and the total concentration
/// of before. What it holds of VB's components has the conditional posterior predictive for its own
/// predictive, but is no posterior of parameters; a tied covariance becomes a full one. Throws
/// std::invalid_argument for an unknown column, one given twice, none or all given, a value outside
/// the family's support, and values of density 0.
Fit conditional(const Fit& fit, const Given& given);

struct Imputation {
  std::vector<double> values;      ///< [N x D] row-major; observed cells as they are
  std::vector<double> deviations;  ///< [N x D] posterior standard deviations, 0 where observed
  std::vector<std::string> warnings;
};

/// Every missing cell filled with its mean given the other cells of its row, and how sure that is.
/// A known label fixes the row's component; weights play no part. A row of nothing else gets the
/// mixture's own mean. Where a component of VB has no predictive variance (Student t of 2 degrees
/// of freedom or less) the deviation is +infinity, and a warning says so; where it has no mean
/// either (1 or less) its location stands in. Throws std::invalid_argument as predict(), and where
/// the family does not know its moments.
Imputation impute(const Fit& fit, const Data& data);

}  // namespace varimix
