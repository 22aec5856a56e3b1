// What a one-column family of distributions must tell, so that every backend can fit mixtures of
// it.
//
//   f(x | theta) = h(x) exp(eta(theta) . T(x) - A(eta))
//
// eta natural parameters, T sufficient statistics, A log-normaliser; E[T] = grad A(eta)
// [WainwrightJordan2008, 3.41]. A data set of D columns gets the product of D such distributions;
// missing cells drop out of the product. poisson.hpp is the example to copy; docs/add_a_family.md
// walks through it.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <string>
#include <vector>

#include "varimix/family/family.hpp"

namespace varimix {

/// The least: enough for EM, and for scoring.
template <typename F>
concept ColumnFamily = requires(const F f, double x, double n, typename F::Statistic eta,
                                typename F::Parameters theta) {
  { f.name() } -> std::convertible_to<std::string>;
  { F::kParameterNames[0] } -> std::convertible_to<std::string>;
  { f.supports(x) } -> std::same_as<bool>;
  { f.support() } -> std::convertible_to<std::string>;
  { f.statistic(x) } -> std::same_as<typename F::Statistic>;  // T(x)
  { f.log_base(x) } -> std::same_as<double>;                  // log h(x)
  { f.log_normalizer(eta) } -> std::same_as<double>;  // A(eta); not finite outside the domain
  { f.mean_statistic(eta) } -> std::same_as<typename F::Statistic>;  // grad A(eta)
  { f.natural(theta) } -> std::same_as<typename F::Statistic>;       // eta(theta)
  { f.parameters(eta) } -> std::same_as<typename F::Parameters>;     // theta(eta)
  { f.estimate(n, eta) } -> std::same_as<typename F::Parameters>;    // from n and sum T, textbook
  { f.lower_bound(Summary::Column{}) } -> std::same_as<typename F::Parameters>;
  { f.unusable(Summary::Column{}, true) } -> std::convertible_to<std::string>;
};

/// Has the inverse of grad A: the point-mass factor of variational Bayes.
template <typename F>
concept InvertibleFamily = ColumnFamily<F> && requires(const F f, typename F::Statistic mean) {
  { f.natural_from_mean(mean) } -> std::same_as<typename F::Statistic>;
};

/// Has unconstrained coordinates u, as many as natural parameters, u_j rising with theta_j: direct
/// maximum likelihood.
template <typename F>
concept DirectFamily = ColumnFamily<F> &&
    requires(const F f, typename F::Statistic u, typename F::Parameters theta) {
  { f.coordinates(theta) } -> std::same_as<typename F::Statistic>;
  { f.from_coordinates(u) } -> std::same_as<typename F::Parameters>;
  {
    f.jacobian(u)
    } -> std::same_as<std::array<typename F::Statistic,
                                 std::tuple_size_v<typename F::Statistic>>>;  // d eta_i / d u_j
};

/// Can draw from itself; with a conjugate prior also draw_parameters(q, uniform) -> Parameters.
template <typename F>
concept SampleableFamily = ColumnFamily<F> &&
    requires(const F f, typename F::Parameters theta, const Uniform& uniform) {
  { f.draw(theta, uniform) } -> std::same_as<double>;
};

/// Knows mean and variance of a value: imputation of missing cells. With a conjugate prior also
/// predictive_moments(q) -> ValueMoments, of a value from E_q[f(x | theta)].
template <typename F>
concept MomentFamily = ColumnFamily<F> && requires(const F f, typename F::Parameters theta) {
  { f.moments(theta) } -> std::same_as<ValueMoments>;
};

/// Has a conjugate prior: MAP and variational Bayes. Prior holds the hyperparameters of prior and
/// posterior alike.
template <typename F>
concept ConjugateFamily = ColumnFamily<F> &&
    requires(const F f, double x, double n, std::size_t k, typename F::Statistic s,
             typename F::Parameters theta, typename F::Prior q) {
  { f.conjugate_name() } -> std::convertible_to<std::string>;  // "gamma"
  { F::kPriorNames[0] } -> std::convertible_to<std::string>;
  { f.default_prior(Summary::Column{}, k) } -> std::same_as<typename F::Prior>;
  { f.prior_problem(q) } -> std::convertible_to<std::string>;        // "" when inside its domain
  { f.no_mode(q) } -> std::convertible_to<std::string>;              // "" when the mode is interior
  { f.posterior(q, n, s) } -> std::same_as<typename F::Prior>;       // prior, n, sum T
  { f.expected_natural(q) } -> std::same_as<typename F::Statistic>;  // E[eta]
  { f.expected_log_normalizer(q) } -> std::same_as<double>;          // E[A(eta)]
  { f.divergence(q, q) } -> std::same_as<double>;                    // KL(first || second), nats
  { f.log_density(q, theta) } -> std::same_as<double>;               // log p(theta), normalised
  {
    f.log_density_gradient(q, s)
    } -> std::same_as<typename F::Statistic>;  // of log p(theta(eta)) in eta
  { f.mode(q) } -> std::same_as<typename F::Parameters>;
  { f.mean(q) } -> std::same_as<typename F::Parameters>;
  { f.log_predictive(q, x) } -> std::same_as<double>;  // log E_q[f(x | theta)]
  { f.marginals(q) } -> std::same_as<std::vector<Marginal>>;
};

/// Covariances under a posterior, of c = (-A(eta), eta) and of the parameters. [rows][columns]
template <typename F>
struct Spread {
  static constexpr std::size_t kC = 1 + std::tuple_size_v<typename F::Statistic>;
  static constexpr std::size_t kQ = std::tuple_size_v<typename F::Parameters>;
  std::array<std::array<double, kC>, kC> natural{};  ///< Cov(c)
  std::array<std::array<double, kC>, kQ> cross{};    ///< Cov(theta, c)
  std::array<std::array<double, kQ>, kQ> own{};      ///< Cov(theta)
};

/// Knows how sure its parameters are: standard errors, and linear response of VB.
template <typename F>
concept InformationFamily = ConjugateFamily<F> &&
    requires(const F f, typename F::Parameters theta, typename F::Prior q) {
  // d c / d theta and d2 c / d theta2 of c = (-A(eta(theta)), eta(theta))
  { f.slope(theta) } -> std::same_as<std::array<typename F::Parameters, Spread<F>::kC>>;
  {
    f.curvature(theta)
    } -> std::same_as<std::array<std::array<typename F::Parameters, Spread<F>::kQ>, Spread<F>::kC>>;
  {
    f.log_density_curvature(q, theta)
    } -> std::same_as<std::array<typename F::Parameters, Spread<F>::kQ>>;  // d2 log p / d theta2
  { f.spread(q) } -> std::same_as<Spread<F>>;
};

}  // namespace varimix
