// What is assumed: the number of components, their family with its prior, the prior on the mixing
// weights. A Model is immutable; nothing that is learnt lives here. Every with_* returns a changed
// copy.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "varimix/family/family.hpp"
#include "varimix/family/gaussian.hpp"
#include "varimix/family/poisson.hpp"

namespace varimix {

/// Prior on the mixing weights. Dirichlet: one concentration per component. Stick-breaking
/// (truncated at K): v_k ~ Beta(1, concentration) for k < K, v_K = 1.
struct WeightsPrior {
  enum class Kind { dirichlet, stick_breaking };
  Kind kind = Kind::dirichlet;
  std::vector<double> concentration = {
      1.0};  ///< one number (for all components) or, Dirichlet, K numbers

  static WeightsPrior dirichlet(double concentration);
  static WeightsPrior dirichlet(std::vector<double> concentration);
  static WeightsPrior stick_breaking(double concentration);
  /// Dirichlet(1, ..., 1): constant over the simplex.
  bool flat() const;
  /// It can empty components that the data do not need: stick-breaking, or a concentration below 1.
  bool sparse() const;
};

class Model {
 public:
  /// How the components' prior was asked for.
  enum class Prior { none, from_data, given };

  /// K components of one family, flat prior. Throws std::invalid_argument when components is 0.
  Model(std::size_t components, FamilyPtr family);

  /// The default prior, weakly informative, scaled by the data it will be fitted to.
  Model with_default_prior() const;
  /// The default prior with these entries in place of its own; when all are named the data play no
  /// part. gaussian (one column): mean, strength, shape, scale (or dof, scatter); poisson: shape,
  /// rate.
  Model with_prior(Fields entries) const;
  Model with_prior(std::initializer_list<std::pair<const char*, double>> entries) const;
  /// No prior on the components: every parameter value equally welcome.
  Model without_prior() const;
  Model with_weights_prior(WeightsPrior prior) const;

  std::size_t components() const { return components_; }
  const Family& family() const { return *family_; }
  const FamilyPtr& family_ptr() const { return family_; }
  Prior prior_kind() const { return prior_kind_; }
  const Fields& prior_entries() const { return prior_entries_; }
  const WeightsPrior& weights_prior() const { return weights_prior_; }
  /// Column names once resolved, else empty.
  const std::vector<std::string>& columns() const { return columns_; }
  /// Resolved hyperparameters of one component (the family's layout); empty when flat or not yet
  /// resolved.
  const std::vector<double>& hyperparameters() const { return hyperparameters_; }

  /// Everything that depended on data made definite: columns, hyperparameters, one concentration
  /// per component.
  Model resolve(const Data& data, const Summary& summary) const;

  /// Format varimix-model/1. A model that is not resolved writes the entries it was given.
  std::string to_json() const;
  /// Throws std::invalid_argument with one line. Knows the built-in families.
  static Model from_json(std::string_view text);

 private:
  std::size_t components_;
  FamilyPtr family_;
  Prior prior_kind_ = Prior::none;
  Fields prior_entries_;
  std::vector<double> hyperparameters_;
  WeightsPrior weights_prior_;
  std::vector<std::string> columns_;
};

}  // namespace varimix
