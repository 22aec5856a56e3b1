// Poisson: counts.  docs/families/poisson.md
//
//   f(x | rate) = exp(x log(rate) - rate) / x!,   x = 0, 1, 2, ...
//
//   T(x) = x    eta = log(rate)    A(eta) = exp(eta)    grad A = exp(eta)    log h(x) = -lgamma(x +
//   1)
//
// Conjugate prior gamma(shape, rate):  E[eta] = digamma(shape) - log(rate),  E[A] = shape / rate
// [Gelman2013, 2.6]. The mode sits in the rate itself.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "varimix/family/concept.hpp"

namespace varimix {

struct PoissonColumn {
  using Statistic = std::array<double, 1>;
  using Parameters = std::array<double, 1>;  ///< rate > 0
  using Prior = std::array<double, 2>;       ///< shape > 0, rate > 0
  static constexpr std::array<const char*, 1> kParameterNames = {"rate"};
  static constexpr std::array<const char*, 2> kPriorNames = {"shape", "rate"};

  std::string name() const { return "poisson"; }
  bool supports(double x) const;
  std::string support() const { return "a whole number >= 0"; }
  Parameters lower_bound(const Summary::Column& column) const;
  std::string unusable(const Summary::Column& column, bool has_prior) const;

  Statistic statistic(double x) const { return {x}; }
  double log_base(double x) const;
  double log_normalizer(Statistic eta) const;
  Statistic mean_statistic(Statistic eta) const;
  Statistic natural(Parameters theta) const;
  Parameters parameters(Statistic eta) const;
  Parameters estimate(double n, Statistic sum) const { return {sum[0] / n}; }
  Statistic natural_from_mean(Statistic mean) const;

  Statistic coordinates(Parameters theta) const { return natural(theta); }
  Parameters from_coordinates(Statistic u) const { return parameters(u); }
  std::array<Statistic, 1> jacobian(Statistic) const { return {{{1.0}}}; }

  std::string conjugate_name() const { return "gamma"; }
  Prior default_prior(const Summary::Column& column, std::size_t components) const;
  std::string prior_problem(Prior q) const;
  std::string no_mode(Prior q) const;
  Prior posterior(Prior prior, double n, Statistic sum) const {
    return {prior[0] + sum[0], prior[1] + n};
  }
  Statistic expected_natural(Prior q) const;
  double expected_log_normalizer(Prior q) const { return q[0] / q[1]; }
  double divergence(Prior q, Prior p) const;
  double log_density(Prior q, Parameters theta) const;
  Statistic log_density_gradient(Prior q, Statistic eta) const;
  Parameters mode(Prior q) const { return {(q[0] - 1) / q[1]}; }
  Parameters mean(Prior q) const { return {q[0] / q[1]}; }
  double log_predictive(Prior q, double x) const;  ///< negative binomial
  std::vector<Marginal> marginals(Prior q) const;

  ValueMoments moments(Parameters theta) const { return {theta[0], theta[0]}; }
  ValueMoments predictive_moments(Prior q) const {
    return {q[0] / q[1], q[0] / q[1] * (1 + 1 / q[1])};
  }

  // c = (-rate, log(rate)); posterior gamma(shape, rate)
  std::array<Parameters, 2> slope(Parameters theta) const { return {{{-1.0}, {1 / theta[0]}}}; }
  std::array<std::array<Parameters, 1>, 2> curvature(Parameters theta) const {
    return {{{{{0.0}}}, {{{-1 / (theta[0] * theta[0])}}}}};
  }
  std::array<Parameters, 1> log_density_curvature(Prior q, Parameters theta) const {
    return {{{-(q[0] - 1) / (theta[0] * theta[0])}}};
  }
  Spread<PoissonColumn> spread(Prior q) const;

  double draw(Parameters theta, const Uniform& uniform) const;
  Parameters draw_parameters(Prior q, const Uniform& uniform) const;
};

/// Poisson components over as many columns as the data have, independent within a component.
FamilyPtr poisson();

}  // namespace varimix
