// The exponential family's own means, in the frame's coordinates:
//
//   T(y) = (y, y^2)   eta = (mu / v, -1 / (2 v))   A(eta) = -eta1^2 / (4 eta2) - log(-2 eta2) / 2
//   grad A = (-eta1 / (2 eta2), eta1^2 / (4 eta2^2) - 1 / (2 eta2)) = (E[y], E[y^2])
//   [WainwrightJordan2008, table 3.1]
//
// With groups k = 1 ... G that share v: eta = (eta_1, ..., eta_G, zeta), zeta = -1 / (2 v).
#include "family/shared_variance.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "varimix/family/newton.hpp"

namespace varimix::internal {
namespace {

SharedVarianceSolution from_natural(std::span<const double> eta) {
  const double zeta = eta.back();
  SharedVarianceSolution out;
  for (std::size_t k = 0; k + 1 < eta.size(); ++k) out.push_back(-eta[k] / (2 * zeta));
  out.push_back(-1 / (2 * zeta));
  return out;
}

/// The inverse of grad A at the mean statistics; v not below `floor`, where the inverse has no
/// value.
SharedVarianceSolution invert(const SharedVariance& problem, double floor) {
  double n = 0, second = 0;
  for (const VarianceGroup& g : problem.groups) {
    n += g.n;
    second += g.s2 - (g.n > 0 ? g.s1 * (g.s1 / g.n) : 0.0);
  }
  const double v = std::max(n > 0 ? second / n : 1.0, floor);
  std::vector<double> eta;
  for (const VarianceGroup& g : problem.groups) eta.push_back(g.n > 0 ? g.s1 / g.n / v : 0.0);
  eta.push_back(-1 / (2 * v));
  return from_natural(eta);
}

/// Gradient of sum_k (S_k eta - n_k A(eta)) + log p(mu, v), the density taken in (mu, v). In eta
/// the log prior is
///   sum_k [log(-2 zeta) / 2 + strength (eta_k^2 / (4 zeta) + m0 eta_k + m0^2 zeta)]
///   + (shape + 1) log(-2 zeta) + 2 scale zeta.
bool slope(const SharedVariance& problem, std::span<const double> eta, std::span<double> out) {
  const double zeta = eta.back();
  if (!(zeta < 0)) return false;
  double last = (problem.shape + 1) / zeta + 2 * problem.scale;
  for (std::size_t k = 0; k < problem.groups.size(); ++k) {
    const VarianceGroup& g = problem.groups[k];
    const double ratio = eta[k] / (2 * zeta);  // -mu
    out[k] = g.s1 + g.strength * g.prior_mean + (g.n + g.strength) * ratio;
    last += g.s2 + g.strength * g.prior_mean * g.prior_mean + (g.n + 1) / (2 * zeta) -
            (g.n + g.strength) * ratio * ratio;
  }
  out[problem.groups.size()] = last;
  return std::isfinite(last);
}

SharedVarianceSolution maximize(const SharedVariance& problem) {
  // Any point inside the domain serves as a start: here every mean at its frame's centre.
  double power = problem.shape + 1, spread = 2 * problem.scale;
  for (const VarianceGroup& g : problem.groups) {
    power += 0.5 * (g.n + 1);
    spread += g.s2 + g.strength * g.prior_mean * g.prior_mean;
  }
  std::vector<double> eta(problem.groups.size(), 0.0), scale(problem.groups.size(), 1.0);
  eta.push_back(-power / spread);
  scale.push_back(power / spread);
  climb(eta, scale,
        [&](std::span<const double> at, std::span<double> out) { return slope(problem, at, out); });
  return from_natural(eta);
}

}  // namespace

SharedVarianceSolution solve(const SharedVariance& problem, double floor) {
  return problem.has_prior ? maximize(problem) : invert(problem, floor);
}

}  // namespace varimix::internal
