// exp of a number <= 0, written so that a loop over it vectorises on any machine with the same
// bits.
#pragma once

#include <bit>
#include <cstdint>

namespace varimix::internal {

/// Below this the result is exactly 0: such a term cannot change a sum that holds a 1.
inline constexpr double kExpUnderflow = -700.0;

/// exp(x) for x <= 0 (-infinity included), within 1 ulp; 0 below kExpUnderflow; exactly 1 at 0.
/// x = k log 2 + r, |r| <= log(2)/2: 2^k times the Taylor sum of e^r to degree 13 (remainder
/// 4e-18).
inline double exp_nonpositive(double x) {
  constexpr double kLog2E = 1.4426950408889634074;
  constexpr double kLog2High = 6.93147180369123816490e-01;  // 33 bits: k times it is exact
  constexpr double kLog2Low = 1.90821492927058770002e-10;
  constexpr double kRound = 6755399441055744.0;  // 1.5 * 2^52: adding it rounds to a whole number
  const double clamped = x < kExpUnderflow ? kExpUnderflow : x;
  const double shifted = clamped * kLog2E + kRound;
  const double k = shifted - kRound;
  const double high = clamped - k * kLog2High, low = k * kLog2Low;
  const double r = high - low;
  double p = 1.0 / 6227020800.0;
  p = p * r + 1.0 / 479001600.0;
  p = p * r + 1.0 / 39916800.0;
  p = p * r + 1.0 / 3628800.0;
  p = p * r + 1.0 / 362880.0;
  p = p * r + 1.0 / 40320.0;
  p = p * r + 1.0 / 5040.0;
  p = p * r + 1.0 / 720.0;
  p = p * r + 1.0 / 120.0;
  p = p * r + 1.0 / 24.0;
  p = p * r + 1.0 / 6.0;
  p = p * r + 0.5;
  p = 1.0 + (high + (r * r * p - low));  // the last two terms, with the digits that r itself lost
  // The low bits of `shifted` hold k as an integer; moved to the exponent field they multiply by
  // 2^k.
  const auto exponent = (std::bit_cast<std::uint64_t>(shifted) + 1023U) << 52U;
  const double e = p * std::bit_cast<double>(exponent);
  return x < kExpUnderflow ? 0.0 : e;
}

}  // namespace varimix::internal
