// Derivatives by differences of functions in long double: an oracle that knows no formula.
#pragma once

#include <functional>

#include "support/naive_gaussian.hpp"

namespace varimix::test {

/// f at a displacement from where it is differentiated.
using Displaced = std::function<Real(const RealVector&)>;

/// Second derivatives at 0 by central differences with steps h and 2 h, extrapolated: an error of
/// order h^4.
inline RealMatrix second_derivatives(const Displaced& f, const RealVector& steps) {
  const Eigen::Index size = steps.size();
  const auto mixed = [&](Eigen::Index i, Eigen::Index j, Real factor) {
    Real sum = 0;
    for (const int a : {-1, 1})
      for (const int b : {-1, 1}) {
        RealVector at = RealVector::Zero(size);
        at(i) += static_cast<Real>(a) * factor * steps(i);
        at(j) += static_cast<Real>(b) * factor * steps(j);
        sum += static_cast<Real>(a * b) * f(at);
      }
    return sum / (4 * factor * factor * steps(i) * steps(j));
  };
  RealMatrix out(size, size);
  for (Eigen::Index i = 0; i < size; ++i)
    for (Eigen::Index j = 0; j <= i; ++j)
      out(i, j) = out(j, i) = (4 * mixed(i, j, 1) - mixed(i, j, 2)) / 3;
  return out;
}

}  // namespace varimix::test
