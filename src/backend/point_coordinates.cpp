#include "backend/point_coordinates.hpp"

#include <algorithm>
#include <cmath>

namespace varimix::internal {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

// A weight of 0 has no logit; nothing this small can be told from 0 by any data set.
constexpr double kSmallestWeight = 1e-200;

std::span<double> span_of(VectorXd& v, Index first) {
  return {v.data() + first, static_cast<std::size_t>(v.size() - first)};
}

}  // namespace

VectorXd PointCoordinates::coordinates(const Point& point) const {
  const std::size_t components = point.weights.size();
  const DirectRules& direct = *model_.family().direct_rules();
  VectorXd out(static_cast<Index>(components + direct.coordinates(components)));
  for (std::size_t k = 0; k < components; ++k)
    out[static_cast<Index>(k)] = std::log(std::max(point.weights[k], kSmallestWeight));
  direct.to_coordinates(components, origin_, point.parameters,
                        span_of(out, static_cast<Index>(components)));
  return out;
}

Point PointCoordinates::point(const VectorXd& coordinates) const {
  const std::size_t components = model_.components();
  const auto k = static_cast<Index>(components);
  const Eigen::ArrayXd weights =
      (coordinates.head(k).array() - coordinates.head(k).maxCoeff()).exp();
  Point out;
  for (const double w : weights / weights.sum()) out.weights.push_back(w);
  out.parameters.resize(components * model_.family().sizes().point);
  VectorXd rest = coordinates.tail(coordinates.size() - k);
  model_.family().direct_rules()->from_coordinates(components, origin_, span_of(rest, 0), bounds_,
                                                   out.parameters);
  return out;
}

void PointCoordinates::differentiate(const Point& at, const Statistics& statistics,
                                     VectorXd& gradient, VectorXd& information) const {
  const std::size_t components = at.weights.size();
  const auto k = static_cast<Index>(components);
  const DirectRules& direct = *model_.family().direct_rules();
  gradient.resize(k + static_cast<Index>(direct.coordinates(components)));
  information.resizeLike(gradient);
  for (std::size_t j = 0; j < components; ++j) {
    const double expected = at.weights[j] * statistics.total_weight;
    gradient[static_cast<Index>(j)] = statistics.counts[j] - expected;
    information[static_cast<Index>(j)] = expected;
  }
  direct.gradient(statistics, origin_, at.parameters, bounds_, span_of(gradient, k),
                  span_of(information, k));
  // Only here, where entries are counts: those of the family have the data's unit.
  information.head(k) = information.head(k).cwiseMax(1e-10 * statistics.total_weight).eval();
}

}  // namespace varimix::internal
