// Random numbers keyed by (seed, stream, index).
#include "start/random.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <set>

namespace varimix::internal {
namespace {

// The first outputs of SplitMix64 from state 0, as published with it.
static_assert(mix(0) == 0xe220a8397b1dcdafU);
static_assert(mix(0x9e3779b97f4a7c15U) == 0x6e789e6aa1b965f4U);

constexpr int kDraws = 100'000;

/// Pearson's statistic of `draw(i)`, i < kDraws, over 64 equal bins: 63 on average, 11.2 about.
template <typename Draw>
double chi_square(Draw draw) {
  std::array<int, 64> bins{};
  for (std::uint64_t i = 0; i < kDraws; ++i) ++bins[static_cast<std::size_t>(64 * draw(i))];
  const double expected = kDraws / 64.0;
  double sum = 0;
  for (const int seen : bins) sum += (seen - expected) * (seen - expected) / expected;
  return sum;
}

/// Correlation of two sequences of uniforms, times sqrt(kDraws): standard normal when unrelated.
template <typename Draw>
double correlation(Draw a, Draw b) {
  double sum = 0;
  for (std::uint64_t i = 0; i < kDraws; ++i) sum += (a(i) - 0.5) * (b(i) - 0.5);
  return 12 * sum / std::sqrt(static_cast<double>(kDraws));
}

// Five standard deviations: the seeds are fixed, so this either always passes or never.
TEST(Uniform, FillsTheIntervalEvenlyWhicheverKeyCounts) {
  constexpr double kTooUneven = 63 + 5 * 11.2;
  EXPECT_LT(chi_square([](std::uint64_t i) { return uniform(1, 2, i); }), kTooUneven);
  EXPECT_LT(chi_square([](std::uint64_t i) { return uniform(1, i, 2); }), kTooUneven);
  EXPECT_LT(chi_square([](std::uint64_t i) { return uniform(i, 1, 2); }), kTooUneven);
}

TEST(Uniform, OfNeighbouringKeysIsUncorrelated) {
  using Draw = double (*)(std::uint64_t);
  const Draw draw = [](std::uint64_t i) { return uniform(7, 0, i); };
  const Draw next_index = [](std::uint64_t i) { return uniform(7, 0, i + 1); };
  const Draw next_stream = [](std::uint64_t i) { return uniform(7, 1, i); };
  const Draw next_seed = [](std::uint64_t i) { return uniform(8, 0, i); };
  for (const Draw other : {next_index, next_stream, next_seed})
    EXPECT_LT(std::abs(correlation(draw, other)), 5.0);
}

TEST(Uniform, NeverReachesItsEnds) {
  for (std::uint64_t i = 0; i < kDraws; ++i) {
    const double u = uniform(3, 1, i);
    ASSERT_GT(u, 0.0);
    ASSERT_LT(u, 1.0);
  }
}

TEST(Uniform, IsAFunctionOfItsKeysAlone) {
  constexpr double kOnce = uniform(5, 6, 7);
  EXPECT_EQ(uniform(5, 6, 7), kOnce);
  std::set<double> seen;
  for (std::uint64_t a = 0; a < 10; ++a)
    for (std::uint64_t b = 0; b < 10; ++b)
      for (std::uint64_t c = 0; c < 10; ++c) seen.insert(uniform(a, b, c));
  EXPECT_EQ(seen.size(), 1000U);  // keys do not stand in for one another: (1, 2) is not (2, 1)
}

}  // namespace
}  // namespace varimix::internal
