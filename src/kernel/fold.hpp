// Lanes added up, and lanes of float to lanes of double and back. Included like pack.hpp.
#pragma once

#include "kernel/pack.hpp"

namespace varimix::internal {
namespace {

/// The lanes of a register of floats, as doubles.
struct Wide {
  Pack low, high;
};

#if defined(__AVX512F__)
VARIMIX_INLINE Wide widen(FloatPack x) {
  return {_mm512_cvtps_pd(_mm512_castps512_ps256(x)),
          _mm512_cvtps_pd(_mm512_extractf32x8_ps(x, 1))};
}
VARIMIX_INLINE FloatPack narrow(Pack low, Pack high) {
  return _mm512_insertf32x8(_mm512_castps256_ps512(_mm512_cvtpd_ps(low)), _mm512_cvtpd_ps(high), 1);
}
#elif defined(__AVX2__)
VARIMIX_INLINE Wide widen(FloatPack x) {
  return {_mm256_cvtps_pd(_mm256_castps256_ps128(x)), _mm256_cvtps_pd(_mm256_extractf128_ps(x, 1))};
}
VARIMIX_INLINE FloatPack narrow(Pack low, Pack high) {
  return _mm256_insertf128_ps(_mm256_castps128_ps256(_mm256_cvtpd_ps(low)), _mm256_cvtpd_ps(high),
                              1);
}
#else
VARIMIX_INLINE Wide widen(FloatPack x) {
  Wide out;
  for (std::size_t i = 0; i < kWidth; ++i)
    out.low[i] = static_cast<double>(x[i]), out.high[i] = static_cast<double>(x[i + kWidth]);
  return out;
}
VARIMIX_INLINE FloatPack narrow(Pack low, Pack high) {
  FloatPack out;
  for (std::size_t i = 0; i < kWidth; ++i)
    out[i] = static_cast<float>(low[i]), out[i + kWidth] = static_cast<float>(high[i]);
  return out;
}
#endif

/// f(Index<i>, lanes i * kWidth ... as doubles).
template <typename F>
VARIMIX_INLINE void for_each_wide(Pack x, const F& f) {
  f(Index<0>{}, x);
}
template <typename F>
VARIMIX_INLINE void for_each_wide(FloatPack x, const F& f) {
  const Wide wide = widen(x);
  f(Index<0>{}, wide.low);
  f(Index<1>{}, wide.high);
}

/// x [count] as floats, padded with zeros to whole registers.
VARIMIX_INLINE void narrow_rows(const double* x, std::size_t count, float* out) {
  for (std::size_t n = 0; n < count; n += kLanes<float>) {
    const std::size_t left = count - n;
    const Pack high = left > kWidth ? load_some(x + n + kWidth, left - kWidth) : Pack{};
    store(out + n, narrow(load_some(x + n, left), high));
  }
}

/// Shares of rows of which `count` are left: of doubles as they are, of floats from narrow_rows.
VARIMIX_INLINE Pack load_shares(const double* r, std::size_t count) { return load_some(r, count); }
VARIMIX_INLINE FloatPack load_shares(const float* r, std::size_t /*count*/) { return load(r); }

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

/// Room behind `out` that fold_each may write to.
constexpr std::size_t kFoldRoom = 16;

/// x[I], or zeros behind the last of N.
template <std::size_t I, std::size_t N, typename Vector>
VARIMIX_INLINE Vector one_of(const Vector* x) {
  if constexpr (I < N)
    return x[I];
  else
    return Vector{};
}

/// out[i] = the lanes of x[i] added up, pairwise: N at once cost less than one by one.
template <std::size_t N>
VARIMIX_INLINE void fold_each(const Pack* x, double* out) {
#if defined(__AVX512F__)
  unroll<(N + 7) / 8>([&](auto group) VARIMIX_LAMBDA {
    constexpr std::size_t first = 8 * group.value;
    const auto at = [&](auto i) VARIMIX_LAMBDA { return one_of<first + i.value, N>(x); };
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

template <std::size_t N>
VARIMIX_INLINE void fold_each(const FloatPack* x, double* out) {
#if defined(__AVX512F__)
  unroll<(N + 15) / 16>([&](auto group) VARIMIX_LAMBDA {
    constexpr std::size_t first = 16 * group.value;
    const auto at = [&](auto i) VARIMIX_LAMBDA { return one_of<first + i.value, N>(x); };
    const auto pairs = [](FloatPack a, FloatPack b) VARIMIX_LAMBDA {
      return FloatPack(_mm512_unpacklo_ps(a, b)) + FloatPack(_mm512_unpackhi_ps(a, b));
    };
    // Of four of these, each quarter of the register its own sums.
    const auto quarters = [&](auto i) VARIMIX_LAMBDA {
      const FloatPack a = pairs(at(i), at(Index<i.value + 1>{})),
                      b = pairs(at(Index<i.value + 2>{}), at(Index<i.value + 3>{}));
      const Pack low = _mm512_unpacklo_pd(_mm512_castps_pd(a), _mm512_castps_pd(b)),
                 high = _mm512_unpackhi_pd(_mm512_castps_pd(a), _mm512_castps_pd(b));
      return reinterpret_cast<FloatPack>(low) + reinterpret_cast<FloatPack>(high);
    };
    const auto halves = [](FloatPack a, FloatPack b) VARIMIX_LAMBDA {
      return FloatPack(_mm512_shuffle_f32x4(a, b, 0x88)) +
             FloatPack(_mm512_shuffle_f32x4(a, b, 0xdd));
    };
    const FloatPack sums = halves(halves(quarters(Index<0>{}), quarters(Index<4>{})),
                                  halves(quarters(Index<8>{}), quarters(Index<12>{})));
    const Wide wide = widen(sums);
    store_some(out + first, N - first, wide.low);
    if constexpr (N - first > kWidth)
      store_some(out + first + kWidth, N - first - kWidth, wide.high);
  });
#else
  for (std::size_t i = 0; i < N; ++i) {
    const Wide wide = widen(x[i]);
    out[i] = fold(wide.low + wide.high);
  }
#endif
}

}  // namespace
}  // namespace varimix::internal
