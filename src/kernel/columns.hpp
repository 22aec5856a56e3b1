// Components with independent columns: sum_d y^2 and the sums of r, r y, r y^2, y = u x - shift.
#pragma once

#include "kernel/kernel.hpp"
#include "kernel/pack.hpp"

namespace varimix::internal {
namespace {

/// Logits of J components from k on, for R vectors of rows.
template <std::size_t J, std::size_t R, bool kSeen, bool kCareful>
VARIMIX_INLINE void score_tile(const Columns& x, std::size_t n, const Scaling& s, std::size_t k,
                               const double* base, double* logits, std::size_t stride,
                               Pack& widest) {
  Pack square[J][R] = {}, constant[J][R];
  unroll<J>([&](auto j) VARIMIX_LAMBDA {
    const Pack start = all(base[k + j.value]);
    unroll<R>([&](auto r) VARIMIX_LAMBDA { constant[j.value][r.value] = start; });
  });
  for (std::size_t d = 0; d < s.columns; ++d) {
    const double *u = s.u + d * s.components + k,
                 *shift = (kCareful ? s.mean : s.shift) + d * s.components + k;
    const double* column = x.values + d * x.stride + n;
    Pack value[R], seen[R];
    unroll<R>([&](auto r) VARIMIX_LAMBDA {
      value[r.value] = load(column + r.value * kWidth);
      if constexpr (kSeen) seen[r.value] = load(x.seen + d * x.stride + n + r.value * kWidth);
    });
    unroll<J>([&](auto j) VARIMIX_LAMBDA {
      const Pack scale = all(u[j.value]), offset = all(shift[j.value]);
      unroll<R>([&](auto r) VARIMIX_LAMBDA {
        Pack y = kCareful ? scale * (value[r.value] - offset) : fms(scale, value[r.value], offset);
        if constexpr (kSeen) {
          y *= seen[r.value];
          constant[j.value][r.value] = fma(all(s.constants[d * s.components + k + j.value]),
                                           seen[r.value], constant[j.value][r.value]);
        }
        square[j.value][r.value] = fma(y, y, square[j.value][r.value]);
      });
    });
  }
  unroll<J>([&](auto j) VARIMIX_LAMBDA {
    unroll<R>([&](auto r) VARIMIX_LAMBDA {
      const Pack far = least(square[j.value][r.value], all(__builtin_huge_val()));
      widest = greatest(far, widest);
      const std::size_t at = n + r.value * kWidth;
      const Pack rho = fma(far, all(-0.5), constant[j.value][r.value]);
      double* out = logits + (k + j.value) * stride + at;
      if constexpr (R > 1)
        store(out, rho);
      else
        store_some(out, x.rows - at, rho);
    });
  });
}

template <bool kSeen, bool kCareful>
inline double score_columns_if(const Columns& x, const Scaling& s, const double* base,
                               double* logits, std::size_t stride) {
  constexpr std::size_t kTogether = kSeen && kWidth != 8 ? 2 : kSeen ? 3 : 4;
  Pack widest = {};
  for (std::size_t k = 0; k < s.components; k += kTogether)
    with_constant<kTogether>(smaller(kTogether, s.components - k), [&](auto j) {
      std::size_t n = 0;
      for (; n + kTileRows * kWidth <= x.rows; n += kTileRows * kWidth)
        score_tile<j.value, kTileRows, kSeen, kCareful>(x, n, s, k, base, logits, stride, widest);
      for (; n < x.rows; n += kWidth)
        score_tile<j.value, 1, kSeen, kCareful>(x, n, s, k, base, logits, stride, widest);
    });
  return largest(widest);
}

inline double score_columns(const Columns& x, const Scaling& s, const double* base, double* logits,
                            std::size_t stride) {
  if (x.seen != nullptr)
    return s.careful ? score_columns_if<true, true>(x, s, base, logits, stride)
                     : score_columns_if<true, false>(x, s, base, logits, stride);
  return s.careful ? score_columns_if<false, true>(x, s, base, logits, stride)
                   : score_columns_if<false, false>(x, s, base, logits, stride);
}

/// How y comes from x: subtracting first, after, or not at all.
enum class Look { careful, near, as_is };

/// Sums of C columns from d on for component k, B vectors of rows at a time in sums of their own.
template <std::size_t C, std::size_t B, Look kLook, bool kWildRows, bool kSeen>
inline void moments_cells(const Columns& x, const Scaling& s, std::size_t d, std::size_t k,
                          const double* r, double* sums) {
  // Of each column its count (one for all where every cell is observed), then its other two sums.
  constexpr std::size_t kCounts = kSeen ? C : 1, kEach = kCounts + 2 * C;
  Pack scale[C], offset[C], total[kEach * B] = {};
  unroll<C>([&](auto c) VARIMIX_LAMBDA {
    if constexpr (kLook != Look::as_is) {
      const double* away = kLook == Look::careful ? s.mean : s.shift;
      scale[c.value] = all(s.u[(d + c.value) * s.components + k]);
      offset[c.value] = all(-away[(d + c.value) * s.components + k]);
    }
  });
  const auto add = [&](auto b, std::size_t n) VARIMIX_LAMBDA {
    constexpr std::size_t kFirst = kEach * b.value;
    const Pack all_share = load_some(r + n, x.rows - n);
    if constexpr (!kSeen) total[kFirst] += all_share;
    unroll<C>([&](auto c) VARIMIX_LAMBDA {
      const std::size_t at = (d + c.value) * x.stride + n;
      Pack share = all_share;
      if constexpr (kSeen) {
        share *= load(x.seen + at);
        total[kFirst + c.value] += share;
      }
      Pack y = load(x.values + at);
      if constexpr (kLook == Look::careful) y = scale[c.value] * (y + offset[c.value]);
      if constexpr (kLook == Look::near) y = fma(scale[c.value], y, offset[c.value]);
      if constexpr (kWildRows) y = keep_where_not_zero(share, y);
      const Pack weighted = share * y;
      Pack& first = total[kFirst + kCounts + 2 * c.value];
      Pack& second = total[kFirst + kCounts + 2 * c.value + 1];
      first += weighted;
      second = fma(weighted, y, second);
    });
  };
  std::size_t n = 0;
  for (; n + B * kWidth <= x.rows; n += B * kWidth)
    unroll<B>([&](auto b) VARIMIX_LAMBDA { add(b, n + b.value * kWidth); });
  for (; n < x.rows; n += kWidth) add(Index<0>{}, n);
  unroll<B - 1>([&](auto b) VARIMIX_LAMBDA {
    unroll<kEach>([&](auto i)
                      VARIMIX_LAMBDA { total[i.value] += total[kEach * (b.value + 1) + i.value]; });
  });
  double folded[kEach + kRowPad];
  fold_each<kEach>(total, folded);
  for (std::size_t c = 0; c < C; ++c) {
    sums[3 * c] += folded[kSeen ? c : 0];
    sums[3 * c + 1] += folded[kCounts + 2 * c];
    sums[3 * c + 2] += folded[kCounts + 2 * c + 1];
  }
}

template <Look kLook, bool kWildRows, bool kSeen>
inline void moments_columns_if(const Columns& x, const Scaling& s, const double* r,
                               std::size_t stride, double* sums) {
  constexpr std::size_t kTogether = kWidth == 8 ? 4 : 2;
  // A few columns stay in the nearest cache while all components pass by.
  for (std::size_t d = 0; d < s.columns; d += kTogether)
    with_constant<kTogether>(smaller(kTogether, s.columns - d), [&](auto c) {
      constexpr std::size_t kBlocks = kWidth != 8 || kSeen ? 1 : c.value == 1 ? 4 : 2;
      for (std::size_t k = 0; k < s.components; ++k)
        moments_cells<c.value, kBlocks, kLook, kWildRows, kSeen>(x, s, d, k, r + k * stride,
                                                                 sums + 3 * (k * s.columns + d));
    });
}

template <bool kSeen>
inline void moments_columns_seen(const Columns& x, const Scaling& s, const double* r,
                                 std::size_t stride, bool wild, double* sums) {
  if (s.u == nullptr && wild)
    moments_columns_if<Look::as_is, true, kSeen>(x, s, r, stride, sums);
  else if (s.u == nullptr)
    moments_columns_if<Look::as_is, false, kSeen>(x, s, r, stride, sums);
  else if (s.careful)
    moments_columns_if<Look::careful, true, kSeen>(x, s, r, stride, sums);
  else if (wild)
    moments_columns_if<Look::near, true, kSeen>(x, s, r, stride, sums);
  else
    moments_columns_if<Look::near, false, kSeen>(x, s, r, stride, sums);
}

inline void moments_columns(const Columns& x, const Scaling& s, const double* r, std::size_t stride,
                            bool wild, double* sums) {
  if (x.seen != nullptr)
    moments_columns_seen<true>(x, s, r, stride, wild, sums);
  else
    moments_columns_seen<false>(x, s, r, stride, wild, sums);
}

}  // namespace
}  // namespace varimix::internal
