#include "family/gaussian_spherical.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "conjugate/gamma.hpp"
#include "family/shared_variance.hpp"
#include "math/special.hpp"

namespace varimix::internal {

Bounds SphericalGaussian::bounds(const Summary& summary) const {
  double sum = 0;
  for (const Summary::Column& column : summary.columns) sum += column.spread;
  return Bounds(columns(), kVarianceFloor * sum / static_cast<double>(columns()));
}

std::vector<Collapse> SphericalGaussian::collapses(std::size_t components,
                                                   std::span<const double> point,
                                                   const Bounds& bounds) const {
  std::vector<double> variances;
  for (std::size_t k = 0; k < components; ++k)
    variances.insert(variances.end(), {0.0, point[k * columns() * kPoint + 1]});
  return GaussianColumns(Covariance::spherical, 1).collapses(components, variances, bounds);
}

std::vector<double> SphericalGaussian::read(const Fields& fields) const {
  std::vector<double> out = GaussianColumns::read(fields);
  for (std::size_t d = 1; d < columns(); ++d) {
    if (std::abs(out[d * kPoint + 1] - out[1]) > 1e-9 * out[1])
      throw std::invalid_argument(
          "covariance has unequal variances; accepted for spherical: one number times the "
          "identity");
    out[d * kPoint + 1] = out[1];
  }
  return out;
}

// [Bishop2006, 9.24-9.25] with Sigma = v I: v = sum_d sum_n r (x_d - xbar_d)^2 / sum_d n_d.
void SphericalGaussian::estimate(const Statistics& statistics, const Bounds& bounds,
                                 std::span<double> point) const {
  for (std::size_t k = 0; k < statistics.components; ++k) {
    double n = 0, scatter = 0, frame_variance = 0;
    for (std::size_t d = 0; d < columns(); ++d) {
      const Moments x = moments(statistics, k * columns() + d);
      n += x.n;
      scatter += x.scatter;
      frame_variance += x.frame_variance / static_cast<double>(columns());
      point[(k * columns() + d) * kPoint] = x.mean;
    }
    const double variance = std::max(n > 0 ? scatter / n : frame_variance, bounds[0]);
    for (std::size_t d = 0; d < columns(); ++d) point[(k * columns() + d) * kPoint + 1] = variance;
  }
}

void SphericalGaussian::point_mass(const Statistics& statistics, std::span<const double> prior,
                                   const Bounds& bounds, std::span<double> point) const {
  for (std::size_t k = 0; k < statistics.components; ++k) {
    const std::size_t cell = k * columns();
    const double u = statistics.frames[cell * kFrame + 1];
    SharedVariance problem;
    problem.has_prior = !prior.empty();
    for (std::size_t d = 0; d < columns(); ++d) {
      const double* s = statistics.sums.data() + (cell + d) * kSums;
      const double ratio = u / statistics.frames[(cell + d) * kFrame + 1];
      problem.groups.push_back({s[0], s[1] * ratio, s[2] * ratio * ratio, 0, 0});
      if (!problem.has_prior) continue;
      const NormalInverseGamma p = hyper(prior, d);
      problem.groups[d].prior_mean = (p.mean - statistics.frames[(cell + d) * kFrame]) * u;
      problem.groups[d].strength = p.strength;
      problem.shape = p.shape, problem.scale = p.scale * u * u;
    }
    const SharedVarianceSolution y = solve(problem, bounds[0] * u * u);
    const double variance =
        problem.has_prior ? y.back() / (u * u) : std::max(y.back() / (u * u), bounds[0]);
    for (std::size_t d = 0; d < columns(); ++d) {
      point[(cell + d) * kPoint] = statistics.frames[(cell + d) * kFrame] + y[d] / u;
      point[(cell + d) * kPoint + 1] = variance;
    }
  }
}

// Coordinates: D means and one log variance per component.
void SphericalGaussian::to_coordinates(std::size_t components, std::span<const double> /*origin*/,
                                       std::span<const double> point,
                                       std::span<double> coordinates) const {
  std::size_t at = 0;
  for (std::size_t k = 0; k < components; ++k) {
    for (std::size_t d = 0; d < columns(); ++d)
      coordinates[at++] = point[(k * columns() + d) * kPoint];
    coordinates[at++] = std::log(point[k * columns() * kPoint + 1]);
  }
}

void SphericalGaussian::from_coordinates(std::size_t components, std::span<const double> /*origin*/,
                                         std::span<const double> coordinates, const Bounds& bounds,
                                         std::span<double> point) const {
  for (std::size_t k = 0; k < components; ++k) {
    const double* u = coordinates.data() + k * (columns() + 1);
    for (std::size_t d = 0; d < columns(); ++d) {
      point[(k * columns() + d) * kPoint] = u[d];
      point[(k * columns() + d) * kPoint + 1] = std::max(std::exp(u[columns()]), bounds[0]);
    }
  }
}

void SphericalGaussian::gradient(const Statistics& statistics, std::span<const double> /*origin*/,
                                 std::span<const double> point, const Bounds& bounds,
                                 std::span<double> gradient, std::span<double> information) const {
  std::size_t at = 0;
  for (std::size_t k = 0; k < statistics.components; ++k) {
    const double variance = point[k * columns() * kPoint + 1];
    double n = 0, spread = 0;
    for (std::size_t d = 0; d < columns(); ++d, ++at) {
      const Moments x = moments(statistics, k * columns() + d);
      const double gap = x.mean - point[(k * columns() + d) * kPoint];
      gradient[at] = x.n * gap / variance;
      information[at] = std::max(x.n, 1e-10 * statistics.total_weight) / variance;
      n += x.n;
      spread += x.scatter + x.n * gap * gap;
    }
    gradient[at] = 0.5 * (spread / variance - n);
    information[at] = 0.5 * std::max({n, spread / variance, 1e-10 * statistics.total_weight});
    if (variance <= bounds[0]) gradient[at] = std::max(0.0, gradient[at]);
    ++at;
  }
}

}  // namespace varimix::internal
