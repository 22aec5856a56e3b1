// Components with a triangular factor: |y|^2 and the sums of r y y^T, y = U (x - m), in tiles that
// fill the registers.
#pragma once

#include "kernel/kernel.hpp"
#include "kernel/pack.hpp"

namespace varimix::internal {
namespace {

/// Rows first ... first + J - 1 of y for R vectors of rows, and their squares added to `square`.
template <std::size_t J, std::size_t R, bool kCareful, bool kKeep>
VARIMIX_INLINE void whiten_tile(const double* x, std::size_t stride, std::size_t first,
                                const double* u, const Whitening& w, double* white,
                                Pack (&square)[R]) {
  Pack y[J][R];
  unroll<J>([&](auto j) VARIMIX_LAMBDA {
    const Pack start = kCareful ? Pack{} : all(-w.shift[first + j.value]);
    unroll<R>([&](auto r) VARIMIX_LAMBDA { y[j.value][r.value] = start; });
  });
  const double* mean = w.mean;
  const auto add = [&](auto from) VARIMIX_LAMBDA {
    Pack column[R];
    unroll<R>([&](auto r) VARIMIX_LAMBDA {
      column[r.value] = load(x + r.value * kWidth);
      if constexpr (kCareful) column[r.value] -= all(*mean);
    });
    unroll<J>([&](auto j) VARIMIX_LAMBDA {
      if constexpr (j.value >= from.value) {
        const Pack factor = all(u[j.value]);
        unroll<R>([&](auto r) VARIMIX_LAMBDA {
          y[j.value][r.value] = fma(factor, column[r.value], y[j.value][r.value]);
        });
      }
    });
    x += stride;
    u += J;
    ++mean;
  };
  for (std::size_t i = 0; i < first; ++i) add(Index<0>{});
  unroll<J>([&](auto i) VARIMIX_LAMBDA {
    add(i);
    unroll<R>([&](auto r) VARIMIX_LAMBDA {  // done: kept at once, while others are computed
      const Pack v = y[i.value][r.value];
      square[r.value] = fma(v, v, square[r.value]);
      if constexpr (kKeep) store(white + (first + i.value) * stride + r.value * kWidth, v);
    });
  });
}

/// |y|^2 of R vectors of rows.
template <std::size_t R, bool kCareful, bool kKeep>
VARIMIX_INLINE void squared_lengths(const double* x, std::size_t stride, const Whitening& w,
                                    double* white, Pack (&square)[R]) {
  const double* u = w.u;
  std::size_t first = 0;
  for (; first + kStrip <= w.columns; first += kStrip) {
    whiten_tile<kStrip, R, kCareful, kKeep>(x, stride, first, u, w, white, square);
    u += (first + kStrip) * kStrip;
  }
  with_constant<kStrip - 1>(w.columns - first, [&](auto j) {
    whiten_tile<j.value, R, kCareful, kKeep>(x, stride, first, u, w, white, square);
  });
}

template <bool kCareful, bool kKeep>
inline double score_lower_if(const Columns& x, const Whitening& w, double constant, double* white,
                             double* logits) {
  Pack widest = {};
  const auto finish = [&](Pack square) VARIMIX_LAMBDA {
    // What is no number, because two infinities met, is as far away as can be.
    square = least(square, all(__builtin_huge_val()));
    widest = greatest(square, widest);
    return fma(square, all(-0.5), all(constant));
  };
  std::size_t n = 0;
  for (; n + kTileRows * kWidth <= x.rows; n += kTileRows * kWidth) {
    Pack square[kTileRows] = {};
    squared_lengths<kTileRows, kCareful, kKeep>(x.values + n, x.stride, w, white + n, square);
    unroll<kTileRows>([&](auto r) VARIMIX_LAMBDA {
      store(logits + n + r.value * kWidth, finish(square[r.value]));
    });
  }
  for (; n < x.rows; n += kWidth) {
    Pack square[1] = {};
    squared_lengths<1, kCareful, kKeep>(x.values + n, x.stride, w, white + n, square);
    store_some(logits + n, x.rows - n, finish(square[0]));
  }
  return largest(widest);
}

inline double score_lower(const Columns& x, const Whitening& w, double constant, double* white,
                          double* logits) {
  if (white == nullptr)
    return w.careful ? score_lower_if<true, false>(x, w, constant, x.values, logits)
                     : score_lower_if<false, false>(x, w, constant, x.values, logits);
  return w.careful ? score_lower_if<true, true>(x, w, constant, white, logits)
                   : score_lower_if<false, true>(x, w, constant, white, logits);
}

/// Tiles of so many rows and columns of the second moments.
constexpr std::size_t kTileHigh = kWidth == 8 ? 4 : 2, kTileWide = 4;

/// second[i, j] += sum over rows of a_i b_j for H rows i and T columns j of a tile.
template <std::size_t H, std::size_t T>
inline void moments_tile(const double* a, const double* b, std::size_t stride, std::size_t rows,
                         double* second, std::size_t columns) {
  Pack sums[H * T] = {};
  for (std::size_t n = 0; n < rows; n += kWidth) {
    Pack weighted[H];
    unroll<H>([&](auto i) VARIMIX_LAMBDA { weighted[i.value] = load(a + i.value * stride + n); });
    unroll<T>([&](auto j) VARIMIX_LAMBDA {
      const Pack y = load(b + j.value * stride + n);
      unroll<H>([&](auto i) VARIMIX_LAMBDA {
        sums[j.value * H + i.value] = fma(weighted[i.value], y, sums[j.value * H + i.value]);
      });
    });
  }
  double folded[H * T + kRowPad];
  fold_each<H * T>(sums, folded);
  for (std::size_t j = 0; j < T; ++j)
    for (std::size_t i = 0; i < H; ++i) second[j * columns + i] += folded[j * H + i];
}

/// The tile on the diagonal, from y alone: keeps r y in `weighted` unless that is null, and adds up
/// r y and, at the very first, r. Where `wild`, y becomes 0 where r is.
template <std::size_t H, bool kWildRows, bool kCounts>
inline void diagonal_tile(double* y, std::size_t stride, std::size_t rows, const double* r,
                          double* weighted, double* first, double* second, std::size_t columns,
                          double& count) {
  constexpr std::size_t kSquares = H * (H + 1) / 2, kSums = kSquares + H + (kCounts ? 1 : 0);
  Pack sums[kSums] = {};
  for (std::size_t n = 0; n < rows; n += kWidth) {
    const Pack share = load_some(r + n, rows - n);
    if constexpr (kCounts) sums[kSums - 1] += share;
    Pack v[H];
    unroll<H>([&](auto i) VARIMIX_LAMBDA {
      v[i.value] = load(y + i.value * stride + n);
      if constexpr (kWildRows) {
        v[i.value] = keep_where_not_zero(share, v[i.value]);
        store(y + i.value * stride + n, v[i.value]);
      }
      const Pack a = share * v[i.value];
      if (weighted != nullptr) store(weighted + i.value * stride + n, a);
      sums[kSquares + i.value] += a;
      unroll<i.value + 1>([&](auto j) VARIMIX_LAMBDA {
        constexpr std::size_t kAt = i.value * (i.value + 1) / 2 + j.value;
        sums[kAt] = fma(a, v[j.value], sums[kAt]);
      });
    });
  }
  double folded[kSums + kRowPad];
  fold_each<kSums>(sums, folded);
  for (std::size_t i = 0; i < H; ++i) {
    first[i] += folded[kSquares + i];
    for (std::size_t j = 0; j <= i; ++j) second[j * columns + i] += folded[i * (i + 1) / 2 + j];
  }
  if constexpr (kCounts) count = folded[kSums - 1];
}

/// Panels of a few rows of the second moments: their diagonal tile, then what is left of it.
template <bool kWildRows>
inline double panels(const Columns& from, std::size_t columns, const double* r, double* scratch,
                     double* first, double* second) {
  double count = 0;
  for (std::size_t i = 0; i < columns; i += kTileHigh)
    with_constant<kTileHigh>(smaller(kTileHigh, columns - i), [&](auto h) {
      double *y = from.values + i * from.stride, *out = second + i;
      if (i == 0)
        diagonal_tile<h.value, kWildRows, true>(y, from.stride, from.rows, r, nullptr, first, out,
                                                columns, count);
      else
        diagonal_tile<h.value, kWildRows, false>(y, from.stride, from.rows, r, scratch, first + i,
                                                 out + i * columns, columns, count);
      std::size_t j = 0;
      for (; j + kTileWide <= i; j += kTileWide)
        moments_tile<h.value, kTileWide>(scratch, from.values + j * from.stride, from.stride,
                                         from.rows, out + j * columns, columns);
      if constexpr (kTileHigh < kTileWide)
        if (j < i)
          moments_tile<h.value, kTileHigh>(scratch, from.values + j * from.stride, from.stride,
                                           from.rows, out + j * columns, columns);
    });
  return count;
}

/// The same sums from x itself, D known when compiling: everything stays in registers.
template <std::size_t D, bool kCareful, bool kWildRows>
inline double few_moments(const Columns& x, const Whitening& w, const double* r, double* first,
                          double* second) {
  constexpr std::size_t kSums = 1 + D + D * (D + 1) / 2;
  Pack sums[kSums] = {};
  for (std::size_t n = 0; n < x.rows; n += kWidth) {
    const Pack share = load_some(r + n, x.rows - n);
    Pack y[D];
    unroll<D>([&](auto j)
                  VARIMIX_LAMBDA { y[j.value] = kCareful ? Pack{} : all(-w.shift[j.value]); });
    unroll<D>([&](auto i) VARIMIX_LAMBDA {
      Pack column = load(x.values + i.value * x.stride + n);
      if constexpr (kCareful) column -= all(w.mean[i.value]);
      unroll<D>([&](auto j) VARIMIX_LAMBDA {
        if constexpr (j.value >= i.value)
          y[j.value] = fma(all(w.u[i.value * D + j.value]), column, y[j.value]);
      });
    });
    sums[0] += share;
    unroll<D>([&](auto i) VARIMIX_LAMBDA {
      if constexpr (kWildRows) y[i.value] = keep_where_not_zero(share, y[i.value]);
      const Pack weighted = share * y[i.value];
      sums[1 + i.value] += weighted;
      unroll<i.value + 1>([&](auto j) VARIMIX_LAMBDA {
        constexpr std::size_t kAt = 1 + D + i.value * (i.value + 1) / 2 + j.value;
        sums[kAt] = fma(weighted, y[j.value], sums[kAt]);
      });
    });
  }
  double folded[kSums + kRowPad];
  fold_each<kSums>(sums, folded);
  for (std::size_t i = 0; i < D; ++i) first[i] += folded[1 + i];
  for (std::size_t i = 0; i < D; ++i)
    for (std::size_t j = 0; j <= i; ++j) second[j * D + i] += folded[1 + D + i * (i + 1) / 2 + j];
  return folded[0];
}

inline bool nothing(const double* r, std::size_t rows) {
  for (std::size_t n = 0; n < rows; ++n)
    if (r[n] != 0) return false;
  return true;
}

inline double moments_lower(const Columns& from, const Whitening& w, const double* r, bool wild,
                            double* scratch, double* first, double* second) {
  if (nothing(r, from.rows)) return 0;
  double count = 0;
  if (w.columns <= kFewColumns && w.u != nullptr) {
    with_constant<kFewColumns>(w.columns, [&](auto d) {
      count = w.careful ? few_moments<d.value, true, true>(from, w, r, first, second)
              : wild    ? few_moments<d.value, false, true>(from, w, r, first, second)
                        : few_moments<d.value, false, false>(from, w, r, first, second);
    });
    return count;
  }
  count = wild ? panels<true>(from, w.columns, r, scratch, first, second)
               : panels<false>(from, w.columns, r, scratch, first, second);
  return count;
}

}  // namespace
}  // namespace varimix::internal
