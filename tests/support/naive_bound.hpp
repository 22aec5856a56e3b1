// The evidence lower bound of a one-column mixture, term by term as it is defined, with every
// constant: no Kullback-Leibler divergence, no log-sum-exp, nothing cancelled on paper.
#pragma once

#include "support/naive_mixture.hpp"

namespace varimix::test {

struct NaiveBound {
  Real data = 0;                 // E[log p(x | z, theta)]
  Real assignments = 0;          // E[log p(z | pi)]
  Real weights = 0;              // E[log p(pi)]
  Real components = 0;           // E[log p(theta)]
  Real entropy_assignments = 0;  // -E[log q(z)]
  Real entropy_missing = 0;      // -E[log q(x_mis | z)], where missing cells are latent variables
  Real entropy_weights = 0;      // -E[log q(pi)]
  Real entropy_components = 0;   // -E[log q(theta)]

  Real total() const {
    return data + assignments + weights + components + entropy_assignments + entropy_missing +
           entropy_weights + entropy_components;
  }
};

/// Of q(z) = r and q(pi, theta) = posterior. A row of weight w stands for w rows of the same q(z).
NaiveBound naive_bound(NaiveFamily family, const NaiveData& data, const Table& r,
                       const NaivePosterior& posterior, const NaivePrior& prior);

/// E[log pi_k] of any family's posterior; adds both expectations about pi itself to `bound`.
/// alpha, beta: as in NaivePosterior.
std::vector<Real> naive_weights_terms(bool sticks, const std::vector<Real>& alpha,
                                      const std::vector<Real>& beta, Real concentration,
                                      NaiveBound& bound);

}  // namespace varimix::test
