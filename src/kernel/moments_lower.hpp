// Components with a triangular factor: the sums of r, r y and r y y^T, in tiles that fill the
// registers.
#pragma once

#include "kernel/fold.hpp"
#include "kernel/kernel.hpp"

namespace varimix::internal {
namespace {

/// Tiles of so many rows and columns of the second moments.
constexpr std::size_t kTileHigh = kWidth == 8 ? 4 : 2, kTileWide = 4;

/// second[i, j] += sum over rows of a_i b_j for H rows i and W columns j of a tile.
template <std::size_t H, std::size_t W, typename T>
inline void moments_tile(const T* a, const T* b, std::size_t stride, std::size_t rows,
                         double* second, std::size_t columns) {
  using Vector = PackOf<T>;
  Vector sums[H * W] = {};
  for (std::size_t n = 0; n < rows; n += kLanes<T>) {
    Vector weighted[H];
    unroll<H>([&](auto i) VARIMIX_LAMBDA { weighted[i.value] = load(a + i.value * stride + n); });
    unroll<W>([&](auto j) VARIMIX_LAMBDA {
      const Vector y = load(b + j.value * stride + n);
      unroll<H>([&](auto i) VARIMIX_LAMBDA {
        sums[j.value * H + i.value] = fma(weighted[i.value], y, sums[j.value * H + i.value]);
      });
    });
  }
  double folded[H * W + kFoldRoom];
  fold_each<H * W>(sums, folded);
  for (std::size_t j = 0; j < W; ++j)
    for (std::size_t i = 0; i < H; ++i) second[j * columns + i] += folded[j * H + i];
}

/// The tile on the diagonal, from y alone: keeps r y in `weighted` unless that is null, and adds up
/// r y and, at the very first, r. Where `wild`, y becomes 0 where r is.
template <std::size_t H, bool kWildRows, bool kCounts, typename T>
inline void diagonal_tile(T* y, std::size_t stride, std::size_t rows, const T* r, T* weighted,
                          double* first, double* second, std::size_t columns, double& count) {
  using Vector = PackOf<T>;
  constexpr std::size_t kSquares = H * (H + 1) / 2, kSums = kSquares + H + (kCounts ? 1 : 0);
  Vector sums[kSums] = {};
  for (std::size_t n = 0; n < rows; n += kLanes<T>) {
    const Vector share = load_shares(r + n, rows - n);
    if constexpr (kCounts) sums[kSums - 1] += share;
    Vector v[H];
    unroll<H>([&](auto i) VARIMIX_LAMBDA {
      v[i.value] = load(y + i.value * stride + n);
      if constexpr (kWildRows) {
        v[i.value] = keep_where_not_zero(share, v[i.value]);
        store(y + i.value * stride + n, v[i.value]);
      }
      const Vector a = share * v[i.value];
      if (weighted != nullptr) store(weighted + i.value * stride + n, a);
      sums[kSquares + i.value] += a;
      unroll<i.value + 1>([&](auto j) VARIMIX_LAMBDA {
        constexpr std::size_t kAt = i.value * (i.value + 1) / 2 + j.value;
        sums[kAt] = fma(a, v[j.value], sums[kAt]);
      });
    });
  }
  double folded[kSums + kFoldRoom];
  fold_each<kSums>(sums, folded);
  for (std::size_t i = 0; i < H; ++i) {
    first[i] += folded[kSquares + i];
    for (std::size_t j = 0; j <= i; ++j) second[j * columns + i] += folded[i * (i + 1) / 2 + j];
  }
  if constexpr (kCounts) count = folded[kSums - 1];
}

/// Panels of a few rows of the second moments: their diagonal tile, then what is left of it.
template <bool kWildRows, typename T>
inline double panels(const Columns<T>& from, std::size_t columns, const T* r, T* scratch,
                     double* first, double* second) {
  double count = 0;
  for (std::size_t i = 0; i < columns; i += kTileHigh)
    with_constant<kTileHigh>(smaller(kTileHigh, columns - i), [&](auto h) {
      T* y = from.values + i * from.stride;
      double* out = second + i;
      if (i == 0)
        diagonal_tile<h.value, kWildRows, true>(
            y, from.stride, from.rows, r, static_cast<T*>(nullptr), first, out, columns, count);
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
template <std::size_t D, bool kCareful, bool kWildRows, typename T>
inline double few_moments(const Columns<T>& x, const Whitening<T>& w, const T* r, double* first,
                          double* second) {
  using Vector = PackOf<T>;
  constexpr std::size_t kSums = 1 + D + D * (D + 1) / 2;
  Vector sums[kSums] = {};
  for (std::size_t n = 0; n < x.rows; n += kLanes<T>) {
    const Vector share = load_shares(r + n, x.rows - n);
    Vector y[D];
    unroll<D>([&](auto j)
                  VARIMIX_LAMBDA { y[j.value] = kCareful ? Vector{} : all(-w.shift[j.value]); });
    unroll<D>([&](auto i) VARIMIX_LAMBDA {
      Vector column = load(x.values + i.value * x.stride + n);
      if constexpr (kCareful) column -= all(w.mean[i.value]);
      unroll<D>([&](auto j) VARIMIX_LAMBDA {
        if constexpr (j.value >= i.value)
          y[j.value] = fma(all(w.u[i.value * D + j.value]), column, y[j.value]);
      });
    });
    sums[0] += share;
    unroll<D>([&](auto i) VARIMIX_LAMBDA {
      if constexpr (kWildRows) y[i.value] = keep_where_not_zero(share, y[i.value]);
      const Vector weighted = share * y[i.value];
      sums[1 + i.value] += weighted;
      unroll<i.value + 1>([&](auto j) VARIMIX_LAMBDA {
        constexpr std::size_t kAt = 1 + D + i.value * (i.value + 1) / 2 + j.value;
        sums[kAt] = fma(weighted, y[j.value], sums[kAt]);
      });
    });
  }
  double folded[kSums + kFoldRoom];
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

template <typename T>
inline double moments_of(const Columns<T>& from, const Whitening<T>& w, const T* r, bool wild,
                         T* scratch, double* first, double* second) {
  double count = 0;
  if (w.columns <= kFewColumns && w.u != nullptr) {
    with_constant<kFewColumns>(w.columns, [&](auto d) {
      count = w.careful ? few_moments<d.value, true, true>(from, w, r, first, second)
              : wild    ? few_moments<d.value, false, true>(from, w, r, first, second)
                        : few_moments<d.value, false, false>(from, w, r, first, second);
    });
    return count;
  }
  return wild ? panels<true>(from, w.columns, r, scratch, first, second)
              : panels<false>(from, w.columns, r, scratch, first, second);
}

template <typename T>
inline double moments_lower(const Columns<T>& from, const Whitening<T>& w, const double* r,
                            bool wild, T* scratch, double* first, double* second) {
  if (nothing(r, from.rows)) return 0;
  if constexpr (sizeof(T) == sizeof(double)) {
    return moments_of(from, w, r, wild, scratch, first, second);
  } else {
    T* shares = scratch + kStrip * from.stride;
    narrow_rows(r, from.rows, shares);
    return moments_of(from, w, static_cast<const T*>(shares), wild, scratch, first, second);
  }
}

}  // namespace
}  // namespace varimix::internal
