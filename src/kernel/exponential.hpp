// exp and log on the ranges that a softmax needs, in vectors.
#pragma once

#include "kernel/kernel.hpp"
#include "kernel/pack.hpp"

namespace varimix::internal {
namespace {

constexpr double kRound = 6755399441055744.0;  // 1.5 * 2^52: adding it rounds to a whole number
constexpr double kLog2High = 6.93147180369123816490e-01;  // 33 bits: k times it is exact
constexpr double kLog2Low = 1.90821492927058770002e-10;

constexpr double kExp[] = {0.5000000000000001,     0.16666666666666669,   0.04166666666662408,
                           0.008333333333330058,   0.0013888888917237819, 0.00019841269863072152,
                           2.4801521258510238e-05, 2.755726843120203e-06, 2.76201062534729e-07,
                           2.5100399190102957e-08};

/// e^x for x <= 0: x = k log 2 + r, |r| <= log(2)/2, e^r = 1 + r + r^2 p(r). p interpolates at
/// Chebyshev's nodes; what it leaves out is below 2e-17.
VARIMIX_INLINE Pack exp_nonpositive(Pack x) {
  const Pack limit = all(kExpUnderflow), clamped = greatest(x, limit);
  const Pack shifted = fma(clamped, all(1.4426950408889634074), all(kRound));
  const Pack k = shifted - kRound;
  const Pack high = fma(k, all(-kLog2High), clamped), low = k * kLog2Low, r = high - low;
  Pack p = all(kExp[9]);
  unroll<9>([&](auto i) VARIMIX_LAMBDA { p = fma(p, r, all(kExp[8 - i.value])); });
  p = 1.0 + (high + fma(r * r, p, -low));  // with the digits that r itself has lost
#if defined(__AVX512F__)
  p = _mm512_scalef_pd(p, k);
#else
  // The low bits of `shifted` hold k; moved to the exponent field they multiply by 2^k.
  p *= reinterpret_cast<Pack>((reinterpret_cast<Whole>(shifted) + 1023) << 52);
#endif
  return zero_below(x, limit, p);
}

/// log x for 1 <= x < infinity: x = 2^e f, 0.7 < f < 1.42, log f = 2 artanh(z), z = (f-1)/(f+1).
/// The series to z^21 leaves out 1e-17.
VARIMIX_INLINE Pack log_above_one(Pack x) {
  // Subtracting the bits of sqrt(1/2) from those of x leaves e in the exponent's place.
  constexpr std::uint64_t kRootHalf = 0x3fe6a09e667f3bcd;
  constexpr std::uint64_t kRoundBits = 0x4338000000000000;  // of kRound
  const Whole e = (reinterpret_cast<Whole>(x) - kRootHalf) >> 52;
  const Pack f = reinterpret_cast<Pack>(reinterpret_cast<Whole>(x) - (e << 52));
  const Pack k = reinterpret_cast<Pack>(e + kRoundBits) - kRound;
  const Pack z = (f - 1.0) / (f + 1.0), w = z * z;
  Pack p = all(2.0 / 21);
  unroll<9>([&](auto i) VARIMIX_LAMBDA { p = fma(p, w, all(2.0 / (19 - 2 * int{i.value}))); });
  return fma(k, all(kLog2High), fma(k, all(kLog2Low), fma(z * w, p, 2.0 * z)));
}

}  // namespace
}  // namespace varimix::internal
