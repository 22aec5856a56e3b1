// The point-mass factor for Gaussian columns: shared_variance.hpp, one column at a time, or the
// components together where they are tied.
#include <algorithm>

#include "family/gaussian_columns.hpp"
#include "family/shared_variance.hpp"

namespace varimix::internal {

void GaussianColumns::point_mass(const Statistics& statistics, std::span<const double> prior,
                                 const Bounds& bounds, std::span<double> point) const {
  for (std::size_t cell = 0; cell < statistics.components * columns(); ++cell) {
    const double* s = statistics.sums.data() + cell * kSums;
    const double m = statistics.frames[cell * kFrame], u = statistics.frames[cell * kFrame + 1];
    SharedVariance problem{{{s[0], s[1], s[2], 0, 0}}, !prior.empty(), 0, 0};
    if (!prior.empty()) {
      const NormalInverseGamma p = hyper(prior, cell % columns());
      problem.groups[0].prior_mean = (p.mean - m) * u;
      problem.groups[0].strength = p.strength;
      problem.shape = p.shape, problem.scale = p.scale * u * u;
    }
    const SharedVarianceSolution y = solve(problem, bounds[cell % columns()] * u * u);
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
    problem.groups.push_back({s[0], s[1] * ratio, s[2] * ratio * ratio, 0, 0});
  }
  if (problem.has_prior) {
    const NormalInverseGamma p = hyper(prior, 0);
    for (std::size_t k = 0; k < statistics.components; ++k) {
      problem.groups[k].prior_mean = (p.mean - statistics.frames[k * kFrame]) * u;
      problem.groups[k].strength = p.strength;
    }
    problem.shape = p.shape, problem.scale = p.scale * u * u;
  }
  const SharedVarianceSolution y = solve(problem, bounds[0] * u * u);
  const double variance =
      problem.has_prior ? y.back() / (u * u) : std::max(y.back() / (u * u), bounds[0]);
  for (std::size_t k = 0; k < statistics.components; ++k) {
    point[k * kPoint] = statistics.frames[k * kFrame] + y[k] / u;
    point[k * kPoint + 1] = variance;
  }
}

}  // namespace varimix::internal
