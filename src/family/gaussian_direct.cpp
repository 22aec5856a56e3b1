// Unconstrained coordinates (mean, log variance) for direct maximum likelihood. With the frame at
// the current point,
//   d log L / d mean = n (xbar - mean) / v,   d log L / d log v = (sum r (x - mean)^2 / v - n) / 2.
#include <algorithm>
#include <cmath>

#include "family/gaussian_columns.hpp"

namespace varimix::internal {

void GaussianColumns::to_coordinates(std::size_t components, std::span<const double> /*origin*/,
                                     std::span<const double> point,
                                     std::span<double> coordinates) const {
  for (std::size_t cell = 0; cell < components * columns(); ++cell) {
    coordinates[2 * cell] = point[cell * kPoint];
    coordinates[2 * cell + 1] = std::log(point[cell * kPoint + 1]);
  }
}

void GaussianColumns::from_coordinates(std::size_t components, std::span<const double> /*origin*/,
                                       std::span<const double> coordinates, const Bounds& bounds,
                                       std::span<double> point) const {
  for (std::size_t cell = 0; cell < components * columns(); ++cell) {
    point[cell * kPoint] = coordinates[2 * cell];
    point[cell * kPoint + 1] =
        std::max(std::exp(coordinates[2 * cell + 1]), bounds[cell % columns()]);
  }
}

void GaussianColumns::gradient(const Statistics& statistics, std::span<const double> /*origin*/,
                               std::span<const double> point, const Bounds& bounds,
                               std::span<double> gradient, std::span<double> information) const {
  for (std::size_t cell = 0; cell < statistics.components * columns(); ++cell) {
    const Moments x = moments(statistics, cell);
    const double variance = point[cell * kPoint + 1];
    const double gap = x.mean - point[cell * kPoint];
    gradient[2 * cell] = x.n * gap / variance;
    gradient[2 * cell + 1] = 0.5 * ((x.scatter + x.n * gap * gap) / variance - x.n);
    // Of log v: what is seen, where it exceeds what is expected; a step from far too small a
    // variance then multiplies it by e at most.
    const double n = std::max(x.n, 1e-10 * statistics.total_weight);
    information[2 * cell] = n / variance;
    information[2 * cell + 1] = 0.5 * std::max(n, (x.scatter + x.n * gap * gap) / variance);
    if (variance <= bounds[cell % columns()])
      gradient[2 * cell + 1] = std::max(0.0, gradient[2 * cell + 1]);
  }
}

void TiedGaussian::to_coordinates(std::size_t components, std::span<const double> /*origin*/,
                                  std::span<const double> point,
                                  std::span<double> coordinates) const {
  for (std::size_t k = 0; k < components; ++k) coordinates[k] = point[k * kPoint];
  coordinates[components] = std::log(point[1]);
}

void TiedGaussian::from_coordinates(std::size_t components, std::span<const double> /*origin*/,
                                    std::span<const double> coordinates, const Bounds& bounds,
                                    std::span<double> point) const {
  for (std::size_t k = 0; k < components; ++k) {
    point[k * kPoint] = coordinates[k];
    point[k * kPoint + 1] = std::max(std::exp(coordinates[components]), bounds[0]);
  }
}

void TiedGaussian::gradient(const Statistics& statistics, std::span<const double> /*origin*/,
                            std::span<const double> point, const Bounds& bounds,
                            std::span<double> gradient, std::span<double> information) const {
  const std::size_t components = statistics.components;
  const double variance = point[1];
  double n = 0, spread = 0;
  for (std::size_t k = 0; k < components; ++k) {
    const Moments x = moments(statistics, k);
    const double gap = x.mean - point[k * kPoint];
    gradient[k] = x.n * gap / variance;
    information[k] = std::max(x.n, 1e-10 * statistics.total_weight) / variance;
    n += x.n;
    spread += x.scatter + x.n * gap * gap;
  }
  gradient[components] = 0.5 * (spread / variance - n);
  information[components] = 0.5 * std::max(n, spread / variance);
  if (variance <= bounds[0]) gradient[components] = std::max(0.0, gradient[components]);
}

}  // namespace varimix::internal
