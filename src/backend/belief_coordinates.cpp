#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "backend/acceleration.hpp"
#include "belief/belief.hpp"

namespace varimix::internal {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

void append(VectorXd& out, Index& place, const std::vector<double>& values) {
  for (const double v : values) out[place++] = v;
}

std::vector<double> take(const VectorXd& from, Index& place, std::size_t count) {
  std::vector<double> out(count);
  for (double& v : out) v = from[place++];
  return out;
}

/// No component can hold fewer rows than none.
bool above_prior(const WeightsPosterior& weights, const WeightsPrior& prior) {
  const bool sticks = prior.kind == WeightsPrior::Kind::stick_breaking;
  for (std::size_t k = 0; k < weights.alpha.size(); ++k)
    if (!(weights.alpha[k] >= (sticks ? 1.0 : prior.concentration[k]))) return false;
  for (const double b : weights.beta)
    if (!(b >= prior.concentration[0])) return false;
  return true;
}

}  // namespace

Point BeliefCoordinates::summary(const Belief& belief) const {
  std::vector<std::string> ignored;
  return point_summary(model_.family(), belief, ignored);
}

void BeliefCoordinates::lay_out(const Belief& belief, const Statistics& statistics) {
  const Point point = summary(belief);
  points_.lay_out(point);
  VectorXd gradient, information;
  points_.differentiate(point, statistics, gradient, information);
  scale_ = information.cwiseMax(0).cwiseSqrt();
}

VectorXd BeliefCoordinates::measured(const Belief& belief) const {
  return scale_.cwiseProduct(points_.coordinates(summary(belief)));
}

VectorXd BeliefCoordinates::coordinates(const Belief& belief) const {
  if (const Point* point = std::get_if<Point>(&belief)) return points_.coordinates(*point);
  const Posterior& q = std::get<Posterior>(belief);
  VectorXd out(static_cast<Index>(q.weights.alpha.size() + q.weights.beta.size() +
                                  q.hyperparameters.size()));
  Index place = 0;
  append(out, place, q.weights.alpha);
  append(out, place, q.weights.beta);
  append(out, place, q.hyperparameters);
  return out;
}

std::optional<Belief> BeliefCoordinates::belief(const VectorXd& coordinates,
                                                const Belief& like) const {
  if (!coordinates.allFinite()) return std::nullopt;
  if (std::holds_alternative<Point>(like)) {
    Point out = points_.point(coordinates);
    for (const double v : out.parameters)
      if (!std::isfinite(v)) return std::nullopt;
    return out;
  }
  Posterior out = std::get<Posterior>(like);
  Index place = 0;
  out.weights.alpha = take(coordinates, place, out.weights.alpha.size());
  out.weights.beta = take(coordinates, place, out.weights.beta.size());
  out.hyperparameters = take(coordinates, place, out.hyperparameters.size());
  if (!above_prior(out.weights, model_.weights_prior()) || !inside_domain(out)) return std::nullopt;
  return out;
}

/// Every family can tell by reading what it has described.
bool BeliefCoordinates::inside_domain(Posterior& posterior) const {
  const ConjugateRules& rules = *model_.family().conjugate_rules();
  try {
    posterior.hyperparameters =
        rules.read(rules.describe(model_.components(), posterior.hyperparameters));
    return true;
  } catch (const std::invalid_argument&) {
    return false;
  }
}

}  // namespace varimix::internal
