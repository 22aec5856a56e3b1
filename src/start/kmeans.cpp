#include "start/kmeans.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "start/random.hpp"

namespace varimix::internal {
namespace {

constexpr int kRefinements = 20;

bool is_known(const std::vector<double>& centre) { return !std::isnan(centre[0]); }

class Seeding {
 public:
  Seeding(const Points& points, const SeedOptions& options, std::size_t components)
      : points_(points),
        options_(options),
        components_(components),
        nearest_(points.size(), std::numeric_limits<double>::infinity()) {}

  void add(const std::vector<double>& centre) {
    ++seeds_;
    for (std::size_t n = 0; n < points_.size(); ++n)
      nearest_[n] = std::min(nearest_[n], squared_distance(points_.row(n), centre));
  }

  /// Greedy k-means++: of a few draws, the one that lowers the potential most
  /// [ArthurVassilvitskii2007].
  std::vector<double> next() const {
    const bool by_distance = options_.refine && seeds_ > 0;
    const std::vector<double> cumulative = cumulative_mass(by_distance);
    // No point differs from every seed: a component without rows, at the data's centre.
    if (!(cumulative.back() > 0)) return std::vector<double>(points_.columns, 0.0);
    const int tries = by_distance ? 2 + static_cast<int>(std::log(components_)) : 1;
    std::vector<double> best;
    double lowest = std::numeric_limits<double>::infinity();
    for (int t = 0; t < tries; ++t) {
      const double u = uniform(options_.seed, seeds_, static_cast<std::uint64_t>(t));
      std::vector<double> candidate = centre_at(cumulative, u * cumulative.back());
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
  /// The point in whose share of the mass `at` falls; its missing cells at the column's mean.
  std::vector<double> centre_at(const std::vector<double>& cumulative, double at) const {
    const auto found = std::upper_bound(cumulative.begin(), cumulative.end(), at);
    // Rounding may put `at` on the very end: the last point that has mass.
    const auto place =
        found == cumulative.end()
            ? std::lower_bound(cumulative.begin(), cumulative.end(), cumulative.back())
            : found;
    const auto row = points_.row(static_cast<std::size_t>(place - cumulative.begin()));
    std::vector<double> out(row.begin(), row.end());
    for (double& z : out)
      if (std::isnan(z)) z = 0;
    return out;
  }
  double potential_with(const std::vector<double>& candidate) const {
    double sum = 0;
    for (std::size_t n = 0; n < points_.size(); ++n)
      sum +=
          points_.weights[n] * std::min(nearest_[n], squared_distance(points_.row(n), candidate));
    return sum;
  }

  const Points& points_;
  const SeedOptions& options_;
  std::size_t components_, seeds_ = 0;
  std::vector<double> nearest_;  ///< [M] squared distance to the nearest seed so far
};

/// One round of Lloyd's algorithm; returns whether any point changed its component.
bool refine(const Points& points, Centres& centres, std::vector<std::size_t>& component) {
  bool changed = false;
  Centres sums(centres.size(), std::vector<double>(points.columns, 0.0)), weights = sums;
  for (std::size_t n = 0; n < points.size(); ++n) {
    const std::int32_t label = points.labels[n];
    const std::size_t k =
        label != kLatent ? static_cast<std::size_t>(label) : nearest(points.row(n), centres);
    changed = changed || component[n] != k;
    component[n] = k;
    for (std::size_t d = 0; d < points.columns; ++d) {
      if (std::isnan(points.row(n)[d])) continue;
      sums[k][d] += points.weights[n] * points.row(n)[d];
      weights[k][d] += points.weights[n];
    }
  }
  for (std::size_t k = 0; k < centres.size(); ++k)
    for (std::size_t d = 0; d < points.columns; ++d)
      if (weights[k][d] > 0) centres[k][d] = sums[k][d] / weights[k][d];
  return changed;
}

}  // namespace

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
  std::vector<std::size_t> component(points.size(), known.size());
  for (int i = 0; options.refine && i < kRefinements; ++i)
    if (!refine(points, centres, component)) break;
  if (std::none_of(known.begin(), known.end(), is_known)) std::sort(centres.begin(), centres.end());
  return centres;
}

}  // namespace varimix::internal
