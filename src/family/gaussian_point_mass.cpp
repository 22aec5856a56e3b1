// The point-mass factor for Gaussian columns, by the exponential family's own means. In the frame's
// coordinates
//
//   T(y) = (y, y^2)   eta = (mu / v, -1 / (2 v))   A(eta) = -eta1^2 / (4 eta2) - log(-2 eta2) / 2
//   grad A = (-eta1 / (2 eta2), eta1^2 / (4 eta2^2) - 1 / (2 eta2)) = (E[y], E[y^2])
//   [WainwrightJordan2008, table 3.1]
//
// With groups k = 1 ... G that share v: eta = (eta_1, ..., eta_G, zeta), zeta = -1 / (2 v).
#include <algorithm>
#include <cmath>
#include <vector>

#include "family/gaussian_columns.hpp"
#include "varimix/family/newton.hpp"

namespace varimix::internal {
namespace {

/// Statistics and prior of components that share one variance, all in frames of one scale.
struct Group {
  double n = 0, s1 = 0, s2 = 0;
  double prior_mean = 0;  ///< m0 seen from the group's own centre
};
struct SharedVariance {
  std::vector<Group> groups;
  bool has_prior = false;
  double strength = 0, shape = 0, scale = 0;  ///< of the prior, in the frame's units
};
/// (mu_1, ..., mu_G, v) in the frame.
using Solution = std::vector<double>;

Solution from_natural(std::span<const double> eta) {
  const double zeta = eta.back();
  Solution out;
  for (std::size_t k = 0; k + 1 < eta.size(); ++k) out.push_back(-eta[k] / (2 * zeta));
  out.push_back(-1 / (2 * zeta));
  return out;
}

/// The inverse of grad A at the mean statistics; v not below `floor`, where the inverse has no
/// value.
Solution invert(const SharedVariance& problem, double floor) {
  double n = 0, second = 0;
  for (const Group& g : problem.groups) {
    n += g.n;
    second += g.s2 - (g.n > 0 ? g.s1 * (g.s1 / g.n) : 0.0);
  }
  const double v = std::max(n > 0 ? second / n : 1.0, floor);
  std::vector<double> eta;
  for (const Group& g : problem.groups) eta.push_back(g.n > 0 ? g.s1 / g.n / v : 0.0);
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
    const Group& g = problem.groups[k];
    const double ratio = eta[k] / (2 * zeta);  // -mu
    out[k] = g.s1 + problem.strength * g.prior_mean + (g.n + problem.strength) * ratio;
    last += g.s2 + problem.strength * g.prior_mean * g.prior_mean + (g.n + 1) / (2 * zeta) -
            (g.n + problem.strength) * ratio * ratio;
  }
  out[problem.groups.size()] = last;
  return std::isfinite(last);
}

Solution maximize(const SharedVariance& problem) {
  // Any point inside the domain serves as a start: here every mean at its frame's centre.
  double power = problem.shape + 1, spread = 2 * problem.scale;
  for (const Group& g : problem.groups) {
    power += 0.5 * (g.n + 1);
    spread += g.s2 + problem.strength * g.prior_mean * g.prior_mean;
  }
  std::vector<double> eta(problem.groups.size(), 0.0), scale(problem.groups.size(), 1.0);
  eta.push_back(-power / spread);
  scale.push_back(power / spread);
  climb(eta, scale,
        [&](std::span<const double> at, std::span<double> out) { return slope(problem, at, out); });
  return from_natural(eta);
}

Solution solve(const SharedVariance& problem, double floor) {
  return problem.has_prior ? maximize(problem) : invert(problem, floor);
}

}  // namespace

void GaussianColumns::point_mass(const Statistics& statistics, std::span<const double> prior,
                                 const Bounds& bounds, std::span<double> point) const {
  for (std::size_t cell = 0; cell < statistics.components * columns(); ++cell) {
    const double* s = statistics.sums.data() + cell * kSums;
    const double m = statistics.frames[cell * kFrame], u = statistics.frames[cell * kFrame + 1];
    SharedVariance problem{{{s[0], s[1], s[2], 0}}, !prior.empty(), 0, 0, 0};
    if (!prior.empty()) {
      const NormalInverseGamma p = hyper(prior, cell % columns());
      problem.groups[0].prior_mean = (p.mean - m) * u;
      problem.strength = p.strength, problem.shape = p.shape, problem.scale = p.scale * u * u;
    }
    const Solution y = solve(problem, bounds[cell % columns()] * u * u);
    point[cell * kPoint] = m + y[0] / u;
    point[cell * kPoint + 1] =
        prior.empty() ? std::max(y[1] / (u * u), bounds[cell % columns()]) : y[1] / (u * u);
  }
}

void TiedGaussian::point_mass(const Statistics& statistics, std::span<const double> prior,
                              const Bounds& bounds, std::span<double> point) const {
  const double u = statistics.frames[1];
  SharedVariance problem;
  problem.has_prior = !prior.empty();
  for (std::size_t k = 0; k < statistics.components; ++k) {
    const double* s = statistics.sums.data() + k * kSums;
    const double ratio = u / statistics.frames[k * kFrame + 1];
    problem.groups.push_back({s[0], s[1] * ratio, s[2] * ratio * ratio, 0});
  }
  if (problem.has_prior) {
    const NormalInverseGamma p = hyper(prior, 0);
    for (std::size_t k = 0; k < statistics.components; ++k)
      problem.groups[k].prior_mean = (p.mean - statistics.frames[k * kFrame]) * u;
    problem.strength = p.strength, problem.shape = p.shape, problem.scale = p.scale * u * u;
  }
  const Solution y = solve(problem, bounds[0] * u * u);
  const double variance =
      problem.has_prior ? y.back() / (u * u) : std::max(y.back() / (u * u), bounds[0]);
  for (std::size_t k = 0; k < statistics.components; ++k) {
    point[k * kPoint] = statistics.frames[k * kFrame] + y[k] / u;
    point[k * kPoint + 1] = variance;
  }
}

}  // namespace varimix::internal
