#include "backend/expectation_maximization.hpp"

#include "belief/belief.hpp"

namespace varimix::internal {

Belief ExpectationMaximizationRule::update(const Statistics& statistics) {
  const Family& family = model_.family();
  const std::size_t components = statistics.components;
  const bool map = options_.estimate == ExpectationMaximization::Estimate::posterior_mode;
  Point point;
  point.parameters.resize(components * family.sizes().point);
  double total = 0;
  for (std::size_t k = 0; k < components; ++k) {
    point.weights.push_back(statistics.counts[k] +
                            (map ? model_.weights_prior().concentration[k] - 1 : 0.0));
    total += point.weights.back();
  }
  for (double& weight : point.weights) weight /= total;
  if (!map) {
    family.estimate_rules()->estimate(statistics, bounds_, point.parameters);
    return point;
  }
  std::vector<double> posterior(components * family.sizes().posterior);
  family.conjugate_rules()->posterior(statistics, model_.hyperparameters(), posterior);
  family.conjugate_rules()->mode(components, posterior, bounds_, point.parameters);
  return point;
}

double ExpectationMaximizationRule::penalty(const Belief& belief) const {
  if (options_.estimate == ExpectationMaximization::Estimate::maximum_likelihood) return 0;
  return -log_prior(model_, std::get<Point>(belief));
}

}  // namespace varimix::internal
