#include "backend/rule.hpp"

#include <stdexcept>

#include "backend/expectation_maximization.hpp"
#include "backend/maximum_likelihood.hpp"
#include "backend/mean_field.hpp"

namespace varimix {
namespace {

constexpr const char* kMethods[] = {"ml", "em", "map", "vb", "vb-point"};

bool is_map(const Backend& backend) {
  const auto* em = std::get_if<ExpectationMaximization>(&backend);
  return em != nullptr && em->estimate == ExpectationMaximization::Estimate::posterior_mode;
}
bool is_point_mass(const Backend& backend) {
  const auto* vb = std::get_if<MeanField>(&backend);
  return vb != nullptr && vb->factor == MeanField::Factor::point_mass;
}
bool is_conjugate(const Backend& backend) {
  return std::holds_alternative<MeanField>(backend) && !is_point_mass(backend);
}

[[noreturn]] void refuse(const Backend& backend, const std::string& why) {
  throw std::invalid_argument("method " + method_name(backend) + ": " + why);
}

}  // namespace

std::string method_name(const Backend& backend) {
  if (std::holds_alternative<MaximumLikelihood>(backend)) return kMethods[0];
  if (std::holds_alternative<ExpectationMaximization>(backend))
    return kMethods[is_map(backend) ? 2 : 1];
  return kMethods[is_point_mass(backend) ? 4 : 3];
}

Backend backend_from_name(const std::string& method) {
  if (method == kMethods[0]) return MaximumLikelihood{};
  if (method == kMethods[1]) return ExpectationMaximization{};
  if (method == kMethods[2])
    return ExpectationMaximization{.estimate = ExpectationMaximization::Estimate::posterior_mode};
  if (method == kMethods[3]) return MeanField{};
  if (method == kMethods[4]) return MeanField{.factor = MeanField::Factor::point_mass};
  throw std::invalid_argument("unknown method '" + method +
                              "'; accepted: ml, em, map, vb, vb-point");
}

namespace internal {

bool uses_prior(const Backend& backend) {
  return is_map(backend) || std::holds_alternative<MeanField>(backend);
}

Model model_of_method(const Model& model, const Backend& backend) {
  if (uses_prior(backend)) return model;
  return model.without_prior().with_weights_prior(WeightsPrior::dirichlet(1));
}

Model model_for(const Backend& backend, const Model& model, const Data& data,
                const Summary& summary, std::vector<std::string>& warnings) {
  const bool has_prior = model.prior_kind() != Model::Prior::none;
  if (is_map(backend) || is_conjugate(backend))
    return (has_prior ? model : model.with_default_prior()).resolve(data, summary);
  if (is_point_mass(backend)) return model.resolve(data, summary);
  if (!model.weights_prior().flat())
    refuse(backend,
           "maximum likelihood has no place for a prior on the weights; accepted: methods map, vb, "
           "vb-point");
  if (has_prior)
    warnings.push_back("the prior of the model plays no part in method " + method_name(backend) +
                       "; map and vb use it");
  return model.without_prior().resolve(data, summary);
}

namespace {

void require_mode(const Backend& backend, const Model& model) {
  const WeightsPrior& weights = model.weights_prior();
  if (weights.kind == WeightsPrior::Kind::stick_breaking)
    refuse(
        backend,
        "stick-breaking weights have no interior mode; accepted: method vb, or a Dirichlet prior");
  for (const double a : weights.concentration)
    if (a < 1)
      refuse(backend,
             "a Dirichlet prior with concentration below 1 has no interior mode; accepted: method "
             "vb, or a "
             "concentration >= 1");
  if (model.hyperparameters().empty()) return;
  if (const std::string why = model.family().conjugate_rules()->no_mode(model.hyperparameters());
      !why.empty())
    refuse(backend, why + "; accepted: method vb, or another prior");
}

}  // namespace

std::unique_ptr<Rule> make_rule(const Backend& backend, const Model& model, const Bounds& bounds) {
  const Family& family = model.family();
  const std::string lacks = "family " + family.name() + " lacks ";
  if (!is_conjugate(backend)) require_mode(backend, model);
  if (const auto* em = std::get_if<ExpectationMaximization>(&backend)) {
    if (family.estimate_rules() == nullptr) refuse(backend, lacks + "a closed-form M-step");
    if (is_map(backend) && family.conjugate_rules() == nullptr)
      refuse(backend, lacks + "a conjugate prior");
    return std::make_unique<ExpectationMaximizationRule>(*em, model, bounds);
  }
  if (is_point_mass(backend)) {
    if (family.point_mass_rules() == nullptr) refuse(backend, lacks + "the inverse of grad A");
    return std::make_unique<PointMassRule>(model, bounds);
  }
  if (is_conjugate(backend)) {
    if (family.conjugate_rules() == nullptr) refuse(backend, lacks + "a conjugate prior");
    return std::make_unique<ConjugateRule>(model);
  }
  if (family.direct_rules() == nullptr || family.estimate_rules() == nullptr)
    refuse(backend, lacks + "unconstrained coordinates");
  return std::make_unique<MaximumLikelihoodRule>(model, bounds);
}

}  // namespace internal
}  // namespace varimix
