// A few rows in one vector register. Included by the sources that are compiled for one instruction
// set; all is local to them.
#pragma once

#include <cstddef>
#include <cstdint>

#if defined(__AVX512F__) || defined(__AVX2__)
#include <immintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

#define VARIMIX_INLINE __attribute__((always_inline)) inline
#define VARIMIX_LAMBDA __attribute__((always_inline))

namespace varimix::internal {
namespace {

#if defined(__AVX512F__)
constexpr std::size_t kWidth = 8;
#elif defined(__AVX2__)
constexpr std::size_t kWidth = 4;
#else
constexpr std::size_t kWidth = 2;
#endif
/// Vectors that a tile of the larger loops takes at once: what fits into the registers.
constexpr std::size_t kTileRows = kWidth == 8 ? 4 : 2;

using Pack = double __attribute__((vector_size(kWidth * sizeof(double))));
using Whole = std::uint64_t __attribute__((vector_size(kWidth * sizeof(double))));
using PackAnywhere = double
    __attribute__((vector_size(kWidth * sizeof(double)), aligned(sizeof(double)), may_alias));

VARIMIX_INLINE Pack load(const double* p) { return *reinterpret_cast<const PackAnywhere*>(p); }
VARIMIX_INLINE void store(double* p, Pack x) { *reinterpret_cast<PackAnywhere*>(p) = x; }
VARIMIX_INLINE Pack all(double x) { return x - Pack{}; }

/// The first `count` lanes from memory, 0 in the others.
VARIMIX_INLINE Pack load_some(const double* p, std::size_t count) {
  if (count >= kWidth) return load(p);
  Pack x = {};
  for (std::size_t i = 0; i < count; ++i) x[i] = p[i];
  return x;
}
VARIMIX_INLINE void store_some(double* p, std::size_t count, Pack x) {
  if (count >= kWidth) return store(p, x);
  for (std::size_t i = 0; i < count; ++i) p[i] = x[i];
}

// fma (a b + c) and fms (a b - c) round once where the processor can, and twice where it cannot.
// greatest and least give the second of two where the first is no number.
#if defined(__AVX512F__)
VARIMIX_INLINE Pack fma(Pack a, Pack b, Pack c) { return _mm512_fmadd_pd(a, b, c); }
VARIMIX_INLINE Pack fms(Pack a, Pack b, Pack c) { return _mm512_fmsub_pd(a, b, c); }
VARIMIX_INLINE Pack greatest(Pack a, Pack b) { return _mm512_max_pd(a, b); }
VARIMIX_INLINE Pack least(Pack a, Pack b) { return _mm512_min_pd(a, b); }
VARIMIX_INLINE Pack keep_where_not_zero(Pack r, Pack y) {
  return _mm512_maskz_mov_pd(_mm512_cmp_pd_mask(r, Pack{}, _CMP_NEQ_UQ), y);
}
VARIMIX_INLINE Pack zero_below(Pack x, Pack limit, Pack y) {
  return _mm512_maskz_mov_pd(_mm512_cmp_pd_mask(x, limit, _CMP_GE_OQ), y);
}
#elif defined(__AVX2__)
VARIMIX_INLINE Pack fma(Pack a, Pack b, Pack c) { return _mm256_fmadd_pd(a, b, c); }
VARIMIX_INLINE Pack fms(Pack a, Pack b, Pack c) { return _mm256_fmsub_pd(a, b, c); }
VARIMIX_INLINE Pack greatest(Pack a, Pack b) { return _mm256_max_pd(a, b); }
VARIMIX_INLINE Pack least(Pack a, Pack b) { return _mm256_min_pd(a, b); }
#else
#if defined(__ARM_NEON) && defined(__aarch64__)
VARIMIX_INLINE Pack fma(Pack a, Pack b, Pack c) {
  return reinterpret_cast<Pack>(vfmaq_f64(reinterpret_cast<float64x2_t>(c),
                                          reinterpret_cast<float64x2_t>(a),
                                          reinterpret_cast<float64x2_t>(b)));
}
#else
VARIMIX_INLINE Pack fma(Pack a, Pack b, Pack c) { return a * b + c; }
#endif
VARIMIX_INLINE Pack fms(Pack a, Pack b, Pack c) { return fma(a, b, -c); }
VARIMIX_INLINE Pack greatest(Pack a, Pack b) { return a > b ? a : b; }
VARIMIX_INLINE Pack least(Pack a, Pack b) { return a < b ? a : b; }
#endif
#if !defined(__AVX512F__)
VARIMIX_INLINE Pack keep_where_not_zero(Pack r, Pack y) { return r != 0 ? y : Pack{}; }
VARIMIX_INLINE Pack zero_below(Pack x, Pack limit, Pack y) { return x >= limit ? y : Pack{}; }
#endif

VARIMIX_INLINE bool any_equal(Pack a, Pack b) {
#if defined(__AVX512F__)
  return _mm512_cmp_pd_mask(a, b, _CMP_EQ_OQ) != 0;
#elif defined(__AVX2__)
  return _mm256_movemask_pd(_mm256_cmp_pd(a, b, _CMP_EQ_OQ)) != 0;
#else
  return a[0] == b[0] || a[1] == b[1];
#endif
}

/// Adds up the lanes, pairwise.
VARIMIX_INLINE double fold(Pack x) {
  double lanes[kWidth];
  store(lanes, x);
  for (std::size_t step = 1; step < kWidth; step *= 2)
    for (std::size_t i = 0; i < kWidth; i += 2 * step) lanes[i] += lanes[i + step];
  return lanes[0];
}

/// The largest lane of numbers >= 0.
VARIMIX_INLINE double largest(Pack x) {
  double out = 0;
  for (std::size_t i = 0; i < kWidth; ++i) out = x[i] > out ? x[i] : out;
  return out;
}

template <std::size_t I>
struct Index {
  static constexpr std::size_t value = I;
};
/// f(Index<0>) ... f(Index<N - 1>): a loop that is unrolled before the compiler places registers.
template <std::size_t N, std::size_t I = 0, typename F>
VARIMIX_INLINE void unroll(const F& f) {
  if constexpr (I < N) {
    f(Index<I>{});
    unroll<N, I + 1>(f);
  }
}

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

/// out[i] = the lanes of x[i] added up, pairwise: N at once cost less than one by one.
template <std::size_t N>
VARIMIX_INLINE void fold_each(const Pack* x, double* out) {
#if defined(__AVX512F__)
  unroll<(N + 7) / 8>([&](auto group) VARIMIX_LAMBDA {
    constexpr std::size_t first = 8 * group.value;
    const auto at = [&](auto i) VARIMIX_LAMBDA {
      if constexpr (first + i.value < N)
        return x[first + i.value];
      else
        return Pack{};
    };
    const auto pairs = [](Pack a, Pack b) VARIMIX_LAMBDA {
      return Pack(_mm512_unpacklo_pd(a, b)) + Pack(_mm512_unpackhi_pd(a, b));
    };
    const auto halves = [](Pack a, Pack b) VARIMIX_LAMBDA {
      return Pack(_mm512_permutex2var_pd(a, _mm512_setr_epi64(0, 1, 8, 9, 4, 5, 12, 13), b)) +
             Pack(_mm512_permutex2var_pd(a, _mm512_setr_epi64(2, 3, 10, 11, 6, 7, 14, 15), b));
    };
    const Pack a =
        halves(pairs(at(Index<0>{}), at(Index<1>{})), pairs(at(Index<2>{}), at(Index<3>{})));
    const Pack b =
        halves(pairs(at(Index<4>{}), at(Index<5>{})), pairs(at(Index<6>{}), at(Index<7>{})));
    const Pack sums =
        Pack(_mm512_shuffle_f64x2(a, b, 0x44)) + Pack(_mm512_shuffle_f64x2(a, b, 0xee));
    store_some(out + first, N - first, sums);
  });
#else
  for (std::size_t i = 0; i < N; ++i) out[i] = fold(x[i]);
#endif
}

}  // namespace
}  // namespace varimix::internal
