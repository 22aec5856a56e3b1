// Which component is which, against all permutations.
#include "uncertainty/match_components.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace varimix::internal {
namespace {

double cost_of(const std::vector<double>& cost, const std::vector<std::size_t>& s) {
  double sum = 0;
  for (std::size_t k = 0; k < s.size(); ++k) sum += cost[k * s.size() + s[k]];
  return sum;
}

double least_of_all_permutations(const std::vector<double>& cost, std::size_t size) {
  std::vector<std::size_t> s(size);
  std::iota(s.begin(), s.end(), std::size_t{0});
  double least = cost_of(cost, s);
  while (std::next_permutation(s.begin(), s.end())) least = std::min(least, cost_of(cost, s));
  return least;
}

bool is_permutation_of_all(std::vector<std::size_t> s) {
  std::sort(s.begin(), s.end());
  for (std::size_t k = 0; k < s.size(); ++k)
    if (s[k] != k) return false;
  return true;
}

TEST(CheapestAssignment, IsTheCheapestOfAllPermutations) {
  std::mt19937 random(1);
  std::uniform_real_distribution<double> any(-3, 5);
  for (std::size_t size = 1; size <= 6; ++size) {
    for (int trial = 0; trial < 200; ++trial) {
      std::vector<double> cost(size * size);
      // Every other one of few different whole numbers: many ties.
      for (double& c : cost) c = trial % 2 == 0 ? any(random) : std::floor(any(random));
      const std::vector<std::size_t> s = cheapest_assignment(cost, size);
      ASSERT_TRUE(is_permutation_of_all(s));
      // Sums of at most 6 terms below 5.
      EXPECT_NEAR(cost_of(cost, s), least_of_all_permutations(cost, size), 1e-13) << size;
    }
  }
}

TEST(CheapestAssignment, HasNothingToDoForNoComponent) {
  EXPECT_TRUE(cheapest_assignment({}, 0).empty());
}

/// [N x K], rows sum to 1.
std::vector<double> random_responsibilities(std::size_t rows, std::size_t components,
                                            std::mt19937& random) {
  std::uniform_real_distribution<double> any(0, 1);
  std::vector<double> out(rows * components);
  for (std::size_t n = 0; n < rows; ++n) {
    double sum = 0;
    for (std::size_t k = 0; k < components; ++k)
      sum += out[n * components + k] = std::pow(any(random), 4);
    for (std::size_t k = 0; k < components; ++k) out[n * components + k] /= sum;
  }
  return out;
}

double squared_distance(const std::vector<double>& q, const std::vector<double>& r,
                        const std::vector<double>& weights, const std::vector<std::size_t>& s) {
  double sum = 0;
  for (std::size_t n = 0; n < weights.size(); ++n)
    for (std::size_t k = 0; k < s.size(); ++k)
      sum += weights[n] * std::pow(q[n * s.size() + k] - r[n * s.size() + s[k]], 2);
  return sum;
}

TEST(MatchComponents, MinimisesTheSquaredDistanceOfResponsibilities) {
  std::mt19937 random(2);
  const std::vector<double> weights = {1, 2, 0.5, 0, 1, 3, 1};
  for (std::size_t components = 2; components <= 5; ++components) {
    for (int trial = 0; trial < 50; ++trial) {
      const auto q = random_responsibilities(weights.size(), components, random);
      const auto r = random_responsibilities(weights.size(), components, random);
      const auto s = match_components(overlaps(q, r, components, weights), components);
      std::vector<std::size_t> other(components);
      std::iota(other.begin(), other.end(), std::size_t{0});
      do {
        EXPECT_LE(squared_distance(q, r, weights, s),
                  squared_distance(q, r, weights, other) + 1e-13);
      } while (std::next_permutation(other.begin(), other.end()));
    }
  }
}

TEST(MatchComponents, FindsRenamedComponents) {
  std::mt19937 random(3);
  const std::vector<std::size_t> renamed = {2, 0, 3, 1};
  const auto q = random_responsibilities(20, 4, random);
  std::vector<double> r(q.size());
  for (std::size_t n = 0; n < 20; ++n)
    for (std::size_t k = 0; k < 4; ++k) r[n * 4 + renamed[k]] = q[n * 4 + k];
  EXPECT_EQ(match_components(overlaps(q, r, 4, {}), 4), renamed);
}

TEST(MatchComponents, LeavesComponentsThatAreKnownWhereTheyAre) {
  // All overlap says: 0 is 1, 1 is 2, 2 is 0. But 1 is known.
  const std::vector<double> overlap = {0, 9, 1, 0, 0, 9, 9, 0, 0};
  EXPECT_EQ(match_components(overlap, 3), (std::vector<std::size_t>{1, 2, 0}));
  EXPECT_EQ(match_components(overlap, 3, {false, true, false}),
            (std::vector<std::size_t>{2, 1, 0}));
}

}  // namespace
}  // namespace varimix::internal
