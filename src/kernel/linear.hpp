// Components whose log density is linear in what they see of a row, as those of an exponential
// family are in its sufficient statistics: logits and sums are products of matrices.
#pragma once

#include "kernel/fold.hpp"
#include "kernel/kernel.hpp"

namespace varimix::internal {
namespace {

/// Logits of J components from k on, for R vectors of rows.
template <std::size_t J, std::size_t R>
VARIMIX_INLINE void score_linear_tile(const Columns<double>& x, std::size_t n, const Linear& l,
                                      std::size_t k, const double* base, double* logits,
                                      std::size_t stride) {
  Pack sum[J][R];
  unroll<R>([&](auto r) VARIMIX_LAMBDA {
    const Pack start = load_some(base + n + r.value * kWidth, x.rows - n - r.value * kWidth);
    unroll<J>([&](auto j) VARIMIX_LAMBDA { sum[j.value][r.value] = start; });
  });
  const double *column = x.values + n, *factor = l.factors + k;
  for (std::size_t c = 0; c < l.columns; ++c, column += x.stride, factor += l.components) {
    Pack value[R];
    unroll<R>([&](auto r) VARIMIX_LAMBDA { value[r.value] = load(column + r.value * kWidth); });
    unroll<J>([&](auto j) VARIMIX_LAMBDA {
      const Pack f = all(factor[j.value]);
      unroll<R>([&](auto r) VARIMIX_LAMBDA {
        sum[j.value][r.value] = fma(f, value[r.value], sum[j.value][r.value]);
      });
    });
  }
  unroll<J>([&](auto j) VARIMIX_LAMBDA {
    unroll<R>([&](auto r) VARIMIX_LAMBDA {
      const std::size_t at = n + r.value * kWidth;
      double* out = logits + (k + j.value) * stride + at;
      R > 1 ? store(out, sum[j.value][r.value])
            : store_some(out, x.rows - at, sum[j.value][r.value]);
    });
  });
}

inline void score_linear(const Columns<double>& x, const Linear& l, const double* base,
                         double* logits, std::size_t stride) {
  constexpr std::size_t kTogether = 4, kTile = kTileRows * kWidth;
  for (std::size_t k = 0; k < l.components; k += kTogether)
    with_constant<kTogether>(smaller(kTogether, l.components - k), [&](auto j) {
      std::size_t n = 0;
      for (; n + kTile <= x.rows; n += kTile)
        score_linear_tile<j.value, kTileRows>(x, n, l, k, base, logits, stride);
      for (; n < x.rows; n += kWidth)
        score_linear_tile<j.value, 1>(x, n, l, k, base, logits, stride);
    });
}

/// Sums of C columns from c on, for J components from k on.
template <std::size_t J, std::size_t C>
inline void moments_linear_tile(const Columns<double>& x, std::size_t c, std::size_t k,
                                const double* r, std::size_t stride, double* sums,
                                std::size_t columns) {
  Pack total[J * C] = {};
  for (std::size_t n = 0; n < x.rows; n += kWidth) {
    Pack share[J];
    unroll<J>([&](auto j) VARIMIX_LAMBDA {
      share[j.value] = load_some(r + (k + j.value) * stride + n, x.rows - n);
    });
    unroll<C>([&](auto i) VARIMIX_LAMBDA {
      const Pack value = load(x.values + (c + i.value) * x.stride + n);
      unroll<J>([&](auto j) VARIMIX_LAMBDA {
        total[j.value * C + i.value] = fma(share[j.value], value, total[j.value * C + i.value]);
      });
    });
  }
  double folded[J * C + kFoldRoom];
  fold_each<J * C>(total, folded);
  for (std::size_t j = 0; j < J; ++j)
    for (std::size_t i = 0; i < C; ++i) sums[(k + j) * columns + c + i] += folded[j * C + i];
}

inline void moments_linear(const Columns<double>& x, const Linear& l, const double* r,
                           std::size_t stride, double* sums) {
  constexpr std::size_t kTogether = kWidth == 8 ? 4 : 2;
  for (std::size_t k = 0; k < l.components; k += kTogether)
    with_constant<kTogether>(smaller(kTogether, l.components - k), [&](auto j) {
      for (std::size_t c = 0; c < l.columns; c += kTogether)
        with_constant<kTogether>(smaller(kTogether, l.columns - c), [&](auto i) {
          moments_linear_tile<j.value, i.value>(x, c, k, r, stride, sums, l.columns);
        });
    });
}

}  // namespace
}  // namespace varimix::internal
