// The law of direct maximum likelihood: the gradient a family reads off its statistics is the slope
// of the mixture's log-likelihood along its unconstrained coordinates (Fisher's identity).
#pragma once

#include <gtest/gtest.h>

#include <vector>

#include "support/law_numerics.hpp"
#include "support/law_statistics.hpp"

namespace varimix::laws {

/// Holds gradient() at `point` against five-point differences of the log-likelihood. Bounds play no
/// part.
inline void expect_gradient_is_the_slope(const Pass& pass, const std::vector<double>& weights,
                                         const std::vector<double>& point) {
  const DirectRules& direct = *pass.family().direct_rules();
  const std::size_t components = weights.size(), size = direct.coordinates(components);
  const Bounds none(pass.bounds().size(), -kInfinity);
  std::vector<double> u(size), gradient(size), information(size), moved(point.size());
  direct.to_coordinates(components, point, point, u);
  direct.from_coordinates(components, point, u, none, moved);
  for (std::size_t i = 0; i < point.size(); ++i)
    EXPECT_NEAR(moved[i], point[i], within(kAlgebra, point[i])) << "round trip of " << i;

  const Statistics at_point = pass.expected(weights, point);
  direct.gradient(at_point, point, point, none, gradient, information);
  for (std::size_t i = 0; i < size; ++i) {
    const double slope = derivative(
        [&](double coordinate) {
          std::vector<double> at = u;
          at[i] = coordinate;
          direct.from_coordinates(components, point, at, none, moved);
          return pass.expected(weights, moved).evidence;
        },
        u[i]);
    EXPECT_NEAR(gradient[i], slope, kDerivative * std::abs(at_point.evidence)) << "entry " << i;
    EXPECT_GT(information[i], 0.0) << "entry " << i;
  }
}

}  // namespace varimix::laws
