// exp and log on the ranges that a softmax needs, in vectors.
#pragma once

#include "kernel/kernel.hpp"
#include "kernel/pack.hpp"

namespace varimix::internal {
namespace {

constexpr double kRound = 6755399441055744.0;  // 1.5 * 2^52: adding it rounds to a whole number
// Off by 2.3e-17. k log 2 in one step so takes e^x to that of a number within 3.4e-17 |x| of x, a
// third of what rounding x has done already.
constexpr double kLog2 = 0.6931471805599453;
constexpr double kLog2High = 6.93147180369123816490e-01;  // 33 bits: k times it is exact
constexpr double kLog2Low = 1.90821492927058770002e-10;

/// a[0] + a[1] x + ... + a[N - 1] x^(N - 1).
template <std::size_t N>
VARIMIX_INLINE Pack polynomial(const double (&a)[N], Pack x) {
  Pack p = all(a[N - 1]);
  unroll<N - 1>([&](auto i) VARIMIX_LAMBDA { p = fma(p, x, all(a[N - 2 - i.value])); });
  return p;
}

#if defined(__AVX512F__)

/// One of 16 numbers by the low four bits of each lane.
template <typename Number>
VARIMIX_INLINE Pack choose(const Number (&table)[16], Whole which) {
  return _mm512_permutex2var_pd(_mm512_loadu_pd(table), reinterpret_cast<__m512i>(which),
                                _mm512_loadu_pd(table + 8));
}

/// (e^r - 1) / r.
constexpr double kExp[] = {1.0,
                           0.5,
                           0.16666666665301635,
                           0.04166666666496038,
                           0.008333449703580843,
                           0.0013889034351508688};
/// The bits of 2^(i/16), less i at the end of the exponent.
constexpr std::uint64_t kPowers[] = {
    0x3ff0000000000000, 0x3fefb5586cf9890f, 0x3fef72b83c7d517b, 0x3fef387a6e756238,
    0x3fef06fe0a31b715, 0x3feedea64c123422, 0x3feebfdad5362a27, 0x3feeab07dd485429,
    0x3feea09e667f3bcd, 0x3feea11473eb0187, 0x3feeace5422aa0db, 0x3feec49182a3f090,
    0x3feee89f995ad3ad, 0x3fef199bdd85529c, 0x3fef5818dcfba487, 0x3fefa4afa2a490da};

/// e^x for x <= 0: x = k log 2 + r, k a multiple of 1/16, |r| <= log(2)/32, e^x = 2^k (1 + r s(r)).
/// s interpolates at Chebyshev's nodes; what it leaves out is below 3e-17 of e^x.
VARIMIX_INLINE Pack exp_nonpositive(Pack x) {
  constexpr double kRoundSixteenth = kRound / 16;
  const Pack shifted = fma(x, all(1.4426950408889634074), all(kRoundSixteenth));
  const Pack r = fma(shifted - kRoundSixteenth, all(-kLog2), x);
  // The low bits of `shifted` hold 16 k: four choose from the table, all move to where they count
  // sixteenths of the exponent.
  const Whole sixteenths = reinterpret_cast<Whole>(shifted);
  const Pack power = reinterpret_cast<Pack>(reinterpret_cast<Whole>(choose(kPowers, sixteenths)) +
                                            (sixteenths << 48));
  const Pack rest = r * polynomial(kExp, r);
  const __mmask8 in_reach = _mm512_cmp_pd_mask(x, all(kExpUnderflow), _CMP_GE_OQ);
  return _mm512_maskz_fmadd_pd(in_reach, power, rest, power);
}

constexpr double kLog[] = {-0.5000000000000001, 0.33333333333338827,  -0.2499999999987615,
                           0.1999999995805718,  -0.16666666598366028, 0.14285797465330885,
                           -0.1250128035819682, 0.11068345616675557,  -0.08755406646466907};
/// Close to 1 / (1 + (i + 1/2) / 16) in nine bits, but 1 at first, and minus their logarithms.
constexpr double kInverses[] = {1.0,         0.9140625,   0.865234375, 0.8203125,
                                0.78125,     0.744140625, 0.7109375,   0.681640625,
                                0.65234375,  0.626953125, 0.603515625, 0.58203125,
                                0.560546875, 0.54296875,  0.525390625, 0.5078125};
constexpr double kMinusLogs[] = {0,
                                 0.08985632912186105,
                                 0.14475485499437216,
                                 0.1980699137620938,
                                 0.24686007793152578,
                                 0.2955252499128068,
                                 0.34117075740276714,
                                 0.3832527028370806,
                                 0.42718363206280735,
                                 0.4668835019094919,
                                 0.5049833481417623,
                                 0.5412311385341033,
                                 0.5788424092798867,
                                 0.6107035113488707,
                                 0.6436132454376686,
                                 0.6776429940239801};

/// log x for 1 <= x < infinity: x = 2^e m, 1 <= m < 2, f = m c - 1 for a c close to 1 / m,
/// -0.03 < f <= 1/16, log x = e log 2 - log c + f + f^2 p(f). p interpolates at Chebyshev's nodes;
/// what it leaves out is below 2e-17 of log(1 + f).
VARIMIX_INLINE Pack log_above_one(Pack x) {
  const Whole which = reinterpret_cast<Whole>(x) >> 48;
  const Pack e = _mm512_getexp_pd(x),
             m = _mm512_getmant_pd(x, _MM_MANT_NORM_1_2, _MM_MANT_SIGN_src);
  const Pack f = fma(m, choose(kInverses, which), all(-1.0));
  const Pack low = fma(f * f, polynomial(kLog, f), e * kLog2Low);
  return fma(e, all(kLog2High), choose(kMinusLogs, which)) + (f + low);
}

#else

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
  const Pack r = fma(k, all(-kLog2), clamped);
  const Pack p = fma(r * r, polynomial(kExp, r), r) + 1.0;
  // The low bits of `shifted` hold k; moved to the exponent field they multiply by 2^k.
  const Pack power = reinterpret_cast<Pack>((reinterpret_cast<Whole>(shifted) + 1023) << 52);
  return zero_below(x, limit, p * power);
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

#endif

}  // namespace
}  // namespace varimix::internal
