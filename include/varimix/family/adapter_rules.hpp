// EM, the point-mass factor and direct maximum likelihood for an adapted family.
#pragma once

#include <span>

#include "varimix/family/adapter_cells.hpp"
#include "varimix/family/newton.hpp"

namespace varimix::internal {

/// EM: the family's own textbook estimate.
template <ColumnFamily F>
class EstimateOf final : public EstimateRules {
  using Statistic = typename F::Statistic;

 public:
  explicit EstimateOf(const Cells<F>& cells) : cells_(cells) {}

  void estimate(const Statistics& statistics, const Bounds& bounds,
                std::span<double> point) const override {
    cells_.for_each_cell(statistics, [&](std::size_t c, double n, const Statistic& sum) {
      cells_.set_point(point, c, cells_.f.estimate(n, sum), bounds);
    });
  }

 private:
  Cells<F> cells_;
};

/// Point-mass VB: the inverse of grad A, or with a prior Newton's method in eta.
template <InvertibleFamily F>
class PointMassOf final : public PointMassRules {
  using Statistic = typename F::Statistic;
  using Parameters = typename F::Parameters;
  static constexpr std::size_t kP = Cells<F>::kP;

 public:
  explicit PointMassOf(const Cells<F>& cells) : cells_(cells) {}

  void point_mass(const Statistics& statistics, std::span<const double> prior, const Bounds& bounds,
                  std::span<double> point) const override {
    if constexpr (ConjugateFamily<F>) {
      for (std::size_t c = 0; !prior.empty() && c < statistics.components * cells_.columns; ++c)
        cells_.set_point(point, c, penalized(statistics.sums, c, prior), bounds);
    }
    if (!prior.empty()) return;
    cells_.for_each_cell(statistics, [&](std::size_t c, double n, Statistic mean) {
      for (double& m : mean) m /= n;
      cells_.set_point(point, c, cells_.f.parameters(cells_.f.natural_from_mean(mean)), bounds);
    });
  }

 private:
  Parameters penalized(const std::vector<double>& sums, std::size_t cell,
                       std::span<const double> prior) const {
    const double n = sums[cell * (1 + kP)];
    const Statistic sum = load<Statistic>(sums, cell * (1 + kP) + 1);
    const auto q = cells_.hyper(prior, cell % cells_.columns);
    // Start where the prior's mean and the data's meet: inside the domain even when the data alone
    // are on its edge.
    Statistic eta = cells_.f.natural(cells_.f.mean(cells_.f.posterior(q, n, sum)));
    Statistic scale;
    scale.fill(1.0);
    climb(eta, scale, [&](std::span<const double> at, std::span<double> gradient) {
      const Statistic e = load<Statistic>(at, 0);
      const Statistic mean = cells_.f.mean_statistic(e);
      const Statistic slope = cells_.f.log_density_gradient(q, e);
      // Outside the domain A is infinite or no number; its gradient may look harmless there.
      bool inside = std::isfinite(cells_.f.log_normalizer(e));
      for (std::size_t i = 0; i < kP; ++i) {
        gradient[i] = sum[i] - n * mean[i] + slope[i];
        inside = inside && std::isfinite(gradient[i]);
      }
      return inside;
    });
    return cells_.f.parameters(eta);
  }

  Cells<F> cells_;
};

/// Direct ML: coordinates [K x D x P].
template <DirectFamily F>
class DirectOf final : public DirectRules {
  using Statistic = typename F::Statistic;
  using Parameters = typename F::Parameters;
  static constexpr std::size_t kP = Cells<F>::kP, kQ = Cells<F>::kQ;

 public:
  explicit DirectOf(const Cells<F>& cells) : cells_(cells) {}

  std::size_t coordinates(std::size_t components) const override {
    return components * cells_.columns * kP;
  }
  void to_coordinates(std::size_t components, std::span<const double> /*origin*/,
                      std::span<const double> point, std::span<double> coordinates) const override {
    for (std::size_t c = 0; c < components * cells_.columns; ++c)
      store(cells_.f.coordinates(load<Parameters>(point, c * kQ)), coordinates, c * kP);
  }
  void from_coordinates(std::size_t components, std::span<const double> /*origin*/,
                        std::span<const double> coordinates, const Bounds& bounds,
                        std::span<double> point) const override {
    for (std::size_t c = 0; c < components * cells_.columns; ++c)
      cells_.set_point(point, c, cells_.f.from_coordinates(load<Statistic>(coordinates, c * kP)),
                       bounds);
  }
  void gradient(const Statistics& statistics, std::span<const double> /*origin*/,
                std::span<const double> point, const Bounds& bounds, std::span<double> gradient,
                std::span<double> information) const override {
    for (std::size_t c = 0; c < statistics.components * cells_.columns; ++c)
      cell_gradient(statistics.sums, 1e-10 * statistics.total_weight, c,
                    load<Parameters>(point, c * kQ),
                    std::span(bounds).subspan((c % cells_.columns) * kQ, kQ),
                    gradient.subspan(c * kP, kP), information.subspan(c * kP, kP));
  }

 private:
  void cell_gradient(const std::vector<double>& sums, double least, std::size_t cell,
                     const Parameters& theta, std::span<const double> bounds,
                     std::span<double> gradient, std::span<double> information) const {
    const double n = sums[cell * (1 + kP)];
    const Statistic sum = load<Statistic>(sums, cell * (1 + kP) + 1);
    const Statistic u = cells_.f.coordinates(theta);
    const Statistic mean = cells_.f.mean_statistic(cells_.f.natural(theta));
    const auto jacobian = cells_.f.jacobian(u);
    for (std::size_t j = 0; j < kP; ++j) {
      // Fisher information of u_j from the slope of grad A along it: J_j . (d mean / d u_j).
      Statistic step = u;
      const double h = 1e-6 * std::max(1.0, std::abs(u[j]));
      step[j] += h;
      const Statistic moved =
          cells_.f.mean_statistic(cells_.f.natural(cells_.f.from_coordinates(step)));
      gradient[j] = information[j] = 0;
      for (std::size_t i = 0; i < kP; ++i) {
        gradient[j] += jacobian[i][j] * (sum[i] - n * mean[i]);
        information[j] += std::max(n, least) * jacobian[i][j] * (moved[i] - mean[i]) / h;
      }
      if (j < kQ && theta[j] <= bounds[j] && gradient[j] < 0) gradient[j] = 0;
    }
  }

  Cells<F> cells_;
};

}  // namespace varimix::internal
