#include "start/swap.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>

#include "belief/belief.hpp"
#include "start/random.hpp"

namespace varimix::internal {
namespace {

/// Where the share u of the masses' sum falls.
template <typename Mass>
std::size_t draw(std::size_t count, double u, const Mass& mass) {
  double total = 0;
  for (std::size_t i = 0; i < count; ++i) total += mass(i);
  double left = u * total;
  std::size_t last = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (!(mass(i) > 0)) continue;
    last = i;
    if ((left -= mass(i)) < 0) break;
  }
  return last;
}

}  // namespace

Swaps::Swaps(const Sample& sample, const Family& family, const Candidate& of, ThreadTeam& team)
    : sample_(sample),
      components_(of.statistics.components),
      r_(sample.points().size() * components_),
      missed_(components_, 0.0),
      spread_(components_, 0.0) {
  const Scorer scoring = scorer(family, of.belief);
  const std::vector<std::size_t> point = sample.point_of_row();
  visit_rows(
      sample.rows(), scoring.log_weights,
      [&](const Block& block, double* logits, std::size_t stride) {
        family.score(block, components_, scoring.components.data(), logits, stride);
      },
      Assignment::soft, team,
      [&](const Block& block, const double* r, std::size_t stride, const double*) {
        for (std::size_t n = 0; n < block.rows; ++n) {
          const std::size_t i = point[block.first_row + n];
          for (std::size_t k = 0; i < sample.points().size() && k < components_; ++k)
            r_[i * components_ + k] = r[k * stride + n];
        }
      });
  const Points& points = sample.points();
  team.run(components_, [&](std::size_t k) {
    std::vector<double> distances(points.size()), mean(points.columns);
    for (std::size_t d = 0; d < points.columns; ++d) {
      double sum = 0, weight = 0;
      for (std::size_t n = 0; n < points.size(); ++n) {
        const double z = points.column(d)[n], w = points.weights[n] * r_[n * components_ + k];
        if (!std::isnan(z)) sum += w * z, weight += w;
      }
      mean[d] = weight > 0 ? sum / weight : 0;
    }
    squared_distances(points, mean, distances.data());
    for (std::size_t n = 0; n < points.size(); ++n) {
      const double r = r_[n * components_ + k];
      spread_[k] += points.weights[n] * r * distances[n];
      missed_[k] -= points.weights[n] * std::log1p(-std::min(r, 1 - 1e-12));
    }
  });
}

std::size_t Swaps::removed(std::size_t proposal) const {
  std::vector<std::size_t> order(components_);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return missed_[a] < missed_[b]; });
  return order[proposal % std::min<std::size_t>(3, components_)];
}

std::size_t Swaps::divided(std::size_t proposal, std::size_t removed, std::uint64_t seed) const {
  const bool by_spread = proposal % 2 == 0;
  return draw(components_, uniform(seed, 0, 0), [&](std::size_t k) {
    return k == removed ? 0.0 : by_spread ? spread_[k] : 1.0;
  });
}

std::vector<bool> Swaps::halves(std::size_t component, std::uint64_t seed) const {
  const Points& points = sample_.points();
  const auto mass = [&](std::size_t n) {
    return points.weights[n] * r_[n * components_ + component];
  };
  std::vector<double> near(points.size()), far(points.size());
  squared_distances(points, points.at(draw(points.size(), uniform(seed, 1, 0), mass)), near.data());
  const std::size_t second =
      draw(points.size(), uniform(seed, 2, 0), [&](std::size_t n) { return mass(n) * near[n]; });
  squared_distances(points, points.at(second), far.data());
  std::vector<bool> out(points.size());
  for (std::size_t n = 0; n < out.size(); ++n) out[n] = far[n] < near[n];
  return out;
}

GivenResponsibilities Swaps::propose(std::size_t proposal, std::uint64_t seed) const {
  const std::size_t from = removed(proposal), to = divided(proposal, from, seed);
  const std::vector<bool> moved = halves(to, seed);
  auto r = std::make_shared<std::vector<double>>(r_);
  for (std::size_t n = 0; n < moved.size(); ++n) {
    double* of = r->data() + n * components_;
    const double left = 1 - of[from];
    of[from] = 0;
    // A row that was wholly its own: shared alike.
    for (std::size_t k = 0; k < components_; ++k)
      if (k != from)
        of[k] = left > 1e-9 ? of[k] / left : 1.0 / static_cast<double>(components_ - 1);
    if (moved[n]) std::swap(of[from], of[to]);
  }
  return [r, point = sample_.point_of_row(), components = components_](
             const Block& block, double* out, std::size_t stride) {
    for (std::size_t n = 0; n < block.rows; ++n) {
      const std::size_t i = point[block.first_row + n];
      for (std::size_t k = 0; k < components; ++k)
        out[k * stride + n] = i * components < r->size() ? (*r)[i * components + k]
                                                         : 1.0 / static_cast<double>(components);
    }
  };
}

}  // namespace varimix::internal
