// Merging of components: the entropy path against one recomputed from scratch, and what it is for.
#include "varimix/merge.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

#include "support/reference_problems.hpp"
#include "varimix/predict.hpp"

namespace varimix::test {
namespace {

/// Ent = -sum_n w_n sum_m t_nm log t_nm, in long double, from the components' responsibilities.
Real naive_entropy(const std::vector<double>& r, std::size_t components,
                   const std::vector<double>& weights, const Clusters& clusters) {
  Real out = 0;
  for (std::size_t n = 0; n < weights.size(); ++n) {
    for (const auto& cluster : clusters) {
      Real t = 0;
      for (const std::size_t k : cluster) t += static_cast<Real>(r[n * components + k]);
      if (t > 0) out -= static_cast<Real>(weights[n]) * t * std::log(t);
    }
  }
  return out;
}

Clusters joined(Clusters clusters, std::size_t a, std::size_t b) {
  clusters[a].insert(clusters[a].end(), clusters[b].begin(), clusters[b].end());
  std::sort(clusters[a].begin(), clusters[a].end());
  clusters.erase(clusters.begin() + static_cast<std::ptrdiff_t>(b));
  return clusters;
}

/// Tries every pair at every step and takes the one of least entropy.
std::vector<Clusters> naive_path(const std::vector<double>& r, std::size_t components,
                                 const std::vector<double>& weights) {
  std::vector<Clusters> out(1);
  for (std::size_t k = 0; k < components; ++k) out[0].push_back({k});
  while (out.back().size() > 1) {
    std::optional<Clusters> best;
    for (std::size_t a = 0; a < out.back().size(); ++a) {
      for (std::size_t b = a + 1; b < out.back().size(); ++b) {
        const Clusters tried = joined(out.back(), a, b);
        if (!best || naive_entropy(r, components, weights, tried) <
                         naive_entropy(r, components, weights, *best))
          best = tried;
      }
    }
    out.push_back(*best);
  }
  return out;
}

struct RandomRows {
  std::vector<double> r, weights;
};

RandomRows random_responsibilities(std::size_t rows, std::size_t components, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  RandomRows out;
  for (std::size_t n = 0; n < rows; ++n) {
    double sum = 0;
    for (std::size_t k = 0; k < components; ++k) {
      // Sharp and blunt rows, and zeros in between.
      const double e = std::pow(uniform(random), 1 + static_cast<double>(n % 9));
      out.r.push_back(uniform(random) < 0.1 && k > 0 ? 0.0 : e + 1e-300);
      sum += out.r.back();
    }
    for (std::size_t k = 0; k < components; ++k) out.r[n * components + k] /= sum;
    out.weights.push_back(n % 7 == 0 ? 0.0 : 0.5 + uniform(random));
  }
  return out;
}

TEST(Merge, TakesThePairOfLeastEntropyAtEveryStep) {
  for (const std::size_t components : {2u, 3u, 5u, 8u}) {
    const RandomRows t = random_responsibilities(200, components, components);
    const MergePath path = merge_components(t.r, components, t.weights);
    const std::vector<Clusters> naive = naive_path(t.r, components, t.weights);
    ASSERT_EQ(path.mergings.size(), components - 1);
    for (std::size_t count = 1; count <= components; ++count) {
      EXPECT_EQ(path.clusters(count), naive[components - count]);
      // 200 rows of K terms of size one, each a few eps off.
      EXPECT_NEAR(
          path.entropy_of(count),
          static_cast<double>(naive_entropy(t.r, components, t.weights, naive[components - count])),
          1e-11);
    }
    for (std::size_t i = 0; i < path.mergings.size(); ++i) {
      const std::size_t count = components - i;
      EXPECT_NEAR(path.mergings[i].drop, path.entropy_of(count) - path.entropy_of(count - 1),
                  1e-11);
      EXPECT_GE(path.mergings[i].drop, 0);
    }
  }
}

TEST(Merge, EndsInOneClusterWithoutEntropy) {
  const RandomRows t = random_responsibilities(100, 4, 1);
  const MergePath path = merge_components(t.r, 4, t.weights);
  EXPECT_NEAR(path.entropy_of(1), 0, 1e-13);
  EXPECT_EQ(path.clusters(1), (Clusters{{0, 1, 2, 3}}));
  EXPECT_EQ(path.clusters(4), (Clusters{{0}, {1}, {2}, {3}}));
  const std::vector<double> one = cluster_responsibilities(t.r, 4, path.clusters(1));
  ASSERT_EQ(one.size(), 100u);
  for (const double t_n : one) EXPECT_NEAR(t_n, 1, 1e-14);
  EXPECT_EQ(cluster_responsibilities(t.r, 4, path.clusters(4)), t.r);
}

TEST(Merge, CountsTheWeightOfRowsWhoseLikeliestClusterIsMerged) {
  const std::vector<double> r = {0.6, 0.4, 0.0, 0.3, 0.7, 0.0, 0.1, 0.1, 0.8, 0.0, 0.0, 1.0};
  const MergePath path = merge_components(r, 3, std::vector<double>{1, 2, 4, 8});
  EXPECT_EQ(path.mergings[0].first, (std::vector<std::size_t>{0}));
  EXPECT_EQ(path.mergings[0].second, (std::vector<std::size_t>{1}));
  EXPECT_DOUBLE_EQ(path.mergings[0].merged_weight, 3);
  EXPECT_DOUBLE_EQ(path.mergings[1].merged_weight, 15);
  EXPECT_DOUBLE_EQ(path.total_weight, 15);
}

/// One skewed cluster (an exponential's quantiles) that two Gaussians share, and one Gaussian far
/// away.
std::vector<double> skewed_and_far() {
  std::vector<double> x;
  for (int i = 0; i < 300; ++i) x.push_back(-2 * std::log1p(-(i + 0.5) / 300));
  for (int i = 0; i < 200; ++i) x.push_back(40 + 1.5 * std::tan(1.2 * ((i + 0.5) / 100 - 1)));
  return x;
}

TEST(Merge, PutsTwoComponentsOfOneSkewedClusterTogether) {
  const std::vector<double> x = skewed_and_far();
  const Data data = Data::view(x);
  for (const Backend& backend : {em(), vb()}) {
    FitOptions options;
    options.restarts = 5;
    const Fit fit = varimix::fit(Model(3, gaussian()), data, backend, options);
    std::set<std::size_t> near;
    for (std::size_t k = 0; k < 3; ++k)
      if (fit.mean(k)[0] < 20) near.insert(k);
    ASSERT_EQ(near.size(), 2u);
    const MergePath path = merge_components(fit, data);
    ASSERT_EQ(path.suggested(), 2u);
    for (const auto& cluster : path.clusters(2))
      EXPECT_EQ(cluster.size(), near.contains(cluster[0]) ? 2u : 1u);
    const std::vector<double> t =
        cluster_responsibilities(predict(fit, data).responsibilities, 3, path.clusters(2));
    const std::size_t of_near = path.clusters(2)[0].size() == 2 ? 0 : 1;
    for (std::size_t n = 0; n < x.size(); ++n) EXPECT_EQ(t[2 * n + of_near] > 0.5, x[n] < 20) << n;
  }
}

TEST(Merge, SuggestsTheBendOfAnEntropyThatFallsFastAndThenSlowly) {
  // Six components in three pairs: within a pair rows are shared, between pairs hardly.
  std::vector<double> r;
  for (std::size_t n = 0; n < 600; ++n) {
    std::vector<double> row(6, 0.0025);
    row[2 * (n % 3)] = row[2 * (n % 3) + 1] = 0.495;
    r.insert(r.end(), row.begin(), row.end());
  }
  const MergePath path = merge_components(r, 6);
  EXPECT_EQ(path.suggested(), 3u);
  EXPECT_EQ(path.clusters(3), (Clusters{{0, 1}, {2, 3}, {4, 5}}));
}

TEST(Merge, LeavesComponentsThatHardlyOverlapAlone) {
  std::vector<double> r;
  for (std::size_t n = 0; n < 300; ++n)
    for (std::size_t k = 0; k < 3; ++k) r.push_back(n % 3 == k ? 1 - 2e-5 : 1e-5);
  EXPECT_EQ(merge_components(r, 3).suggested(), 3u);
  EXPECT_EQ(merge_components(std::vector<double>{0.5, 0.5, 0.2, 0.8}, 2).suggested(), std::nullopt);
  const MergePath one = merge_components(std::vector<double>{1, 1, 1}, 1);
  EXPECT_TRUE(one.mergings.empty());
  EXPECT_EQ(one.suggested(), std::nullopt);
  EXPECT_EQ(one.entropy, 0);
}

TEST(Merge, WeightsAreRepeatedRowsAndEmptyRowsCountForNothing) {
  const std::vector<double> x = skewed_and_far();
  const Fit fit = varimix::fit(Model(3, gaussian()), Data::view(x), ExpectationMaximization{});
  std::vector<double> twice = x, weights(x.size(), 2.0);
  twice.insert(twice.end(), x.begin(), x.end());
  std::vector<double> longer = x;
  longer.push_back(std::numeric_limits<double>::quiet_NaN());
  weights.push_back(5);
  const MergePath a = merge_components(fit, Data::view(twice));
  const MergePath b = merge_components(fit, Data::view(longer).with_weights(weights));
  EXPECT_EQ(a.clusters(2), b.clusters(2));
  EXPECT_DOUBLE_EQ(a.total_weight, b.total_weight);
  for (std::size_t count = 1; count <= 3; ++count)
    EXPECT_NEAR(a.entropy_of(count), b.entropy_of(count), 1e-11);  // sums of 1000 terms
}

TEST(Merge, RefusesWhatAreNoResponsibilities) {
  const auto refused = [](const std::vector<double>& r, std::size_t components,
                          const std::vector<double>& weights, const std::string& part) {
    try {
      merge_components(r, components, weights);
      ADD_FAILURE() << part;
    } catch (const std::invalid_argument& error) {
      EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
    }
  };
  refused({0.5, 0.5, 1}, 2, {}, "no rows of 2");
  refused({0.5, 0.6}, 2, {}, "row 1: the responsibilities sum to 1.1");
  refused({1.5, -0.5}, 2, {}, "row 1: responsibility -0.5");
  refused({0.5, 0.5}, 2, {1, 1}, "2 weights for 1 rows");
  refused({0.5, 0.5}, 2, {-1}, "row 1: the weight is -1");
  const MergePath path = merge_components(std::vector<double>{0.5, 0.5}, 2);
  EXPECT_THROW(path.clusters(3), std::invalid_argument);
  EXPECT_THROW(path.entropy_of(0), std::invalid_argument);
}

}  // namespace
}  // namespace varimix::test
