// How sure a fit is of its parameters: standard errors and intervals, beside every number of the
// point summary.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "varimix/fit.hpp"
#include "varimix/marginal.hpp"

namespace varimix {

/// One number of the point summary and how sure it is.
struct Estimate {
  std::size_t component = 0;  ///< 0 ... K-1
  /// "weight", or the family's own name: "mean", "covariance", "rate"; of VB with one column also
  /// "precision", 1 / variance.
  std::string parameter;
  std::size_t row = 0;        ///< place within the parameter: the row of a matrix, else 0
  std::size_t column = 0;     ///< the column, 0 ... D-1
  double value = 0;           ///< of the point summary
  double standard_error = 0;  ///< standard error of an estimate, standard deviation of a posterior
  Interval interval;          ///< of the level asked for
};

struct UncertaintyOptions {
  enum class Method {
    automatic,             ///< information for a point, posterior for VB
    information,           ///< inverse of the observed information of the data [Louis1982]; points
    bootstrap,             ///< rows drawn anew from the data [Efron1979]; points
    parametric_bootstrap,  ///< rows drawn from the fit; points
    posterior,             ///< exact marginals of q; VB
    linear_response        ///< q's covariance, corrected [GiordanoEtAl2018]; VB
  };
  Method method = Method::automatic;
  double level = 0.95;            ///< probability of the intervals, in (0, 1)
  std::size_t replicates = 1000;  ///< of a bootstrap
  std::uint64_t seed = 0;         ///< of a bootstrap
  std::size_t threads = 0;        ///< 0: all cores; the bits do not depend on it
};

struct Uncertainty {
  std::string method;  ///< "information", "bootstrap", "parametric-bootstrap", "posterior",
                       ///< "linear-response", "gibbs"
  double level = 0.95;
  std::vector<Estimate> estimates;  ///< K weights; then component by component, as described
  std::vector<double> covariance;   ///< [P x P], symmetric, in the order of estimates
  std::vector<std::string> warnings;
};

/// `data` are those of the fit. Of a symmetric matrix the lower triangle is reported, row >=
/// column. Parameters without a standard error (on a floor; a posterior so wide that its variance
/// does not exist) are left out, with a warning. Intervals of information and linear response are
/// normal on the scale of logit (weights), log (variances, precisions, rates) or the parameter
/// itself; those of posterior are q's own quantiles, of off-diagonal covariances normal. Throws
/// std::invalid_argument, with the remedy, where the method does not go with the fit.
Uncertainty uncertainty(const Fit& fit, const Data& data, const UncertaintyOptions& options = {});

/// Draws from the posterior of a VB fit, (pi, theta) jointly; draw i is a function of the fit, the
/// seed and i alone. Throws std::invalid_argument for a point.
std::vector<Point> draw_posterior(const Fit& fit, std::size_t draws, std::uint64_t seed);

}  // namespace varimix
