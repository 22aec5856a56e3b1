// New rows, drawn from what a fit has learnt.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "varimix/fit.hpp"

namespace varimix {

/// Rows and the components they came from.
struct Sample {
  std::vector<double> values;            ///< [N x D] row-major
  std::vector<std::int32_t> components;  ///< [N] 0 ... K-1
};

/// N = `rows` independent draws: from the mixture of a point; from the posterior predictive of VB,
/// every row with parameters of its own drawn from the posterior. Row n is a function of the fit,
/// the seed and n alone: more rows go on where fewer ended. Throws std::invalid_argument when the
/// family cannot draw or a draw is beyond the range of a double.
Sample sample(const Fit& fit, std::size_t rows, std::uint64_t seed);

}  // namespace varimix
