// Draws from an adapted family.
#pragma once

#include "varimix/family/adapter_cells.hpp"

namespace varimix::internal {

/// Column by column; a family without draw_parameters draws rows, never parameters.
template <SampleableFamily F>
class SampleOf final : public SampleRules {
  using Parameters = typename F::Parameters;
  static constexpr std::size_t kQ = Cells<F>::kQ;

 public:
  explicit SampleOf(const Cells<F>& cells) : cells_(cells) {}

  void draw_row(std::span<const double> point, const Uniform& uniform,
                std::span<double> row) const override {
    for (std::size_t d = 0; d < cells_.columns; ++d)
      row[d] = cells_.f.draw(load<Parameters>(point, d * kQ), uniform);
  }
  void draw_point(std::span<const double> posterior, const Uniform& uniform,
                  std::span<double> point) const override {
    if constexpr (requires { cells_.f.draw_parameters(cells_.hyper(posterior, 0), uniform); })
      for (std::size_t d = 0; d < cells_.columns; ++d)
        store(cells_.f.draw_parameters(cells_.hyper(posterior, d), uniform), point, d * kQ);
  }

 private:
  Cells<F> cells_;
};

}  // namespace varimix::internal
