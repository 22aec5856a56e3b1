// The ways to infer a model: one small option struct each.
#pragma once

#include <string>
#include <variant>

namespace varimix {

/// Maximises log p(x | theta) with no latent variable introduced: in closed form where nothing is
/// latent (one component, or every label known), else by L-BFGS on unconstrained parameters.
/// Ignores the components' prior.
struct MaximumLikelihood {};

/// Dempster, Laird & Rubin 1977.
struct ExpectationMaximization {
  enum class Assignment { soft, hard };
  enum class Estimate { maximum_likelihood, posterior_mode };
  /// hard: each row belongs wholly to its likeliest component (classification EM, Celeux & Govaert
  /// 1992); maximises the classification likelihood, biased where components overlap.
  Assignment assignment = Assignment::soft;
  /// posterior_mode (MAP): the mode of p(pi, theta | x) in the parametrisation (weights, means,
  /// variances); the model's prior, or the default prior when it has none. maximum_likelihood
  /// ignores the components' prior.
  Estimate estimate = Estimate::maximum_likelihood;
};

/// Mean-field variational Bayes, q(z) q(pi, theta).
struct MeanField {
  enum class Factor { conjugate, point_mass };
  /// conjugate: q(pi, theta) in the prior's own family; the model's prior, or the default one when
  /// it has none. point_mass: q(pi, theta) a point; a model without prior keeps its flat one, and
  /// the result is EM's; with a prior it is MAP's.
  Factor factor = Factor::conjugate;
};

using Backend = std::variant<MaximumLikelihood, ExpectationMaximization, MeanField>;

/// "ml", "em", "map", "vb", "vb-point".
std::string method_name(const Backend& backend);
/// The reverse. Throws std::invalid_argument naming the known ones.
Backend backend_from_name(const std::string& method);

}  // namespace varimix
