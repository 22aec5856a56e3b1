// Components with a triangular factor: |y|^2 and the sums of r y y^T, y = U (x - m), in tiles that
// fill the registers.
#pragma once

#include "kernel/kernel.hpp"
#include "kernel/pack.hpp"

namespace varimix::internal {
namespace {

constexpr std::size_t smaller(std::size_t a, std::size_t b) { return a < b ? a : b; }

/// f(Index<count>) for 1 <= count <= N known only now.
template <std::size_t N, typename F>
VARIMIX_INLINE void with_constant(std::size_t count, const F& f) {
  if constexpr (N > 0) {
    if (count == N)
      f(Index<N>{});
    else
      with_constant<N - 1>(count, f);
  }
}

/// Rows first ... first + J - 1 of y for R vectors of rows, and their squares added to `square`.
template <std::size_t J, std::size_t R, bool kCareful>
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
  unroll<J>([&](auto i) VARIMIX_LAMBDA { add(i); });
  unroll<J>([&](auto j) VARIMIX_LAMBDA {
    unroll<R>([&](auto r) VARIMIX_LAMBDA {
      const Pack v = y[j.value][r.value];
      square[r.value] = fma(v, v, square[r.value]);
      if (white != nullptr) store(white + (first + j.value) * stride + r.value * kWidth, v);
    });
  });
}

/// |y|^2 of R vectors of rows.
template <std::size_t R, bool kCareful>
VARIMIX_INLINE void squared_lengths(const double* x, std::size_t stride, const Whitening& w,
                                    double* white, Pack (&square)[R]) {
  const double* u = w.u;
  std::size_t first = 0;
  for (; first + kStrip <= w.columns; first += kStrip) {
    whiten_tile<kStrip, R, kCareful>(x, stride, first, u, w, white, square);
    u += (first + kStrip) * kStrip;
  }
  with_constant<kStrip - 1>(w.columns - first, [&](auto j) {
    whiten_tile<j.value, R, kCareful>(x, stride, first, u, w, white, square);
  });
}

template <bool kCareful>
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
    squared_lengths<kTileRows, kCareful>(x.values + n, x.stride, w,
                                         white != nullptr ? white + n : nullptr, square);
    unroll<kTileRows>([&](auto r) VARIMIX_LAMBDA {
      store(logits + n + r.value * kWidth, finish(square[r.value]));
    });
  }
  for (; n < x.rows; n += kWidth) {
    Pack square[1] = {};
    squared_lengths<1, kCareful>(x.values + n, x.stride, w, white != nullptr ? white + n : nullptr,
                                 square);
    store_some(logits + n, x.rows - n, finish(square[0]));
  }
  return largest(widest);
}

inline double score_lower(const Columns& x, const Whitening& w, double constant, double* white,
                          double* logits) {
  return w.careful ? score_lower_if<true>(x, w, constant, white, logits)
                   : score_lower_if<false>(x, w, constant, white, logits);
}

/// second[i, j] += sum over rows of a_i b_j for H rows i and T columns j <= i + kReach of a tile.
template <std::size_t H, std::size_t T, std::size_t kReach>
inline void moments_tile(const double* a, const double* b, std::size_t stride, std::size_t rows,
                         double* second, std::size_t columns) {
  Pack sums[H * T] = {};
  for (std::size_t n = 0; n < rows; n += kWidth) {
    Pack y[T];
    unroll<T>([&](auto j) VARIMIX_LAMBDA { y[j.value] = load(b + j.value * stride + n); });
    unroll<H>([&](auto i) VARIMIX_LAMBDA {
      const Pack weighted = load(a + i.value * stride + n);
      unroll<T>([&](auto j) VARIMIX_LAMBDA {
        if constexpr (j.value <= i.value + kReach)
          sums[i.value * T + j.value] = fma(weighted, y[j.value], sums[i.value * T + j.value]);
      });
    });
  }
  double folded[H * T + kRowPad];
  fold_each<H * T>(sums, folded);
  for (std::size_t i = 0; i < H; ++i)
    for (std::size_t j = 0; j < T && j <= i + kReach; ++j)
      second[j * columns + i] += folded[i * T + j];
}

/// Tiles of so many rows and columns of the second moments.
constexpr std::size_t kTileHigh = kWidth == 8 ? 4 : 2, kTileWide = 4;

inline void second_moments(const double* weighted, const double* y, std::size_t stride,
                           std::size_t rows, std::size_t columns, double* second) {
  for (std::size_t i = 0; i < columns; i += kTileHigh) {
    const std::size_t high = smaller(kTileHigh, columns - i);
    for (std::size_t j = 0; j < i + high; j += kTileWide) {
      const std::size_t wide = smaller(kTileWide, i + high - j);
      const double *a = weighted + i * stride, *b = y + j * stride;
      double* out = second + j * columns + i;
      with_constant<kTileHigh>(high, [&](auto h) {
        if (j + kTileWide <= i + 1) {
          moments_tile<h.value, kTileWide, kTileWide>(a, b, stride, rows, out, columns);
          return;
        }
        with_constant<kTileWide>(wide, [&](auto t) {
          if constexpr (t.value >= h.value)
            moments_tile<h.value, t.value, t.value - h.value>(a, b, stride, rows, out, columns);
        });
      });
    }
  }
}

/// weighted = r y, its sums added to `first`; returns sum r. Where `wild`, y becomes 0 where r is.
template <bool kWildRows>
inline double weigh(const Columns& from, std::size_t columns, const double* r, double* weighted,
                    double* first) {
  constexpr std::size_t kTogether = 4;
  double count = 0;
  for (std::size_t d = 0; d < columns; d += kTogether)
    with_constant<kTogether>(smaller(kTogether, columns - d), [&](auto wide) {
      constexpr std::size_t kWide = wide.value;
      Pack sums[kWide + 1] = {};
      for (std::size_t n = 0; n < from.rows; n += kWidth) {
        const Pack share = load_some(r + n, from.rows - n);
        sums[kWide] += share;
        unroll<kWide>([&](auto c) VARIMIX_LAMBDA {
          double* y = from.values + (d + c.value) * from.stride + n;
          Pack v = load(y);
          if constexpr (kWildRows) {
            v = keep_where_not_zero(share, v);
            store(y, v);
          }
          v *= share;
          store(weighted + (d + c.value) * from.stride + n, v);
          sums[c.value] += v;
        });
      }
      double folded[kWide + 1 + kRowPad];
      fold_each<kWide + 1>(sums, folded);
      for (std::size_t c = 0; c < kWide; ++c) first[d + c] += folded[c];
      count = folded[kWide];
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
  if (w.columns <= kFewColumns) {
    with_constant<kFewColumns>(w.columns, [&](auto d) {
      count = w.careful ? few_moments<d.value, true, true>(from, w, r, first, second)
              : wild    ? few_moments<d.value, false, true>(from, w, r, first, second)
                        : few_moments<d.value, false, false>(from, w, r, first, second);
    });
    return count;
  }
  count = wild ? weigh<true>(from, w.columns, r, scratch, first)
               : weigh<false>(from, w.columns, r, scratch, first);
  second_moments(scratch, from.values, from.stride, from.rows, w.columns, second);
  return count;
}

}  // namespace
}  // namespace varimix::internal
