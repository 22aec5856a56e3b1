// How sure an adapted family is of its parameters: c = (-A, eta), t = (1, T(x)), cell by cell; the
// coordinates are the parameters themselves.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "varimix/family/adapter_cells.hpp"

namespace varimix::internal {

template <InformationFamily F>
class InformationOf final : public InformationRules {
  using Statistic = typename F::Statistic;
  using Parameters = typename F::Parameters;
  static constexpr std::size_t kQ = Cells<F>::kQ, kC = 1 + Cells<F>::kP;

 public:
  explicit InformationOf(const Cells<F>& cells) : cells_(cells) {}

  std::size_t row_statistics() const override { return cells_.columns * kC; }

  void describe_rows(const Block& block, std::size_t components, const double* /*scorers*/,
                     const double* weights, double* t, std::size_t stride) const override {
    for (std::size_t c = 0; c < components * cells_.columns; ++c) {
      const double* w = weights + c / cells_.columns * stride;
      const double* x = block.column(c % cells_.columns);
      double* out = t + c * kC * stride;
      for (std::size_t n = 0; n < block.rows; ++n) {
        const bool counts = w[n] != 0 && !std::isnan(x[n]);
        const Statistic seen = counts ? cells_.f.statistic(x[n]) : Statistic{};
        out[n] = counts ? 1.0 : 0.0;
        for (std::size_t i = 1; i < kC; ++i) out[i * stride + n] = seen[i - 1];
      }
    }
  }

  Curvature curvature(std::size_t components, std::span<const double> point,
                      std::span<const double> sums, std::span<const double> prior,
                      const Bounds& bounds) const override {
    const std::vector<std::size_t> free = free_parameters(components, point, prior, bounds);
    const std::size_t size = free.size();
    Curvature out;
    out.coordinates = size;
    out.slope.assign(components * cells_.columns * kC * size, 0.0);
    out.information.assign(size * size, 0.0);
    out.map.assign(size * size, 0.0);
    for (std::size_t i = 0; i < size; ++i) {
      const std::size_t c = free[i] / kQ, a = free[i] % kQ;
      const Parameters theta = load<Parameters>(point, c * kQ);
      const auto slope = cells_.f.slope(theta);
      const auto bend = cells_.f.curvature(theta);
      for (std::size_t s = 0; s < kC; ++s) out.slope[(c * kC + s) * size + i] = slope[s][a];
      for (std::size_t j = 0; j < size; ++j) {
        if (free[j] / kQ != c) continue;
        double& information = out.information[i * size + j];
        for (std::size_t s = 0; s < kC; ++s)
          information -= sums[c * kC + s] * bend[s][a][free[j] % kQ];
        if (!prior.empty())
          information -= cells_.f.log_density_curvature(cells_.hyper(prior, c % cells_.columns),
                                                        theta)[a][free[j] % kQ];
      }
      out.map[i * size + i] = 1;
      out.places.push_back(place(c, a));
    }
    for (std::size_t i = 0; i < components * cells_.columns * kQ; ++i)
      if (!std::binary_search(free.begin(), free.end(), i))
        out.warnings.push_back("component " + std::to_string(i / kQ / cells_.columns + 1) +
                               ": its " + F::kParameterNames[i % kQ] +
                               " is at its lower bound and is held there: it has no standard "
                               "error");
    return out;
  }

  Moments posterior_moments(std::size_t components,
                            std::span<const double> posterior) const override {
    const std::size_t cells = components * cells_.columns, natural = cells * kC, size = cells * kQ;
    Moments out;
    out.natural.assign(natural * natural, 0.0);
    out.cross.assign(size * natural, 0.0);
    out.own.assign(size * size, 0.0);
    for (std::size_t c = 0; c < cells; ++c) {
      const auto q = cells_.hyper(posterior, c);
      const Spread<F> spread = cells_.f.spread(q);
      const Parameters mean = cells_.f.mean(q);
      for (std::size_t s = 0; s < kC; ++s)
        for (std::size_t j = 0; j < kC; ++j)
          out.natural[(c * kC + s) * natural + c * kC + j] = spread.natural[s][j];
      for (std::size_t a = 0; a < kQ; ++a) {
        out.places.push_back(place(c, a));
        out.values.push_back(mean[a]);
        for (std::size_t s = 0; s < kC; ++s)
          out.cross[(c * kQ + a) * natural + c * kC + s] = spread.cross[a][s];
        for (std::size_t b = 0; b < kQ; ++b)
          out.own[(c * kQ + a) * size + c * kQ + b] = spread.own[a][b];
      }
    }
    return out;
  }

 private:
  Place place(std::size_t cell, std::size_t parameter) const {
    return {cell / cells_.columns, F::kParameterNames[parameter], 0, cell % cells_.columns};
  }
  /// Those off their bounds; under a prior all of them.
  std::vector<std::size_t> free_parameters(std::size_t components, std::span<const double> point,
                                           std::span<const double> prior,
                                           const Bounds& bounds) const {
    std::vector<std::size_t> out;
    const std::size_t each = cells_.columns * kQ;
    for (std::size_t i = 0; i < components * each; ++i)
      if (!prior.empty() || point[i] > bounds[i % each]) out.push_back(i);
    return out;
  }

  Cells<F> cells_;
};

}  // namespace varimix::internal
