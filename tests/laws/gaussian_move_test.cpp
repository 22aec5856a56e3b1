// Sums moved from frame to frame are those that a pass in the other frame makes.
#include <gtest/gtest.h>

#include <cmath>

#include "support/law_numerics.hpp"
#include "support/law_statistics.hpp"
#include "varimix/family/gaussian.hpp"
#include "varimix/family/poisson.hpp"

namespace varimix::laws {
namespace {

constexpr std::size_t kRows = 400, kComponents = 2;

Data rows(std::size_t columns, double offset) {
  Draws draws(77);
  std::vector<double> out;
  for (std::size_t i = 0; i < kRows * columns; ++i) out.push_back(offset + draws.normal());
  return Data::own(out, kRows, columns);
}

/// Frames around `offset`, centre and scale drawn.
std::vector<double> frames_of(const Family& family, Covariance covariance, double offset,
                              std::uint64_t seed) {
  Draws draws(seed);
  std::vector<double> frames(kComponents * family.sizes().frame, 0.0);
  const std::size_t columns = family.columns(), size = family.sizes().frame;
  const bool matrices = size != 2 * columns;
  double shared = draws.uniform(0.5, 2);
  for (std::size_t k = 0; k < kComponents; ++k)
    for (std::size_t d = 0; d < columns; ++d) {
      if (covariance != Covariance::tied) shared = draws.uniform(0.5, 2);
      frames[k * size + (matrices ? d : 2 * d)] = offset + draws.normal();
      if (!matrices) frames[k * size + 2 * d + 1] = shared;
      for (std::size_t i = d; matrices && i < columns; ++i)
        frames[k * size + columns + d * columns + i] = i == d ? shared : draws.uniform(-0.3, 0.3);
    }
  return frames;
}

Statistics summed(const Family& family, const Data& data, const std::vector<double>& frames) {
  Draws draws(13);
  const std::vector<double> soft = soft_assignment(kRows, kComponents, draws);
  std::vector<double> r(kComponents * kRows), scratch;
  for (std::size_t n = 0; n < kRows; ++n)
    for (std::size_t k = 0; k < kComponents; ++k) r[k * kRows + n] = soft[n * kComponents + k];
  Statistics out;
  out.components = kComponents;
  out.frames = frames;
  out.sums.assign(kComponents * family.sizes().statistics, 0.0);
  family.accumulate(data.block(0, kRows, scratch), kComponents, r.data(), kRows, frames.data(),
                    out.sums.data());
  return out;
}

TEST(GaussianMove, GivesTheSumsOfTheOtherFrameAtAnyDistanceFromTheOrigin) {
  for (const double offset : {0.0, 1e8})
    for (const Covariance covariance :
         {Covariance::full, Covariance::tied, Covariance::diagonal, Covariance::spherical})
      for (const std::size_t columns : {1U, 3U}) {
        SCOPED_TRACE(to_string(covariance) + std::to_string(columns));
        const FamilyPtr family = gaussian(covariance)->with_columns(columns);
        const Data data = rows(columns, offset);
        const std::vector<double> from = frames_of(*family, covariance, offset, 1),
                                  to = frames_of(*family, covariance, offset, 2);
        Statistics moved = summed(*family, data, from);
        const Statistics expected = summed(*family, data, to);
        ASSERT_TRUE(family->move_to(to, moved));
        EXPECT_EQ(moved.frames, to);
        for (std::size_t i = 0; i < moved.sums.size(); ++i)  // sums of 400 terms up to about 50
          EXPECT_NEAR(moved.sums[i], expected.sums[i], 400 * 50 * 4 * kEps) << i;
        ASSERT_TRUE(family->move_to(from, moved));
        const Statistics before = summed(*family, data, from);
        for (std::size_t i = 0; i < moved.sums.size(); ++i)
          EXPECT_NEAR(moved.sums[i], before.sums[i], 400 * 50 * 8 * kEps) << i;
      }
}

TEST(FamilyMove, HasNothingToDoWithoutFrames) {
  Statistics sums;
  sums.sums = {3, 4};
  EXPECT_TRUE(poisson()->move_to({}, sums));
  EXPECT_EQ(sums.sums, (std::vector<double>{3, 4}));
}

}  // namespace
}  // namespace varimix::laws
