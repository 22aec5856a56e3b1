// The normal-inverse-gamma density of (mean, variance) and its highest-density regions.
//
//   log p(mean, v) = h(v) - kappa (mean - m)^2 / (2 v),   h(v) = const - (a + 3/2) log v - b / v
//
// so that its level curves can be written down: mean = m +- sqrt(2 v (h(v) - level) / kappa).
#include <algorithm>

#include "discussion/claims.hpp"

namespace varimix::discussion {
namespace {

/// h(v).
double ridge(const Nig& q, double v) {
  return 0.5 * std::log(q.kappa / (2 * M_PI)) + q.a * std::log(q.b) - std::lgamma(q.a) -
         (q.a + 1.5) * std::log(v) - q.b / v;
}

/// log v where the ridge crosses `level`, below and above the mode.
std::array<double, 2> crossings(const Nig& q, double level) {
  std::array<double, 2> out{};
  for (const int side : {0, 1}) {
    double inside = std::log(q.mode_variance());
    double outside = inside + (side == 0 ? -20 : 20);
    for (int i = 0; i < 100; ++i) {
      const double middle = (inside + outside) / 2;
      (ridge(q, std::exp(middle)) > level ? inside : outside) = middle;
    }
    out[static_cast<std::size_t>(side)] = inside;
  }
  return out;
}

}  // namespace

double Nig::log_density(double mean, double variance) const {
  return ridge(*this, variance) - kappa * (mean - m) * (mean - m) / (2 * variance);
}

double Nig::probability_above(double level) const {
  // Given v the mean is normal, so that only v is left to integrate: midpoints in log v.
  const auto [low, high] = crossings(*this, level);
  constexpr int kCells = 4000;
  double sum = 0;
  for (int i = 0; i < kCells; ++i) {
    const double v = std::exp(low + (high - low) * (i + 0.5) / kCells);
    const double log_v_density = a * std::log(b) - std::lgamma(a) - a * std::log(v) - b / v;
    sum += std::exp(log_v_density) * std::erf(std::sqrt(std::max(0.0, ridge(*this, v) - level)));
  }
  return sum * (high - low) / kCells;
}

double Nig::level(double probability) const {
  const double peak = ridge(*this, mode_variance());
  double low = peak - 60, high = peak;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (probability_above(middle) > probability ? low : high) = middle;
  }
  return low;
}

std::vector<std::array<double, 2>> Nig::contour(double level) const {
  const auto [low, high] = crossings(*this, level);
  constexpr int kPoints = 80;
  std::vector<std::array<double, 2>> out;
  for (int i = 0; i <= kPoints; ++i) {
    const double angle = 2 * M_PI * i / kPoints;
    const double v = std::exp((low + high) / 2 + (high - low) / 2 * std::cos(angle));
    const double reach = std::sqrt(2 * v / kappa * std::max(0.0, ridge(*this, v) - level));
    out.push_back({m + (std::sin(angle) < 0 ? -reach : reach), v});
  }
  return out;
}

std::vector<Nig> factors(const Fit& vb) {
  // The layout of gaussian.md: mean, strength, shape, scale.
  const std::vector<double>& h = std::get<Posterior>(vb.belief).hyperparameters;
  std::vector<Nig> out;
  for (std::size_t i = 0; i < h.size(); i += 4) out.push_back({h[i], h[i + 1], h[i + 2], h[i + 3]});
  return out;
}

}  // namespace varimix::discussion
