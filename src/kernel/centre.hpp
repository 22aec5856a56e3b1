// Rows as they lie in the data to feature-major columns as they are seen: (x - centre) factor.
#pragma once

#include "kernel/fold.hpp"
#include "kernel/kernel.hpp"

namespace varimix::internal {
namespace {

/// The first C numbers as doubles, 0 in the other lanes.
template <std::size_t C>
VARIMIX_INLINE Pack load_wide(const double* p) {
  return load_some(p, C);
}
template <std::size_t C>
VARIMIX_INLINE Pack load_wide(const float* p) {
#if defined(__AVX512F__)
  return _mm512_cvtps_pd(_mm256_maskz_loadu_ps(first_lanes(C), p));
#else
  Pack x = {};
  for (std::size_t i = 0; i < C; ++i) x[i] = static_cast<double>(p[i]);
  return x;
#endif
}

VARIMIX_INLINE void store_as(double* p, Pack x) { store(p, x); }
VARIMIX_INLINE void store_as(float* p, Pack x) {
#if defined(__AVX512F__)
  _mm256_storeu_ps(p, _mm512_cvtpd_ps(x));
#elif defined(__AVX2__)
  _mm_storeu_ps(p, _mm256_cvtpd_ps(x));
#else
  for (std::size_t i = 0; i < kWidth; ++i) p[i] = static_cast<float>(x[i]);
#endif
}

/// Lane j of x[i] to lane i of x[j].
VARIMIX_INLINE void transpose(Pack (&x)[kWidth]) {
#if defined(__AVX512F__)
  Pack pairs[8], fours[8];
  unroll<4>([&](auto i) VARIMIX_LAMBDA {
    pairs[2 * i.value] = _mm512_unpacklo_pd(x[2 * i.value], x[2 * i.value + 1]);
    pairs[2 * i.value + 1] = _mm512_unpackhi_pd(x[2 * i.value], x[2 * i.value + 1]);
  });
  // Quarters of a register hold two rows' numbers of one column: gathered by columns.
  unroll<2>([&](auto i) VARIMIX_LAMBDA {
    unroll<2>([&](auto odd) VARIMIX_LAMBDA {
      const Pack a = pairs[4 * i.value + odd.value], b = pairs[4 * i.value + 2 + odd.value];
      fours[4 * i.value + odd.value] = _mm512_shuffle_f64x2(a, b, 0x88);
      fours[4 * i.value + 2 + odd.value] = _mm512_shuffle_f64x2(a, b, 0xdd);
    });
  });
  unroll<2>([&](auto odd) VARIMIX_LAMBDA {
    const Pack even_low = fours[odd.value], even_high = fours[4 + odd.value],
               odd_low = fours[2 + odd.value], odd_high = fours[6 + odd.value];
    x[odd.value] = _mm512_shuffle_f64x2(even_low, even_high, 0x88);
    x[4 + odd.value] = _mm512_shuffle_f64x2(even_low, even_high, 0xdd);
    x[2 + odd.value] = _mm512_shuffle_f64x2(odd_low, odd_high, 0x88);
    x[6 + odd.value] = _mm512_shuffle_f64x2(odd_low, odd_high, 0xdd);
  });
#elif defined(__AVX2__)
  const Pack a = _mm256_unpacklo_pd(x[0], x[1]), b = _mm256_unpackhi_pd(x[0], x[1]),
             c = _mm256_unpacklo_pd(x[2], x[3]), d = _mm256_unpackhi_pd(x[2], x[3]);
  x[0] = _mm256_permute2f128_pd(a, c, 0x20);
  x[1] = _mm256_permute2f128_pd(b, d, 0x20);
  x[2] = _mm256_permute2f128_pd(a, c, 0x31);
  x[3] = _mm256_permute2f128_pd(b, d, 0x31);
#else
  const Pack a = {x[0][0], x[1][0]}, b = {x[0][1], x[1][1]};
  x[0] = a, x[1] = b;
#endif
}

/// Lanes 0, 2, ... and 1, 3, ... of a and b, one after the other.
VARIMIX_INLINE void part_pairs(Pack& a, Pack& b) {
#if defined(__AVX512F__)
  const Pack even = _mm512_permutex2var_pd(a, _mm512_setr_epi64(0, 2, 4, 6, 8, 10, 12, 14), b);
  b = _mm512_permutex2var_pd(a, _mm512_setr_epi64(1, 3, 5, 7, 9, 11, 13, 15), b);
  a = even;
#elif defined(__AVX2__)
  const Pack even = _mm256_permute4x64_pd(_mm256_unpacklo_pd(a, b), 0xd8);
  b = _mm256_permute4x64_pd(_mm256_unpackhi_pd(a, b), 0xd8);
  a = even;
#else
  const Pack even = {a[0], b[0]}, odd = {a[1], b[1]};
  a = even, b = odd;
#endif
}

template <typename S, typename T>
inline void centre_column(const S* x, std::size_t rows, double centre, double factor, T* out) {
  std::size_t n = 0;
  for (; n + kWidth <= rows; n += kWidth)
    store_as(out + n, (load_wide<kWidth>(x + n) - centre) * factor);
  for (; n < rows; ++n) out[n] = static_cast<T>((static_cast<double>(x[n]) - centre) * factor);
  for (; n < padded<T>(rows); ++n) out[n] = 0;
}

/// C columns of rows whose numbers lie together, as many rows as fill squares. -> how many
template <std::size_t C, typename S, typename T>
inline std::size_t centre_squares(const S* x, std::ptrdiff_t step, std::size_t rows,
                                  const double* centre, const double* factor, T* out,
                                  std::size_t stride) {
  Pack middle[C], scale[C];
  unroll<C>([&](auto j) VARIMIX_LAMBDA {
    middle[j.value] = all(centre[j.value]);
    scale[j.value] = all(factor[j.value]);
  });
  const auto put = [&](auto j, std::size_t n, Pack seen) VARIMIX_LAMBDA {
    store_as(out + j.value * stride + n, (seen - middle[j.value]) * scale[j.value]);
  };
  std::size_t n = 0;
  if constexpr (C == 2)
    if (step == 2) {  // the square would be mostly empty
      for (; n + kWidth <= rows; n += kWidth, x += 2 * kWidth) {
        Pack a = load_wide<kWidth>(x), b = load_wide<kWidth>(x + kWidth);
        part_pairs(a, b);
        put(Index<0>{}, n, a);
        put(Index<1>{}, n, b);
      }
      return n;
    }
  for (; n + kWidth <= rows; n += kWidth, x += static_cast<std::ptrdiff_t>(kWidth) * step) {
    Pack square[kWidth];
    unroll<kWidth>([&](auto i) VARIMIX_LAMBDA {
      square[i.value] = load_wide<C>(x + static_cast<std::ptrdiff_t>(i.value) * step);
    });
    transpose(square);
    unroll<C>([&](auto j) VARIMIX_LAMBDA { put(j, n, square[j.value]); });
  }
  return n;
}

template <typename S, typename T>
inline void centre_rows(const S* x, std::ptrdiff_t step, std::size_t rows, std::size_t columns,
                        const double* centre, const double* factor, T* out, std::size_t stride) {
  std::size_t whole = 0;
  for (std::size_t d = 0; d < columns; d += kWidth)
    with_constant<kWidth>(smaller(kWidth, columns - d), [&](auto count) {
      whole = centre_squares<count.value>(x + d, step, rows, centre + d, factor + d,
                                          out + d * stride, stride);
    });
  for (std::size_t d = 0; d < columns; ++d) {
    T* column = out + d * stride;
    for (std::size_t n = whole; n < rows; ++n) {
      const auto cell = static_cast<double>(
          x[static_cast<std::ptrdiff_t>(n) * step + static_cast<std::ptrdiff_t>(d)]);
      column[n] = static_cast<T>((cell - centre[d]) * factor[d]);
    }
    for (std::size_t n = rows; n < padded<T>(rows); ++n) column[n] = 0;
  }
}

template <typename S, typename T>
inline void centre_cells_of(const S* x, const CellRows& cells, const double* centre,
                            const double* factor, T* out, std::size_t stride) {
  if (cells.column_step == 1)
    return centre_rows(x, cells.row_step, cells.rows, cells.columns, centre, factor, out, stride);
  for (std::size_t d = 0; d < cells.columns; ++d)
    centre_column(x + static_cast<std::ptrdiff_t>(d) * cells.column_step, cells.rows, centre[d],
                  factor[d], out + d * stride);
}

template <typename T>
inline void centre_cells(const CellRows& cells, const double* centre, const double* factor, T* out,
                         std::size_t stride) {
  if (cells.single)
    centre_cells_of(static_cast<const float*>(cells.at), cells, centre, factor, out, stride);
  else
    centre_cells_of(static_cast<const double*>(cells.at), cells, centre, factor, out, stride);
}

}  // namespace
}  // namespace varimix::internal
