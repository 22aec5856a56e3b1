#include "start/kmeans.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "math/sums.hpp"
#include "start/random.hpp"

namespace varimix::internal {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

bool is_known(const std::vector<double>& centre) { return !std::isnan(centre[0]); }

class Seeding {
 public:
  Seeding(const Points& points, const SeedOptions& options, std::size_t components)
      : points_(points),
        options_(options),
        components_(components),
        nearest_(points.size(), kInfinity),
        distances_(points.size()) {}

  void add(const std::vector<double>& centre) {
    ++seeds_;
    squared_distances(points_, centre, distances_.data());
    for (std::size_t n = 0; n < points_.size(); ++n)
      nearest_[n] = std::min(nearest_[n], distances_[n]);
  }

  /// Greedy k-means++: of a few draws, the one that lowers the potential most
  /// [ArthurVassilvitskii2007].
  std::vector<double> next() {
    const bool by_distance = options_.spread && seeds_ > 0;
    const std::vector<double> cumulative = cumulative_mass(by_distance);
    // No point differs from every seed: a component without rows, at the data's centre.
    if (!(cumulative.back() > 0)) return std::vector<double>(points_.columns, 0.0);
    const int tries = by_distance ? 2 + static_cast<int>(std::log(components_)) : 1;
    std::vector<double> best;
    double lowest = kInfinity;
    for (int t = 0; t < tries; ++t) {
      const double u = uniform(options_.seed, seeds_, static_cast<std::uint64_t>(t));
      std::vector<double> candidate = points_.at(place(cumulative, u * cumulative.back()));
      const double potential = tries > 1 ? potential_with(candidate) : 0.0;
      if (potential >= lowest) continue;
      lowest = potential;
      best = std::move(candidate);
    }
    return best;
  }

 private:
  std::vector<double> cumulative_mass(bool by_distance) const {
    std::vector<double> out(points_.size());
    double total = 0;
    for (std::size_t n = 0; n < out.size(); ++n) {
      const double mass = by_distance ? nearest_[n] : nearest_[n] > 0 ? 1.0 : 0.0;
      if (points_.labels[n] == kLatent) total += points_.weights[n] * mass;
      out[n] = total;
    }
    return out;
  }
  /// The point in whose share of the mass `at` falls.
  static std::size_t place(const std::vector<double>& cumulative, double at) {
    auto found = std::upper_bound(cumulative.begin(), cumulative.end(), at);
    // Rounding may put `at` on the very end: the last point that has mass.
    if (found == cumulative.end())
      found = std::lower_bound(cumulative.begin(), cumulative.end(), cumulative.back());
    return static_cast<std::size_t>(found - cumulative.begin());
  }
  double potential_with(const std::vector<double>& candidate) {
    squared_distances(points_, candidate, distances_.data());
    return lane_sum(points_.size(), [&](std::size_t n) {
      return points_.weights[n] * std::min(nearest_[n], distances_[n]);
    });
  }

  const Points& points_;
  const SeedOptions& options_;
  std::size_t components_, seeds_ = 0;
  std::vector<double> nearest_;  ///< [M] squared distance to the nearest seed so far
  std::vector<double> distances_;
};

/// Every centre to the mean of its points.
void recentre(const Points& points, const std::vector<std::int32_t>& component, Centres& centres) {
  std::vector<double> sums(centres.size()), weights(centres.size());
  for (std::size_t d = 0; d < points.columns; ++d) {
    std::fill(sums.begin(), sums.end(), 0.0);
    std::fill(weights.begin(), weights.end(), 0.0);
    const double* z = points.column(d);
    for (std::size_t n = 0; n < points.size(); ++n) {
      if (std::isnan(z[n])) continue;
      const auto k = static_cast<std::size_t>(component[n]);
      sums[k] += points.weights[n] * z[n];
      weights[k] += points.weights[n];
    }
    for (std::size_t k = 0; k < centres.size(); ++k)
      if (weights[k] > 0) centres[k][d] = sums[k] / weights[k];
  }
}

}  // namespace

Centres labelled_means(const Data& data, const Standardizer& standardize, std::size_t components) {
  const std::size_t columns = data.columns();
  Centres out(components, std::vector<double>(columns, std::numeric_limits<double>::quiet_NaN()));
  if (data.labels().empty()) return out;
  Centres sums(components, std::vector<double>(columns, 0.0)), weights = sums;
  std::vector<bool> seen(components, false);
  for (std::size_t n = 0; n < data.rows(); ++n) {
    if (data.label(n) == kLatent || data.weight(n) == 0) continue;
    const auto k = static_cast<std::size_t>(data.label(n));
    seen[k] = true;
    for (std::size_t d = 0; d < columns; ++d) {
      const double z = standardize(data.value(n, d), d);
      if (std::isnan(z)) continue;
      sums[k][d] += data.weight(n) * z;
      weights[k][d] += data.weight(n);
    }
  }
  for (std::size_t k = 0; k < components; ++k)
    for (std::size_t d = 0; seen[k] && d < columns; ++d)
      out[k][d] = weights[k][d] > 0 ? sums[k][d] / weights[k][d] : 0.0;
  return out;
}

std::vector<std::int32_t> assign(const Points& points, const Centres& centres) {
  std::vector<std::int32_t> out(points.size(), 0);
  std::vector<double> lowest(points.size()), distances(points.size());
  squared_distances(points, centres[0], lowest.data());
  for (std::size_t k = 1; k < centres.size(); ++k) {
    squared_distances(points, centres[k], distances.data());
    for (std::size_t n = 0; n < points.size(); ++n) {
      if (!(distances[n] < lowest[n])) continue;
      lowest[n] = distances[n];
      out[n] = static_cast<std::int32_t>(k);
    }
  }
  for (std::size_t n = 0; n < points.size(); ++n)
    if (points.labels[n] != kLatent) out[n] = points.labels[n];
  return out;
}

Centres find_centres(const Points& points, const Centres& known, const SeedOptions& options) {
  Centres centres = known;
  Seeding seeding(points, options, known.size());
  for (const std::vector<double>& centre : known)
    if (is_known(centre)) seeding.add(centre);
  for (std::vector<double>& centre : centres) {
    if (is_known(centre)) continue;
    centre = seeding.next();
    seeding.add(centre);
  }
  std::vector<std::int32_t> before;
  for (int i = 0; i < options.refinements; ++i) {
    std::vector<std::int32_t> component = assign(points, centres);
    if (component == before) break;
    before = std::move(component);
    recentre(points, before, centres);
  }
  if (std::none_of(known.begin(), known.end(), is_known)) std::sort(centres.begin(), centres.end());
  return centres;
}

}  // namespace varimix::internal
