#include <algorithm>
#include <cmath>

#include "support/reference_problems.hpp"

namespace varimix::test {

NaivePrior default_prior(const Problem& of) {
  NaivePrior out;
  out.flat = false;
  if (of.family == NaiveFamily::poisson) {
    out.shape = 1;
    out.scale = 1 / static_cast<Real>(of.mean());
    return out;
  }
  const auto components = static_cast<Real>(of.components);
  out.mean = of.mean();
  out.strength = 0.01L;
  out.shape = 1.5L;
  out.scale = static_cast<Real>(of.variance()) / (components * components) / 2;
  return out;
}

Model with_prior(const Problem& of, const NaivePrior& prior) {
  const auto number = [](Real value) { return static_cast<double>(value); };
  const WeightsPrior weights = prior.sticks
                                   ? WeightsPrior::stick_breaking(number(prior.concentration))
                                   : WeightsPrior::dirichlet(number(prior.concentration));
  const Model model = of.model().with_weights_prior(weights);
  if (prior.flat) return model;
  if (of.family == NaiveFamily::poisson)
    return model.with_prior({{"shape", number(prior.shape)}, {"rate", number(prior.scale)}});
  return model.with_prior({{"mean", number(prior.mean)},
                           {"strength", number(prior.strength)},
                           {"shape", number(prior.shape)},
                           {"scale", number(prior.scale)}});
}

NaivePoint to_naive(NaiveFamily family, const Belief& belief) {
  const Point& point = std::get<Point>(belief);
  NaivePoint out;
  out.weight.assign(point.weights.begin(), point.weights.end());
  const std::size_t size = point.parameters.size() / point.weights.size();
  for (std::size_t k = 0; k < point.weights.size(); ++k) {
    out.location.push_back(point.parameters[k * size]);
    if (family != NaiveFamily::poisson) out.variance.push_back(point.parameters[k * size + 1]);
  }
  return out;
}

NaivePosterior to_naive_posterior(NaiveFamily family, const Belief& belief) {
  const Posterior& q = std::get<Posterior>(belief);
  NaivePosterior out;
  out.sticks = q.weights.kind == WeightsPrior::Kind::stick_breaking;
  out.alpha.assign(q.weights.alpha.begin(), q.weights.alpha.end());
  out.beta.assign(q.weights.beta.begin(), q.weights.beta.end());
  const bool counts = family == NaiveFamily::poisson;
  const std::vector<double>& h = q.hyperparameters;
  for (std::size_t i = 0; i < h.size(); i += counts ? 2 : 4) {
    if (!counts) out.mean.push_back(h[i]);
    if (!counts) out.strength.push_back(h[i + 1]);
    out.shape.push_back(h[counts ? i : i + 2]);
    out.scale.push_back(h[counts ? i + 1 : i + 3]);
  }
  return out;
}

double gap(const NaivePoint& a, const NaivePoint& b) {
  Real out = 0;
  for (std::size_t k = 0; k < a.weight.size(); ++k) {
    if (a.weight[k] == 0 && b.weight[k] == 0) continue;
    const bool counts = a.variance.empty();
    const Real sd = std::sqrt(counts ? a.location[k] : a.variance[k]);
    out = std::max(out, std::abs(a.location[k] - b.location[k]) / sd);
    if (!counts) out = std::max(out, std::abs(a.variance[k] / b.variance[k] - 1));
    if (a.weight[k] != b.weight[k]) out = std::max(out, std::abs(a.weight[k] / b.weight[k] - 1));
    if (std::isnan(a.location[k] + b.location[k] + a.weight[k] + b.weight[k])) return HUGE_VAL;
  }
  return static_cast<double>(out);
}

Fit run(const Model& model, const Data& data, const Backend& backend, Start start,
        std::size_t iterations, double tolerance) {
  FitOptions options;
  options.start = std::move(start);
  options.acceleration = Acceleration::none;
  options.tolerance = tolerance;
  options.max_iterations = iterations;
  options.threads = 1;
  return fit(model, data, backend, options);
}

Backend em() { return ExpectationMaximization{}; }
Backend hard_em() {
  return ExpectationMaximization{.assignment = ExpectationMaximization::Assignment::hard};
}
Backend map() {
  return ExpectationMaximization{.estimate = ExpectationMaximization::Estimate::posterior_mode};
}
Backend vb() { return MeanField{}; }
Backend vb_point() { return MeanField{.factor = MeanField::Factor::point_mass}; }

}  // namespace varimix::test
