// Slow, obvious numerics to hold the library against: differences, sums and quadratures that share
// no line with it.
#pragma once

#include <array>
#include <boost/math/quadrature/exp_sinh.hpp>
#include <boost/math/quadrature/sinh_sinh.hpp>
#include <boost/math/quadrature/tanh_sinh.hpp>
#include <cmath>
#include <cstddef>
#include <limits>

namespace varimix::laws {

inline constexpr double kEps = std::numeric_limits<double>::epsilon();
inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// A few operations, each within a few ulp.
inline constexpr double kAlgebra = 64 * kEps;
/// Differences of log-gammas and digammas: a few ulp each, of terms up to some hundred times the
/// result.
inline constexpr double kSpecial = 4096 * kEps;
/// Five-point differences with step h = 1e-3: h^4 / 30 times the fifth derivative (1e-12 here times
/// some 100) and eps / h = 2e-13 of the function's size.
inline constexpr double kDerivative = 1e-8;
/// Double-exponential quadrature asked for 1e-12 of the integral of |f|, which the result may be
/// 100 times smaller than.
inline constexpr double kIntegral = 1e-10;

/// An interval, closed or not; either end may be infinite.
struct Range {
  double lower = -kInfinity;
  double upper = kInfinity;
};

/// f'(x) by five points.
template <typename Function>
double derivative(Function f, double x) {
  const double h = 1e-3 * std::fmin(1.0, std::fmax(std::abs(x), 0.1));
  return (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h);
}

/// df/dx_i of a function of an array.
template <typename Function, std::size_t P>
double partial(Function f, std::array<double, P> x, std::size_t i) {
  return derivative(
      [&](double moved) {
        std::array<double, P> at = x;
        at[i] = moved;
        return f(at);
      },
      x[i]);
}

/// The integral of f over a range, of any kind.
template <typename Function>
double integral(Function f, Range range) {
  namespace quadrature = boost::math::quadrature;
  constexpr double kAsked = 1e-12;
  if (std::isfinite(range.lower) && std::isfinite(range.upper)) {
    static quadrature::tanh_sinh<double> rule;
    return rule.integrate(f, range.lower, range.upper, kAsked);
  }
  if (std::isfinite(range.lower) || std::isfinite(range.upper)) {
    static quadrature::exp_sinh<double> rule;
    return rule.integrate(f, range.lower, range.upper, kAsked);
  }
  static quadrature::sinh_sinh<double> rule;
  return rule.integrate(f, kAsked);
}

/// E[f] under a density given by its logarithm; where the density is 0 (or the logarithm has no
/// value, at the very ends) f is not asked.
template <typename LogDensity, typename Function>
double expectation(LogDensity log_density, Function f, Range range) {
  return integral(
      [&](double x) {
        const double density = std::exp(log_density(x));
        return density > 0 && std::isfinite(density) ? density * f(x) : 0.0;
      },
      range);
}

/// What a test allows around an expected value: relative to it, or absolute when it is below 1.
inline double within(double tolerance, double expected) {
  return tolerance * std::fmax(1.0, std::abs(expected));
}

}  // namespace varimix::laws
