// Statistics add up, in any grouping within rounding and in one grouping to the last bit.
#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

#include "statistics/merge_tree.hpp"
#include "support/law_numerics.hpp"
#include "support/law_statistics.hpp"

namespace varimix {
namespace {

using laws::Draws;
using laws::every_number;

/// Numbers of wildly different sizes and signs: no two orders of adding them give the same bits.
Statistics awkward(std::uint64_t seed) {
  Draws draws(seed);
  const auto number = [&] { return std::pow(10.0, draws.uniform(-8, 16)) * draws.uniform(-1, 1); };
  Statistics out;
  out.components = 2;
  out.frames = {0.5, 2.0, -1.0, 3.0};
  for (int i = 0; i < 2; ++i) out.counts.push_back(number());
  for (int i = 0; i < 2; ++i) out.squares.push_back(number());
  for (int i = 0; i < 6; ++i) out.sums.push_back(number());
  out.total_weight = number();
  out.evidence = number();
  out.classification = number();
  return out;
}

Statistics merged(Statistics a, const Statistics& b) {
  a.merge(b);
  return a;
}

TEST(StatisticsMerge, AddsEverySum) {
  const Statistics a = awkward(1), b = awkward(2), both = merged(a, b);
  const std::vector<double> x = every_number(a), y = every_number(b), sum = every_number(both);
  const std::size_t frames = a.counts.size() + a.squares.size();
  for (std::size_t i = 0; i < sum.size(); ++i) {
    const bool frame = i >= frames && i < frames + a.frames.size();
    EXPECT_EQ(sum[i], frame ? x[i] : x[i] + y[i]) << i;
  }
}

TEST(StatisticsMerge, CommutesExactlyAndAssociatesWithinRounding) {
  const Statistics a = awkward(1), b = awkward(2), c = awkward(3);
  EXPECT_EQ(every_number(merged(a, b)), every_number(merged(b, a)));
  const std::vector<double> left = every_number(merged(merged(a, b), c));
  const std::vector<double> right = every_number(merged(a, merged(b, c)));
  const std::vector<double> x = every_number(a), y = every_number(b), z = every_number(c);
  for (std::size_t i = 0; i < left.size(); ++i)  // two additions either way
    EXPECT_NEAR(left[i], right[i],
                4 * laws::kEps * (std::abs(x[i]) + std::abs(y[i]) + std::abs(z[i])));
}

TEST(StatisticsMerge, OfNothingChangesNothing) {
  Statistics empty = awkward(1);
  for (auto* part : {&empty.counts, &empty.squares, &empty.sums}) part->assign(part->size(), 0.0);
  empty.total_weight = empty.evidence = empty.classification = 0;
  const Statistics a = awkward(2);
  EXPECT_EQ(every_number(merged(empty, a)), every_number(a));
}

TEST(StatisticsMerge, RefusesOtherFramesAndOtherShapesAndIsLeftUnchanged) {
  const Statistics a = awkward(1);
  Statistics moved = a, fewer = a, shorter = a;
  moved.frames[3] = std::nextafter(moved.frames[3], 10.0);
  fewer.components = 1;
  shorter.sums.pop_back();
  for (const Statistics& other : {moved, fewer, shorter}) {
    Statistics target = a;
    EXPECT_THROW(target.merge(other), std::invalid_argument);
    EXPECT_EQ(every_number(target), every_number(a));
  }
}

TEST(StatisticsMerge, HandsOutTheComponentsOwnParts) {
  const Statistics a = awkward(1);
  EXPECT_EQ(a.frame(1)[0], a.frames[2]);
  EXPECT_EQ(a.sum(1).size(), 3U);
  EXPECT_EQ(a.sum(1)[2], a.sums[5]);
}

TEST(MergeTree, GivesTheSameBitsForAnyNumberOfThreads) {
  const internal::MergeTree::Leaf leaf = [](std::size_t i, std::vector<double>) {
    return awkward(100 + i);
  };
  for (const std::size_t leaves : {1U, 2U, 3U, 7U, 33U, 64U}) {
    internal::ThreadTeam alone(1);
    const auto expected = every_number(internal::MergeTree::sum(leaves, alone, leaf));
    for (const std::size_t threads : {2U, 3U, 8U, 100U}) {
      internal::ThreadTeam team(threads);
      EXPECT_EQ(every_number(internal::MergeTree::sum(leaves, team, leaf)), expected)
          << leaves << " leaves, " << threads << " threads";
    }
  }
}

// The numbers really are awkward: another order of the same leaves gives other bits.
TEST(MergeTree, HasAnOrderThatMatters) {
  internal::ThreadTeam team(2);
  const auto sum = [&](bool backwards) {
    return every_number(internal::MergeTree::sum(16, team, [&](std::size_t i, std::vector<double>) {
      return awkward(backwards ? 15 - i : i);
    }));
  };
  Statistics line = awkward(0);
  for (std::uint64_t i = 1; i < 16; ++i) line.merge(awkward(i));
  EXPECT_NE(every_number(line), sum(false));
}

TEST(MergeTree, AsksForEveryLeafOnce) {
  internal::ThreadTeam team(3);
  std::vector<std::atomic<int>> asked(37);
  internal::MergeTree::sum(asked.size(), team, [&](std::size_t i, std::vector<double>) {
    ++asked[i];
    return awkward(i);
  });
  for (const auto& times : asked) EXPECT_EQ(times, 1);
}

// One room per level of the tree and thread, whatever the number of leaves.
TEST(MergeTree, HandsTheRoomOfMergedSumsToLaterLeaves) {
  internal::ThreadTeam team(1);
  std::size_t fresh = 0;
  for (int pass = 0; pass < 3; ++pass)
    internal::MergeTree::sum(64, team, [&](std::size_t i, std::vector<double> room) {
      fresh += room.empty() ? 1 : 0;
      Statistics out = awkward(i);
      std::swap(out.sums, room);
      out.sums.assign(room.begin(), room.end());
      return out;
    });
  EXPECT_LE(fresh, 3U * 7U);
}

}  // namespace
}  // namespace varimix
