// Components with a triangular factor: y = U (x - m) and |y|^2, in tiles that fill the registers.
#pragma once

#include "kernel/fold.hpp"
#include "kernel/kernel.hpp"

namespace varimix::internal {
namespace {

/// Rows first ... first + J - 1 of y for R vectors of rows, and their squares added to `square`.
template <std::size_t J, std::size_t R, bool kCareful, bool kKeep, typename T>
VARIMIX_INLINE void whiten_tile(const T* x, std::size_t stride, std::size_t first, const T* u,
                                const Whitening<T>& w, T* white, PackOf<T> (&square)[R]) {
  using Vector = PackOf<T>;
  Vector y[J][R];
  unroll<J>([&](auto j) VARIMIX_LAMBDA {
    const Vector start = kCareful ? Vector{} : all(-w.shift[first + j.value]);
    unroll<R>([&](auto r) VARIMIX_LAMBDA { y[j.value][r.value] = start; });
  });
  const T* mean = w.mean;
  const auto add = [&](auto from) VARIMIX_LAMBDA {
    Vector column[R];
    unroll<R>([&](auto r) VARIMIX_LAMBDA {
      column[r.value] = load(x + r.value * kLanes<T>);
      if constexpr (kCareful) column[r.value] -= all(*mean);
    });
    unroll<J>([&](auto j) VARIMIX_LAMBDA {
      if constexpr (j.value >= from.value) {
        const Vector factor = all(u[j.value]);
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
      const Vector v = y[i.value][r.value];
      square[r.value] = fma(v, v, square[r.value]);
      if constexpr (kKeep) store(white + (first + i.value) * stride + r.value * kLanes<T>, v);
    });
  });
}

/// |y|^2 of R vectors of rows.
template <std::size_t R, bool kCareful, bool kKeep, typename T>
VARIMIX_INLINE void squared_lengths(const T* x, std::size_t stride, const Whitening<T>& w, T* white,
                                    PackOf<T> (&square)[R]) {
  const T* u = w.u;
  std::size_t first = 0;
  for (; first + kStrip <= w.columns; first += kStrip) {
    whiten_tile<kStrip, R, kCareful, kKeep>(x, stride, first, u, w, white, square);
    u += (first + kStrip) * kStrip;
  }
  with_constant<kStrip - 1>(w.columns - first, [&](auto j) {
    whiten_tile<j.value, R, kCareful, kKeep>(x, stride, first, u, w, white, square);
  });
}

template <bool kCareful, bool kKeep, typename T>
inline double score_lower_if(const Columns<T>& x, const Whitening<T>& w, double constant, T* white,
                             double* logits) {
  constexpr std::size_t kLong = kLanes<T>, kTile = kTileRows * kLong;
  Pack widest = {};
  const auto finish = [&](Pack square) VARIMIX_LAMBDA {
    // What is no number, because two infinities met, is as far away as can be.
    square = least(square, all(__builtin_huge_val()));
    widest = greatest(square, widest);
    return fma(square, all(-0.5), all(constant));
  };
  std::size_t n = 0;
  for (; n + kTile <= x.rows; n += kTile) {
    PackOf<T> square[kTileRows] = {};
    squared_lengths<kTileRows, kCareful, kKeep>(x.values + n, x.stride, w, white + n, square);
    unroll<kTileRows>([&](auto r) VARIMIX_LAMBDA {
      for_each_wide(square[r.value], [&](auto part, Pack wide) VARIMIX_LAMBDA {
        store(logits + n + r.value * kLong + part.value * kWidth, finish(wide));
      });
    });
  }
  for (; n < x.rows; n += kLong) {
    PackOf<T> square[1] = {};
    squared_lengths<1, kCareful, kKeep>(x.values + n, x.stride, w, white + n, square);
    for_each_wide(square[0], [&](auto part, Pack wide) VARIMIX_LAMBDA {
      const std::size_t at = n + part.value * kWidth;
      if (at < x.rows) store_some(logits + at, x.rows - at, finish(wide));
    });
  }
  return largest(widest);
}

template <typename T>
inline double score_lower(const Columns<T>& x, const Whitening<T>& w, double constant, T* white,
                          double* logits) {
  if (white == nullptr)
    return w.careful ? score_lower_if<true, false>(x, w, constant, x.values, logits)
                     : score_lower_if<false, false>(x, w, constant, x.values, logits);
  return w.careful ? score_lower_if<true, true>(x, w, constant, white, logits)
                   : score_lower_if<false, true>(x, w, constant, white, logits);
}

}  // namespace
}  // namespace varimix::internal
