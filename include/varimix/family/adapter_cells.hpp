// What the rules of an adapted family share: the one-column family, the number of columns, the flat
// layouts. Per component: point [D x Q], posterior [D x H], scorer [D x (E[A], E[eta])], statistics
// [D x (n, sum T)].
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "varimix/family/arrays.hpp"
#include "varimix/family/concept.hpp"

namespace varimix::internal {

/// A cell is one column of one component: cell c belongs to column c % D.
template <ColumnFamily F>
struct Cells {
  using Statistic = typename F::Statistic;
  using Parameters = typename F::Parameters;
  static constexpr std::size_t kP = std::tuple_size_v<Statistic>;
  static constexpr std::size_t kQ = std::tuple_size_v<Parameters>;
  static constexpr std::size_t hyperparameters() {
    if constexpr (ConjugateFamily<F>) return std::tuple_size_v<typename F::Prior>;
    return 0;
  }
  static constexpr std::size_t kH = hyperparameters();

  F f;
  std::size_t columns = 1;

  static auto hyper(std::span<const double> all, std::size_t cell) {
    return load<typename F::Prior>(all, cell * kH);
  }
  /// Never below the bounds; NaN-free by the family's own promise.
  void set_point(std::span<double> point, std::size_t cell, Parameters theta,
                 const Bounds& bounds) const {
    for (std::size_t i = 0; i < kQ; ++i)
      theta[i] = std::max(theta[i], bounds[(cell % columns) * kQ + i]);
    store(theta, point, cell * kQ);
  }
  /// Calls visit(cell, n, sum T); a component that saw nothing in a column takes all components'
  /// sums there.
  template <typename Visit>
  void for_each_cell(const Statistics& statistics, Visit visit) const {
    for (std::size_t c = 0; c < statistics.components * columns; ++c) {
      using Cell = std::array<double, 1 + kP>;
      Cell s = load<Cell>(statistics.sums, c * (1 + kP));
      if (!(s[0] > 0)) {
        s.fill(0);
        for (std::size_t k = 0; k < statistics.components; ++k) {
          const Cell part = load<Cell>(statistics.sums, (k * columns + c % columns) * (1 + kP));
          for (std::size_t i = 0; i <= kP; ++i) s[i] += part[i];
        }
      }
      visit(c, s[0], load<Statistic>({s.data() + 1, kP}, 0));
    }
  }
};

}  // namespace varimix::internal
