// Marginal and conditional distributions of an adapted family: its columns are independent given
// the component, so that either is a choice of columns.
#pragma once

#include <cmath>
#include <limits>
#include <memory>

#include "varimix/family/adapter_cells.hpp"

namespace varimix {

template <ColumnFamily F>
class FamilyOf;

namespace internal {

template <ColumnFamily F>
class PartsOf final : public PartRules {
  using Parameters = typename F::Parameters;
  static constexpr std::size_t kQ = Cells<F>::kQ, kH = Cells<F>::kH;

 public:
  explicit PartsOf(const Cells<F>& cells) : cells_(cells) {}

  Part marginal(Known known, std::size_t components, std::span<const double> values,
                std::span<const std::size_t> kept) const override {
    const std::size_t size = known == Known::point ? kQ : kH;
    Part out{std::make_shared<FamilyOf<F>>(cells_.f, kept.size()), {}};
    for (std::size_t k = 0; k < components; ++k)
      for (const std::size_t d : kept) {
        const auto cell = values.subspan((k * cells_.columns + d) * size, size);
        out.values.insert(out.values.end(), cell.begin(), cell.end());
      }
    return out;
  }
  Part conditional(Known known, std::size_t components, std::span<const double> values,
                   std::span<const double> row) const override {
    std::vector<std::size_t> open;
    for (std::size_t d = 0; d < row.size(); ++d)
      if (std::isnan(row[d])) open.push_back(d);
    return marginal(known, components, values, open);
  }
  bool has_moments(Known known) const override {
    return known == Known::point ? kHasMoments : kHasPredictiveMoments;
  }
  void moments(Known known, const Block& block, std::size_t components,
               std::span<const double> values, ValueMoments* moments,
               std::size_t stride) const override {
    for (std::size_t c = 0; c < components * cells_.columns; ++c) {
      const ValueMoments cell = moments_of(known, values, c);
      const double* x = block.column(c % cells_.columns);
      for (std::size_t n = 0; n < block.rows; ++n)
        if (std::isnan(x[n])) moments[c * stride + n] = cell;
    }
  }

 private:
  static constexpr bool kHasMoments = MomentFamily<F>;
  static constexpr bool has_predictive_moments() {
    if constexpr (ConjugateFamily<F>) return requires(const F f, typename F::Prior q) {
        { f.predictive_moments(q) } -> std::same_as<ValueMoments>;
      };
    return false;
  }
  static constexpr bool kHasPredictiveMoments = has_predictive_moments();

  ValueMoments moments_of(Known known, std::span<const double> values, std::size_t cell) const {
    if constexpr (kHasMoments)
      if (known == Known::point) return cells_.f.moments(load<Parameters>(values, cell * kQ));
    if constexpr (kHasPredictiveMoments)
      if (known == Known::posterior) return cells_.f.predictive_moments(cells_.hyper(values, cell));
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    return {kNone, kNone};
  }

  Cells<F> cells_;
};

}  // namespace internal
}  // namespace varimix
