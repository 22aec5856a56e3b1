#include "varimix/model.hpp"

#include <cmath>
#include <stdexcept>
#include <utility>

namespace varimix {

WeightsPrior WeightsPrior::dirichlet(double concentration) {
  return {Kind::dirichlet, {concentration}};
}
WeightsPrior WeightsPrior::dirichlet(std::vector<double> concentration) {
  return {Kind::dirichlet, std::move(concentration)};
}
WeightsPrior WeightsPrior::stick_breaking(double concentration) {
  return {Kind::stick_breaking, {concentration}};
}

bool WeightsPrior::flat() const {
  if (kind != Kind::dirichlet) return false;
  for (const double a : concentration)
    if (a != 1.0) return false;
  return true;
}

bool WeightsPrior::sparse() const {
  if (kind == Kind::stick_breaking) return true;
  for (const double a : concentration)
    if (a < 1.0) return true;
  return false;
}

Model::Model(std::size_t components, FamilyPtr family)
    : components_(components), family_(std::move(family)) {
  if (components_ == 0)
    throw std::invalid_argument("a mixture of 0 components; accepted: 1 or more");
  if (family_ == nullptr) throw std::invalid_argument("varimix::Model: the family is null");
}

Model Model::with_default_prior() const {
  Model out = without_prior();
  out.prior_kind_ = Prior::from_data;
  return out;
}

Model Model::with_prior(Fields entries) const {
  Model out = without_prior();
  out.prior_kind_ = entries.empty() ? Prior::from_data : Prior::given;
  out.prior_entries_ = std::move(entries);
  return out;
}

Model Model::with_prior(std::initializer_list<std::pair<const char*, double>> entries) const {
  Fields fields;
  for (const auto& [name, value] : entries) fields.push_back({name, {}, {value}});
  return with_prior(std::move(fields));
}

Model Model::without_prior() const {
  Model out = *this;
  out.prior_kind_ = Prior::none;
  out.prior_entries_.clear();
  out.hyperparameters_.clear();
  return out;
}

Model Model::with_weights_prior(WeightsPrior prior) const {
  const std::size_t n = prior.concentration.size();
  const bool sticks = prior.kind == WeightsPrior::Kind::stick_breaking;
  if (n != 1 && (sticks || n != components_))
    throw std::invalid_argument("the prior on the weights has " + std::to_string(n) +
                                " concentrations; accepted: 1" +
                                (sticks ? std::string() : " or " + std::to_string(components_)));
  for (const double a : prior.concentration)
    if (!(a > 0) || !std::isfinite(a))
      throw std::invalid_argument("the prior on the weights has concentration " +
                                  std::to_string(a) + "; accepted: finite numbers > 0");
  Model out = *this;
  out.weights_prior_ = std::move(prior);
  return out;
}

Model Model::resolve(const Data& data, const Summary& summary) const {
  Model out = *this;
  out.family_ = family_->with_columns(data.columns());
  out.columns_ = data.names();
  if (weights_prior_.kind == WeightsPrior::Kind::dirichlet &&
      weights_prior_.concentration.size() == 1)
    out.weights_prior_.concentration.assign(components_, weights_prior_.concentration[0]);
  if (prior_kind_ != Prior::none) {
    const ConjugateRules* conjugate = out.family_->conjugate_rules();
    if (conjugate == nullptr)
      throw std::invalid_argument("family " + family_->name() +
                                  " has no conjugate prior; accepted: methods ml, em, "
                                  "vb-point without a prior");
    out.hyperparameters_ = conjugate->prior(prior_entries_, summary, components_);
  }
  return out;
}

}  // namespace varimix
