// Components with independent columns: sum_d y^2 and the sums of r, r y, r y^2, y = u x - shift.
#pragma once

#include "kernel/fold.hpp"
#include "kernel/kernel.hpp"

namespace varimix::internal {
namespace {

/// Logits of J components from k on, for R vectors of rows.
template <std::size_t J, std::size_t R, bool kSeen, bool kCareful, typename T>
VARIMIX_INLINE void score_tile(const Columns<T>& x, std::size_t n, const Scaling<T>& s,
                               std::size_t k, const double* base, double* logits,
                               std::size_t stride, Pack& widest) {
  using Vector = PackOf<T>;
  constexpr std::size_t kLong = kLanes<T>;
  Vector square[J][R] = {}, constant[J][R] = {};  // the latter where cells are missing
  for (std::size_t d = 0; d < s.columns; ++d) {
    const T *u = s.u + d * s.components + k,
            *shift = (kCareful ? s.mean : s.shift) + d * s.components + k;
    const T* column = x.values + d * x.stride + n;
    Vector value[R], seen[R], absent[R];
    unroll<R>([&](auto r) VARIMIX_LAMBDA {
      value[r.value] = load(column + r.value * kLong);
      if constexpr (kSeen) {
        seen[r.value] = load(x.seen + d * x.stride + n + r.value * kLong);
        absent[r.value] = seen[r.value] - T{1};
      }
    });
    unroll<J>([&](auto j) VARIMIX_LAMBDA {
      const Vector scale = all(u[j.value]), offset = all(shift[j.value]);
      unroll<R>([&](auto r) VARIMIX_LAMBDA {
        Vector y =
            kCareful ? scale * (value[r.value] - offset) : fms(scale, value[r.value], offset);
        if constexpr (kSeen) {
          y *= seen[r.value];
          constant[j.value][r.value] = fma(all(s.constants[d * s.components + k + j.value]),
                                           absent[r.value], constant[j.value][r.value]);
        }
        square[j.value][r.value] = fma(y, y, square[j.value][r.value]);
      });
    });
  }
  unroll<J>([&](auto j) VARIMIX_LAMBDA {
    const Pack start = all(base[k + j.value]);
    unroll<R>([&](auto r) VARIMIX_LAMBDA {
      Pack added[kLong / kWidth];
      for_each_wide(constant[j.value][r.value], [&](auto part, Pack wide) VARIMIX_LAMBDA {
        added[part.value] = kSeen ? start + wide : start;
      });
      for_each_wide(square[j.value][r.value], [&](auto part, Pack wide) VARIMIX_LAMBDA {
        const Pack far = least(wide, all(__builtin_huge_val()));
        widest = greatest(far, widest);
        const std::size_t at = n + r.value * kLong + part.value * kWidth;
        const Pack rho = fma(far, all(-0.5), added[part.value]);
        double* out = logits + (k + j.value) * stride + at;
        if constexpr (R > 1)
          store(out, rho);
        else if (at < x.rows)
          store_some(out, x.rows - at, rho);
      });
    });
  });
}

template <bool kSeen, bool kCareful, typename T>
inline double score_columns_if(const Columns<T>& x, const Scaling<T>& s, const double* base,
                               double* logits, std::size_t stride) {
  constexpr std::size_t kTogether = kSeen && kWidth != 8 ? 2 : kSeen ? 3 : 4;
  constexpr std::size_t kLong = kLanes<T>, kTile = kTileRows * kLong;
  Pack widest = {};
  for (std::size_t k = 0; k < s.components; k += kTogether)
    with_constant<kTogether>(smaller(kTogether, s.components - k), [&](auto j) {
      std::size_t n = 0;
      for (; n + kTile <= x.rows; n += kTile)
        score_tile<j.value, kTileRows, kSeen, kCareful>(x, n, s, k, base, logits, stride, widest);
      for (; n < x.rows; n += kLong)
        score_tile<j.value, 1, kSeen, kCareful>(x, n, s, k, base, logits, stride, widest);
    });
  return largest(widest);
}

template <typename T>
inline double score_columns(const Columns<T>& x, const Scaling<T>& s, const double* base,
                            double* logits, std::size_t stride) {
  if (x.seen != nullptr)
    return s.careful ? score_columns_if<true, true>(x, s, base, logits, stride)
                     : score_columns_if<true, false>(x, s, base, logits, stride);
  return s.careful ? score_columns_if<false, true>(x, s, base, logits, stride)
                   : score_columns_if<false, false>(x, s, base, logits, stride);
}

/// How y comes from x: subtracting first, after, or not at all.
enum class Look { careful, near, as_is };

/// Sums of C columns from d on for component k, B vectors of rows at a time in sums of their own.
template <std::size_t C, std::size_t B, Look kLook, bool kWildRows, bool kSeen, typename T>
inline void moments_cells(const Columns<T>& x, const Scaling<T>& s, std::size_t d, std::size_t k,
                          const T* r, double* sums) {
  using Vector = PackOf<T>;
  constexpr std::size_t kLong = kLanes<T>;
  // Of each column its count (one for all where every cell is observed), then its other two sums.
  constexpr std::size_t kCounts = kSeen ? C : 1, kEach = kCounts + 2 * C;
  Vector scale[C], offset[C], total[kEach * B] = {};
  unroll<C>([&](auto c) VARIMIX_LAMBDA {
    if constexpr (kLook != Look::as_is) {
      const T* away = kLook == Look::careful ? s.mean : s.shift;
      scale[c.value] = all(s.u[(d + c.value) * s.components + k]);
      offset[c.value] = all(-away[(d + c.value) * s.components + k]);
    }
  });
  const auto add = [&](auto b, std::size_t n) VARIMIX_LAMBDA {
    constexpr std::size_t kFirst = kEach * b.value;
    const Vector all_share = load_shares(r + n, x.rows - n);
    if constexpr (!kSeen) total[kFirst] += all_share;
    unroll<C>([&](auto c) VARIMIX_LAMBDA {
      const std::size_t at = (d + c.value) * x.stride + n;
      Vector share = all_share;
      if constexpr (kSeen) {
        share *= load(x.seen + at);
        total[kFirst + c.value] += share;
      }
      Vector y = load(x.values + at);
      if constexpr (kLook == Look::careful) y = scale[c.value] * (y + offset[c.value]);
      if constexpr (kLook == Look::near) y = fma(scale[c.value], y, offset[c.value]);
      if constexpr (kWildRows) y = keep_where_not_zero(share, y);
      const Vector weighted = share * y;
      Vector& first = total[kFirst + kCounts + 2 * c.value];
      Vector& second = total[kFirst + kCounts + 2 * c.value + 1];
      first += weighted;
      second = fma(weighted, y, second);
    });
  };
  std::size_t n = 0;
  for (; n + B * kLong <= x.rows; n += B * kLong)
    unroll<B>([&](auto b) VARIMIX_LAMBDA { add(b, n + b.value * kLong); });
  for (; n < x.rows; n += kLong) add(Index<0>{}, n);
  unroll<B - 1>([&](auto b) VARIMIX_LAMBDA {
    unroll<kEach>([&](auto i)
                      VARIMIX_LAMBDA { total[i.value] += total[kEach * (b.value + 1) + i.value]; });
  });
  double folded[kEach + kFoldRoom];
  fold_each<kEach>(total, folded);
  for (std::size_t c = 0; c < C; ++c) {
    sums[3 * c] += folded[kSeen ? c : 0];
    sums[3 * c + 1] += folded[kCounts + 2 * c];
    sums[3 * c + 2] += folded[kCounts + 2 * c + 1];
  }
}

template <Look kLook, bool kWildRows, bool kSeen, typename T>
inline void moments_columns_if(const Columns<T>& x, const Scaling<T>& s, const T* r,
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

template <bool kSeen, typename T>
inline void moments_columns_seen(const Columns<T>& x, const Scaling<T>& s, const T* r,
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

template <typename T>
inline void moments_columns(const Columns<T>& x, const Scaling<T>& s, const double* r,
                            std::size_t stride, bool wild, T* scratch, double* sums) {
  const auto sum = [&](const T* shares, std::size_t apart) {
    if (x.seen != nullptr)
      moments_columns_seen<true>(x, s, shares, apart, wild, sums);
    else
      moments_columns_seen<false>(x, s, shares, apart, wild, sums);
  };
  if constexpr (sizeof(T) == sizeof(double)) {
    sum(r, stride);
  } else {
    for (std::size_t k = 0; k < s.components; ++k)
      narrow_rows(r + k * stride, x.rows, scratch + k * x.stride);
    sum(scratch, x.stride);
  }
}

}  // namespace
}  // namespace varimix::internal
