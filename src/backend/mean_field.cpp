#include "backend/mean_field.hpp"

#include <algorithm>
#include <cmath>

#include "belief/belief.hpp"

namespace varimix::internal {

Belief ConjugateRule::update(const Statistics& statistics) {
  Posterior out;
  out.weights = weights_posterior(model_.weights_prior(), statistics.counts);
  out.hyperparameters.resize(statistics.components * model_.family().sizes().posterior);
  model_.family().conjugate_rules()->posterior(statistics, model_.hyperparameters(),
                                               out.hyperparameters);
  return out;
}

double ConjugateRule::penalty(const Belief& belief) const {
  return divergence(model_, std::get<Posterior>(belief));
}

double PointMassRule::penalty(const Belief& belief) const {
  return -log_prior(model_, std::get<Point>(belief));
}

Belief PointMassRule::update(const Statistics& statistics) {
  Point point;
  std::vector<double> eta;
  for (std::size_t k = 0; k < statistics.components; ++k)
    // In brackets: a count of 1e-17 must not be rounded away by a one.
    eta.push_back(std::log(statistics.counts[k] + (model_.weights_prior().concentration[k] - 1)));
  const double highest = *std::max_element(eta.begin(), eta.end());
  double log_normalizer = 0;
  for (const double e : eta) log_normalizer += std::exp(e - highest);
  log_normalizer = highest + std::log(log_normalizer);
  for (const double e : eta) point.weights.push_back(std::exp(e - log_normalizer));
  point.parameters.resize(statistics.components * model_.family().sizes().point);
  model_.family().point_mass_rules()->point_mass(statistics, model_.hyperparameters(), bounds_,
                                                 point.parameters);
  return point;
}

}  // namespace varimix::internal
