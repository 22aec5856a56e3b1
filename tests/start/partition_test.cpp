// Automatic starts: a function of the data and the seed alone; in any unit, at any origin.
#include "start/partition.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

#include "support/reference_problems.hpp"

namespace varimix::test {
namespace {

using Labels = std::vector<std::int32_t>;

/// Every row with the nearest centre: of k-means on all rows, or of rows drawn alike.
Labels partition(const Data& data, std::size_t components, std::uint64_t seed, bool kmeans = true,
                 std::size_t threads = 1) {
  const Summary summary = summarize(data);
  const internal::Rows rows(data, summary);
  internal::ThreadTeam team(threads);
  if (!kmeans) return internal::random_partition(rows, components, seed, team);
  const internal::Standardizer standardize(summary);
  const internal::Points taking_part =
      internal::points_at(data, internal::sample_rows(rows, data.rows(), seed), standardize);
  const internal::Centres centres =
      internal::find_centres(taking_part, internal::labelled_means(data, standardize, components),
                             {.seed = seed, .refinements = 20});
  std::vector<std::size_t> all(data.rows());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return internal::assign(internal::points_at(data, all, standardize), centres);
}

Problem galaxies() { return problem("galaxies_k", NaiveFamily::gaussian, 4); }

TEST(Partition, CoversEveryComponentInTheOrderOfTheValues) {
  const Problem p = galaxies();
  for (const bool kmeans : {true, false}) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const Labels labels = partition(p.data(), 4, seed, kmeans);
      EXPECT_EQ(std::set<std::int32_t>(labels.begin(), labels.end()).size(), 4u);
      for (std::size_t a = 0; a < labels.size(); ++a)
        for (std::size_t b = 0; b < labels.size(); ++b)
          EXPECT_TRUE(p.naive.x[a] >= p.naive.x[b] || labels[a] <= labels[b]);
    }
  }
}

TEST(Partition, IsAFunctionOfTheSeed) {
  const Problem p = galaxies();
  for (const bool kmeans : {true, false}) {
    std::set<Labels> seen;
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
      EXPECT_EQ(partition(p.data(), 7, seed, kmeans), partition(p.data(), 7, seed, kmeans));
      seen.insert(partition(p.data(), 7, seed, kmeans));
    }
    EXPECT_GT(seen.size(), 1u);
  }
}

TEST(Partition, IsTheSameInAnyUnitAndAtAnyOrigin) {
  Problem p = galaxies();
  for (double& x : p.naive.x) x = std::round(x * 0x1p16) * 0x1p-16;
  for (const auto& [scale, shift] : {std::pair{1e6, 0.0}, {1e-6, 0.0}, {1.0, 1e8}}) {
    Problem q = p;
    for (double& x : q.naive.x) x = scale * x + shift;
    for (std::uint64_t seed = 0; seed < 10; ++seed)
      EXPECT_EQ(partition(q.data(), 4, seed), partition(p.data(), 4, seed))
          << scale << ' ' << shift;
  }
}

TEST(Partition, KeepsKnownLabels) {
  const Problem p = labelled(galaxies());
  for (const bool kmeans : {true, false}) {
    const Labels labels = partition(p.data(), 4, 3, kmeans);
    for (std::size_t n = 0; n < labels.size(); n += 4) EXPECT_EQ(labels[n], p.naive.label[n]);
  }
}

TEST(Partition, DrawsNoCentreFromARowOfNoWeight) {
  // All rows but those of two values are absent: these two are the centres of any start.
  std::vector<double> x, weights;
  for (int n = 0; n < 200; ++n) x.push_back(n), weights.push_back(n == 20 || n == 150 ? 1.0 : 0.0);
  const Data data = Data::view(x).with_weights(weights);
  for (const bool kmeans : {true, false}) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const Labels labels = partition(data, 2, seed, kmeans);
      for (int n = 0; n < 200; ++n)
        EXPECT_TRUE(n == 85 || labels[static_cast<std::size_t>(n)] == (n < 85 ? 0 : 1)) << n;
    }
  }
}

TEST(Partition, SkipsMissingCells) {
  Problem p = galaxies();
  for (std::size_t n = 0; n < p.naive.x.size(); n += 3)
    p.naive.x[n] = std::numeric_limits<double>::quiet_NaN();
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const Labels labels = partition(p.data(), 4, seed);
    std::set<std::int32_t> of_observed;
    for (std::size_t n = 0; n < labels.size(); ++n) {
      EXPECT_TRUE(labels[n] >= 0 && labels[n] < 4);
      if (!std::isnan(p.naive.x[n])) of_observed.insert(labels[n]);
    }
    EXPECT_EQ(of_observed.size(), 4u);
  }
}

TEST(Partition, OfFewerDistinctValuesThanComponentsLeavesTheRestEmpty) {
  const std::vector<double> x = {1, 1, 1, 5, 5};
  const Labels labels = partition(Data::view(x), 4, 0);
  EXPECT_EQ(labels[0], labels[2]);
  EXPECT_EQ(labels[3], labels[4]);
  EXPECT_NE(labels[0], labels[3]);
}

TEST(Partition, HasTheSameBitsForAnyNumberOfThreads) {
  std::mt19937_64 random(3);
  std::vector<double> x;
  for (int n = 0; n < 20000; ++n)
    x.push_back(uniform(random) + 2 * std::floor(3 * uniform(random)));
  const Labels one = partition(Data::view(x), 5, 9, false, 1);
  for (const std::size_t threads : {2U, 3U, 8U})
    EXPECT_EQ(partition(Data::view(x), 5, 9, false, threads), one);
}

// k-means++ with refinement separates three far groups from every seed.
TEST(Partition, FindsSeparatedGroups) {
  std::vector<double> x;
  for (int n = 0; n < 300; ++n) x.push_back(100.0 * (n % 3) + n % 7);
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Labels labels = partition(Data::view(x), 3, seed);
    for (int n = 0; n < 300; ++n) EXPECT_EQ(labels[static_cast<std::size_t>(n)], n % 3);
  }
}

}  // namespace
}  // namespace varimix::test
