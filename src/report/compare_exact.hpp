// How far a fit is from the exact answer, which tiny data allow to enumerate.
//
//   vb            log p(x)              = F + KL(q(z) q(pi, theta) || p(z, pi, theta | x))
//   a point       log p(x, theta)       = F + KL(q(z) || p(z | x, theta))
//
// log p(x, theta) = log p(x | theta) + log p(theta), of which a flat prior leaves the first. The
// divergence of a point mass from a posterior of the parameters is infinite.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "varimix/fit.hpp"

namespace varimix::internal {

struct Decomposition {
  std::string method;
  bool is_point = true;
  double log_likelihood = 0;   ///< log p(x | theta) by enumeration; of a point
  double log_prior = 0;        ///< log p(theta); of a point, 0 where flat
  double log_probability = 0;  ///< the left side
  double objective = 0;        ///< F
  double divergence = 0;       ///< what is left between the two
};

struct Exact {
  double log_evidence = 0;  ///< log p(x) under the model's priors
  std::vector<Decomposition> methods;
};

/// The data as enumeration takes them: a row without a label and of weight w stands there w times.
/// Throws std::invalid_argument when such a weight is no whole number or there are too many
/// assignments.
Data enumerable(const Data& data, std::size_t components);

/// `data` are enumerable; the fits' own. `model` is the one that vb takes.
Exact exact_comparison(const Model& model, const Data& data, const std::vector<Fit>& fits,
                       std::size_t threads);

std::string exact_text(const Exact& exact);

}  // namespace varimix::internal
