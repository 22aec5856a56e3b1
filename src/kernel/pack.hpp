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
constexpr std::size_t kBytes = 64;
#elif defined(__AVX2__)
constexpr std::size_t kBytes = 32;
#else
constexpr std::size_t kBytes = 16;
#endif
constexpr std::size_t kWidth = kBytes / sizeof(double);
/// Lanes of a register of T.
template <typename T>
constexpr std::size_t kLanes = kBytes / sizeof(T);
/// Vectors that a tile of the larger loops takes at once: what fits into the registers.
constexpr std::size_t kTileRows = kWidth == 8 ? 4 : 2;

using Pack = double __attribute__((vector_size(kBytes)));
using FloatPack = float __attribute__((vector_size(kBytes)));
using Whole = std::uint64_t __attribute__((vector_size(kBytes)));
using PackAnywhere =
    double __attribute__((vector_size(kBytes), aligned(sizeof(double)), may_alias));
using FloatPackAnywhere =
    float __attribute__((vector_size(kBytes), aligned(sizeof(float)), may_alias));

template <typename T>
struct PackOfType;
template <>
struct PackOfType<double> {
  using type = Pack;
};
template <>
struct PackOfType<float> {
  using type = FloatPack;
};
template <typename T>
using PackOf = typename PackOfType<T>::type;

VARIMIX_INLINE Pack load(const double* p) { return *reinterpret_cast<const PackAnywhere*>(p); }
VARIMIX_INLINE FloatPack load(const float* p) {
  return *reinterpret_cast<const FloatPackAnywhere*>(p);
}
VARIMIX_INLINE void store(double* p, Pack x) { *reinterpret_cast<PackAnywhere*>(p) = x; }
VARIMIX_INLINE void store(float* p, FloatPack x) { *reinterpret_cast<FloatPackAnywhere*>(p) = x; }
VARIMIX_INLINE Pack all(double x) { return x - Pack{}; }
VARIMIX_INLINE FloatPack all(float x) { return x - FloatPack{}; }

#if defined(__AVX512F__)
VARIMIX_INLINE __mmask8 first_lanes(std::size_t count) {
  return static_cast<__mmask8>(count >= kWidth ? 0xffU : (1U << count) - 1);
}
#endif
/// The first `count` lanes from memory, 0 in the others.
VARIMIX_INLINE Pack load_some(const double* p, std::size_t count) {
#if defined(__AVX512F__)
  return _mm512_maskz_loadu_pd(first_lanes(count), p);
#else
  if (count >= kWidth) return load(p);
  Pack x = {};
  for (std::size_t i = 0; i < count; ++i) x[i] = p[i];
  return x;
#endif
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
/// w x + sum; sum where w is 0, whatever x may be.
VARIMIX_INLINE Pack fma_where_not_zero(Pack w, Pack x, Pack sum) {
  return _mm512_mask3_fmadd_pd(w, x, sum, _mm512_cmp_pd_mask(w, Pack{}, _CMP_NEQ_UQ));
}
VARIMIX_INLINE FloatPack fma(FloatPack a, FloatPack b, FloatPack c) {
  return _mm512_fmadd_ps(a, b, c);
}
VARIMIX_INLINE FloatPack fms(FloatPack a, FloatPack b, FloatPack c) {
  return _mm512_fmsub_ps(a, b, c);
}
VARIMIX_INLINE FloatPack keep_where_not_zero(FloatPack r, FloatPack y) {
  return _mm512_maskz_mov_ps(_mm512_cmp_ps_mask(r, FloatPack{}, _CMP_NEQ_UQ), y);
}
#elif defined(__AVX2__)
VARIMIX_INLINE Pack fma(Pack a, Pack b, Pack c) { return _mm256_fmadd_pd(a, b, c); }
VARIMIX_INLINE Pack fms(Pack a, Pack b, Pack c) { return _mm256_fmsub_pd(a, b, c); }
VARIMIX_INLINE Pack greatest(Pack a, Pack b) { return _mm256_max_pd(a, b); }
VARIMIX_INLINE Pack least(Pack a, Pack b) { return _mm256_min_pd(a, b); }
VARIMIX_INLINE FloatPack fma(FloatPack a, FloatPack b, FloatPack c) {
  return _mm256_fmadd_ps(a, b, c);
}
VARIMIX_INLINE FloatPack fms(FloatPack a, FloatPack b, FloatPack c) {
  return _mm256_fmsub_ps(a, b, c);
}
#else
#if defined(__ARM_NEON) && defined(__aarch64__)
VARIMIX_INLINE Pack fma(Pack a, Pack b, Pack c) {
  return reinterpret_cast<Pack>(vfmaq_f64(reinterpret_cast<float64x2_t>(c),
                                          reinterpret_cast<float64x2_t>(a),
                                          reinterpret_cast<float64x2_t>(b)));
}
VARIMIX_INLINE FloatPack fma(FloatPack a, FloatPack b, FloatPack c) {
  return reinterpret_cast<FloatPack>(vfmaq_f32(reinterpret_cast<float32x4_t>(c),
                                               reinterpret_cast<float32x4_t>(a),
                                               reinterpret_cast<float32x4_t>(b)));
}
#else
VARIMIX_INLINE Pack fma(Pack a, Pack b, Pack c) { return a * b + c; }
VARIMIX_INLINE FloatPack fma(FloatPack a, FloatPack b, FloatPack c) { return a * b + c; }
#endif
VARIMIX_INLINE Pack fms(Pack a, Pack b, Pack c) { return fma(a, b, -c); }
VARIMIX_INLINE FloatPack fms(FloatPack a, FloatPack b, FloatPack c) { return fma(a, b, -c); }
VARIMIX_INLINE Pack greatest(Pack a, Pack b) { return a > b ? a : b; }
VARIMIX_INLINE Pack least(Pack a, Pack b) { return a < b ? a : b; }
#endif
#if !defined(__AVX512F__)
VARIMIX_INLINE Pack keep_where_not_zero(Pack r, Pack y) { return r != 0 ? y : Pack{}; }
VARIMIX_INLINE FloatPack keep_where_not_zero(FloatPack r, FloatPack y) {
  return r != 0 ? y : FloatPack{};
}
VARIMIX_INLINE Pack fma_where_not_zero(Pack w, Pack x, Pack sum) {
  return fma(w, keep_where_not_zero(w, x), sum);
}
VARIMIX_INLINE Pack zero_below(Pack x, Pack limit, Pack y) { return x >= limit ? y : Pack{}; }
#endif

/// Some lane of a is not above b's, or is no number.
VARIMIX_INLINE bool any_not_above(Pack a, Pack b) {
#if defined(__AVX512F__)
  return _mm512_cmp_pd_mask(a, b, _CMP_NGT_UQ) != 0;
#elif defined(__AVX2__)
  return _mm256_movemask_pd(_mm256_cmp_pd(a, b, _CMP_NGT_UQ)) != 0;
#else
  return !(a[0] > b[0]) || !(a[1] > b[1]);
#endif
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

}  // namespace
}  // namespace varimix::internal
