#include "belief/belief.hpp"

#include <cmath>
#include <numeric>

#include "conjugate/dirichlet.hpp"

namespace varimix::internal {

Scorer scorer(const Family& family, const Belief& belief) {
  Scorer out;
  if (const Point* point = std::get_if<Point>(&belief)) {
    const std::size_t components = point->weights.size();
    for (const double w : point->weights) out.log_weights.push_back(std::log(w));
    out.components.resize(components * family.sizes().scorer);
    family.scorers(components, point->parameters, out.components);
    return out;
  }
  const Posterior& posterior = std::get<Posterior>(belief);
  out.log_weights = expected_log_weights(posterior.weights);
  out.components.resize(out.log_weights.size() * family.sizes().scorer);
  family.conjugate_rules()->expect(out.log_weights.size(), posterior.hyperparameters,
                                   out.components);
  return out;
}

std::vector<double> expected_weights(const WeightsPosterior& posterior) {
  if (posterior.kind == WeightsPrior::Kind::stick_breaking)
    return sticks_mean(posterior.alpha, posterior.beta);
  const double total = std::accumulate(posterior.alpha.begin(), posterior.alpha.end(), 0.0);
  std::vector<double> out = posterior.alpha;
  for (double& a : out) a /= total;
  return out;
}

WeightsPosterior weights_posterior(const WeightsPrior& prior, std::span<const double> counts) {
  WeightsPosterior out;
  out.kind = prior.kind;
  if (prior.kind == WeightsPrior::Kind::dirichlet) {
    out.alpha = prior.concentration;
    for (std::size_t k = 0; k < counts.size(); ++k) out.alpha[k] += counts[k];
    return out;
  }
  double later = 0;
  out.alpha.resize(counts.size() - 1);
  out.beta.resize(counts.size() - 1);
  for (std::size_t k = counts.size() - 1; k-- > 0;) {
    later += counts[k + 1];
    out.alpha[k] = 1 + counts[k];
    out.beta[k] = prior.concentration[0] + later;
  }
  return out;
}

std::vector<double> expected_log_weights(const WeightsPosterior& posterior) {
  return posterior.kind == WeightsPrior::Kind::dirichlet
             ? dirichlet_expected_log(posterior.alpha)
             : sticks_expected_log(posterior.alpha, posterior.beta);
}

double weights_divergence(const WeightsPosterior& posterior, const WeightsPrior& prior) {
  return posterior.kind == WeightsPrior::Kind::dirichlet
             ? dirichlet_divergence(posterior.alpha, prior.concentration)
             : sticks_divergence(posterior.alpha, posterior.beta, prior.concentration[0]);
}

double divergence(const Model& model, const Posterior& posterior) {
  return weights_divergence(posterior.weights, model.weights_prior()) +
         model.family().conjugate_rules()->divergence(model.components(), posterior.hyperparameters,
                                                      model.hyperparameters());
}

double log_prior(const Model& model, const Point& point) {
  const std::vector<double>& prior = model.hyperparameters();
  if (prior.empty() && model.weights_prior().flat()) return 0;
  double out = dirichlet_log_density(model.weights_prior().concentration, point.weights);
  if (!prior.empty())
    out +=
        model.family().conjugate_rules()->log_density(model.components(), point.parameters, prior);
  return out;
}

Point point_summary(const Family& family, const Belief& belief,
                    std::vector<std::string>& warnings) {
  if (const Point* point = std::get_if<Point>(&belief)) return *point;
  const Posterior& posterior = std::get<Posterior>(belief);
  Point out;
  out.weights = expected_weights(posterior.weights);
  out.parameters.resize(out.weights.size() * family.sizes().point);
  family.conjugate_rules()->mean(out.weights.size(), posterior.hyperparameters, out.parameters,
                                 warnings);
  return out;
}

}  // namespace varimix::internal
