#include "page/contours.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "conjugate/gamma.hpp"

namespace varimix::internal {
namespace {

/// L(v*) - L(v), t = log v.
double depth(const NormalInverseGamma& q, double t) {
  const auto at = [&](double s) { return -(q.shape + 1.5) * s - q.scale * std::exp(-s); };
  return at(std::log(mode_variance(q))) - at(t);
}

/// Where depth reaches delta, on one side of the mode.
double edge(const NormalInverseGamma& q, double delta, double direction) {
  const double mode = std::log(mode_variance(q));
  double step = 1e-3;
  while (depth(q, mode + direction * step) < delta) step *= 2;
  double inside = mode, outside = mode + direction * step;
  for (int i = 0; i < 80; ++i) {
    const double middle = 0.5 * (inside + outside);
    (depth(q, middle) < delta ? inside : outside) = middle;
  }
  return inside;
}

/// log v at angles 0 ... pi; so spaced, the square roots at the ends are smooth.
std::vector<double> log_variances(const NormalInverseGamma& q, double delta, std::size_t steps) {
  const double low = edge(q, delta, -1), high = edge(q, delta, 1);
  std::vector<double> out;
  for (std::size_t i = 0; i <= steps; ++i) {
    const double angle = std::numbers::pi * static_cast<double>(i) / static_cast<double>(steps);
    out.push_back(0.5 * (low + high) - 0.5 * (high - low) * std::cos(angle));
  }
  return out;
}

}  // namespace

double probability_inside(const NormalInverseGamma& q, double delta) {
  constexpr std::size_t kSteps = 200;
  const std::vector<double> t = log_variances(q, delta, kSteps);
  const double half = 0.5 * (t.back() - t.front());
  double sum = 0;
  for (std::size_t i = 1; i < kSteps; ++i) {
    const double angle = std::numbers::pi * static_cast<double>(i) / kSteps;
    const double density =
        std::exp(inverse_gamma_log_density(std::exp(t[i]), q.shape, q.scale) + t[i]);
    sum += density * std::erf(std::sqrt(std::max(0.0, delta - depth(q, t[i])))) * half *
           std::sin(angle);
  }
  return sum * std::numbers::pi / kSteps;
}

double contour_depth(const NormalInverseGamma& q, double probability) {
  double low = 0, high = 1;
  while (probability_inside(q, high) < probability && high < 1e3) high *= 2;
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    (probability_inside(q, middle) < probability ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

Contour contour_at(const NormalInverseGamma& q, double delta) {
  const std::vector<double> t = log_variances(q, delta, 48);
  Contour out;
  const auto add = [&](std::size_t i, double side) {
    const bool tip = i == 0 || i + 1 == t.size();  // where both sides meet
    const double v = std::exp(t[i]);
    const double height = tip ? 0 : std::max(0.0, delta - depth(q, t[i]));
    out.mean.push_back(q.mean + side * std::sqrt(2 * v * height / q.strength));
    out.variance.push_back(v);
  };
  for (std::size_t i = 0; i < t.size(); ++i) add(i, 1);
  for (std::size_t i = t.size() - 1; i-- > 0;) add(i, -1);
  return out;
}

Contour posterior_contour(const NormalInverseGamma& q, double probability) {
  return contour_at(q, contour_depth(q, probability));
}

}  // namespace varimix::internal
