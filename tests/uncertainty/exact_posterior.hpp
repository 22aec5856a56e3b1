// The exact posterior means of tiny mixtures, by enumeration of all K^N assignments: longhand.
#pragma once

#include <functional>
#include <vector>

#include "varimix/varimix.hpp"

namespace varimix::test {

/// Given z every model is conjugate: log p(x, z) up to a constant, and posterior means.
struct GivenAssignment {
  double log_joint = 0;
  std::vector<double> means;  ///< in the order of Uncertainty::estimates
};

struct TinyGaussian {
  Covariance covariance = Covariance::full;
  double mean = 0, strength = 0.5;
  double shape = 4, scale = 3;  ///< one column or independent ones: of the normal-inverse-gamma
  double dof = 9;               ///< several: of the normal-inverse-Wishart,
  double scatter = 6;           ///< times the identity
};

/// Rows as many times as they weigh, [N][D], NaN where missing.
using TinyRows = std::vector<std::vector<double>>;

GivenAssignment gaussian_given(const TinyGaussian& prior, const std::vector<double>& concentration,
                               const TinyRows& rows, const std::vector<std::size_t>& z);
/// gamma(shape, rate) priors, missing cells skipped.
GivenAssignment poisson_given(double shape, double rate, const std::vector<double>& concentration,
                              const TinyRows& rows, const std::vector<std::size_t>& z);

/// Sums over all z; labelled rows keep theirs.
std::vector<double> exact_means(
    std::size_t components, const std::vector<std::int32_t>& labels,
    const std::function<GivenAssignment(const std::vector<std::size_t>& z)>& given);

}  // namespace varimix::test
