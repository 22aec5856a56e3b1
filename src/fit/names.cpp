// What a Fit is called and what it says of itself.
#include <algorithm>
#include <stdexcept>

#include "belief/belief.hpp"
#include "varimix/fit.hpp"

namespace varimix {

std::string to_string(Termination termination) {
  switch (termination) {
    case Termination::not_run:
      return "not-run";
    case Termination::tolerance:
      return "tolerance";
    case Termination::closed_form:
      return "closed-form";
    case Termination::iteration_limit:
      return "iteration-limit";
    case Termination::stopped_by_user:
      return "user";
    case Termination::no_progress:
      return "no-progress";
  }
  return "not-run";
}

std::string to_string(Acceleration acceleration) {
  switch (acceleration) {
    case Acceleration::automatic:
      return "automatic";
    case Acceleration::none:
      return "none";
    case Acceleration::squarem:
      return "squarem";
    case Acceleration::anderson:
      return "anderson";
  }
  return "none";
}

std::string to_string(Precision precision) {
  switch (precision) {
    case Precision::automatic:
      return "automatic";
    case Precision::float64:
      return "float64";
    case Precision::float32:
      return "float32";
  }
  return "float64";
}

bool Fit::converged() const {
  return termination == Termination::tolerance || termination == Termination::closed_form;
}

std::string Fit::objective_name() const {
  const std::string method = method_name(backend);
  if (method == "vb") return "elbo";
  if (method == "ml") return "log_likelihood";
  const auto* em = std::get_if<ExpectationMaximization>(&backend);
  const bool hard = em != nullptr && em->assignment == ExpectationMaximization::Assignment::hard;
  const bool flat = model.hyperparameters().empty() && model.weights_prior().flat();
  return std::string(hard ? "classification_" : "") + (flat ? "log_likelihood" : "log_posterior");
}

std::vector<double> Fit::parameter(const std::string& name, std::size_t k) const {
  if (k >= components())
    throw std::invalid_argument("component " + std::to_string(k) + " of a fit with " +
                                std::to_string(components()));
  std::string known;
  for (const Field& field : model.family().describe(summary.parameters, k)) {
    if (field.name == name) return field.values;
    known += (known.empty() ? "" : ", ") + field.name;
  }
  throw std::invalid_argument("unknown parameter '" + name + "'; accepted: " + known);
}

std::vector<Marginal> Fit::marginals(std::size_t k) const {
  const Posterior* posterior = std::get_if<Posterior>(&belief);
  if (posterior == nullptr) return {};
  std::vector<Marginal> out;
  const WeightsPosterior& weights = posterior->weights;
  if (weights.kind == WeightsPrior::Kind::dirichlet && weights.alpha.size() > 1) {
    double total = 0;
    for (const double a : weights.alpha) total += a;
    out.push_back(
        {"weight", 0, Marginal::Kind::beta, weights.alpha[k], total - weights.alpha[k], 0});
  }
  for (const Marginal& m :
       model.family().conjugate_rules()->marginals(posterior->hyperparameters, k, components()))
    out.push_back(m);
  return out;
}

std::vector<double> Fit::expected_counts() const {
  const Posterior* posterior = std::get_if<Posterior>(&belief);
  if (posterior == nullptr) return {};
  const WeightsPosterior& weights = posterior->weights;
  const std::vector<double>& prior = model.weights_prior().concentration;
  std::vector<double> out = weights.alpha;
  if (weights.kind == WeightsPrior::Kind::dirichlet) {
    for (std::size_t k = 0; k < out.size(); ++k) out[k] -= prior[prior.size() == 1 ? 0 : k];
    return out;
  }
  for (double& count : out) count -= 1;
  out.push_back(weights.beta.empty() ? total_weight : weights.beta.back() - prior[0]);
  return out;
}

std::optional<std::size_t> Fit::components_in_use() const {
  const std::vector<double> counts = expected_counts();
  if (counts.empty()) return std::nullopt;
  constexpr double kRounding = 1e-9;  // of a concentration taken off again
  const auto used = std::count_if(counts.begin(), counts.end(),
                                  [](double count) { return count >= 1 - kRounding; });
  return std::max<std::size_t>(1, static_cast<std::size_t>(used));
}

}  // namespace varimix
