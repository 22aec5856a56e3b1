// A family defined outside the tree, against the documented concept and public headers alone: the
// number of failures before the first success.
//
//   f(x | p) = p (1 - p)^x,   x = 0, 1, 2, ...
//
//   T(x) = x    eta = log(1 - p)    A(eta) = -log(1 - exp(eta)) = -log(p)    log h(x) = 0
//   grad A = exp(eta) / (1 - exp(eta)) = (1 - p) / p
//
// Conjugate prior beta(alpha, beta) of p: E[eta] = digamma(beta) - digamma(alpha + beta),
// E[A] = digamma(alpha + beta) - digamma(alpha).
#pragma once

#include <algorithm>
#include <array>
#include <boost/math/special_functions/digamma.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "varimix/family/concept.hpp"

namespace outside {

struct GeometricColumn {
  using Statistic = std::array<double, 1>;
  using Parameters = std::array<double, 1>;  ///< 0 < p <= 1
  using Prior = std::array<double, 2>;       ///< alpha > 0, beta > 0
  static constexpr std::array<const char*, 1> kParameterNames = {"probability"};
  static constexpr std::array<const char*, 2> kPriorNames = {"alpha", "beta"};

  std::string name() const { return "geometric"; }
  bool supports(double x) const { return x >= 0 && std::isfinite(x) && x == std::floor(x); }
  std::string support() const { return "a whole number >= 0"; }
  Parameters lower_bound(const varimix::Summary::Column& column) const {
    return {1e-8 / (1 + column.mean)};
  }
  std::string unusable(const varimix::Summary::Column&, bool) const { return {}; }

  Statistic statistic(double x) const { return {x}; }
  double log_base(double) const { return 0; }
  double log_normalizer(Statistic eta) const { return -std::log(-std::expm1(eta[0])); }
  Statistic mean_statistic(Statistic eta) const { return {1 / std::expm1(-eta[0])}; }
  // p = 1 (no failure ever seen) has no finite eta; 1e-300 stands for 1 - p = 0.
  Statistic natural(Parameters theta) const {
    return {theta[0] < 0.5 ? std::log1p(-theta[0]) : std::log(std::max(1 - theta[0], 1e-300))};
  }
  Parameters parameters(Statistic eta) const { return {-std::expm1(eta[0])}; }
  Parameters estimate(double n, Statistic sum) const { return {n / (n + sum[0])}; }
  Statistic natural_from_mean(Statistic mean) const {
    return {-std::log1p(1 / std::max(mean[0], 1e-300))};
  }

  // u = log(p / (1 - p)): eta = -log(1 + exp(u)), d eta / d u = -p.
  Statistic coordinates(Parameters theta) const { return {std::log(theta[0]) - natural(theta)[0]}; }
  Parameters from_coordinates(Statistic u) const { return {1 / (1 + std::exp(-u[0]))}; }
  std::array<Statistic, 1> jacobian(Statistic u) const { return {{{-from_coordinates(u)[0]}}}; }

  std::string conjugate_name() const { return "beta"; }
  Prior default_prior(const varimix::Summary::Column&, std::size_t) const { return {1, 1}; }
  std::string prior_problem(Prior q) const {
    for (std::size_t i = 0; i < 2; ++i)
      if (!(q[i] > 0) || !std::isfinite(q[i]))
        return std::string(kPriorNames[i]) + " must be a finite number > 0";
    return {};
  }
  std::string no_mode(Prior q) const {
    return q[0] < 1 || q[1] < 1 ? "a beta prior with alpha or beta < 1 has no interior mode" : "";
  }
  Prior posterior(Prior q, double n, Statistic sum) const { return {q[0] + n, q[1] + sum[0]}; }
  Statistic expected_natural(Prior q) const { return {digamma(q[1]) - digamma(q[0] + q[1])}; }
  double expected_log_normalizer(Prior q) const { return digamma(q[0] + q[1]) - digamma(q[0]); }
  double divergence(Prior q, Prior p) const {
    return log_beta(p) - log_beta(q) + (q[0] - p[0]) * digamma(q[0]) +
           (q[1] - p[1]) * digamma(q[1]) + (p[0] - q[0] + p[1] - q[1]) * digamma(q[0] + q[1]);
  }
  double log_density(Prior q, Parameters theta) const {
    const double eta = natural(theta)[0];
    return (q[0] - 1) * std::log(theta[0]) + (q[1] - 1) * eta - log_beta(q);
  }
  Statistic log_density_gradient(Prior q, Statistic eta) const {
    return {q[1] - 1 - (q[0] - 1) / std::expm1(-eta[0])};
  }
  Parameters mode(Prior q) const {
    const double both = q[0] + q[1] - 2;
    return {both > 0 ? (q[0] - 1) / both : 0.5};
  }
  Parameters mean(Prior q) const { return {q[0] / (q[0] + q[1])}; }
  double log_predictive(Prior q, double x) const {
    return log_beta({q[0] + 1, q[1] + x}) - log_beta(q);
  }
  std::vector<varimix::Marginal> marginals(Prior q) const {
    return {{"probability", 0, varimix::Marginal::Kind::beta, q[0], q[1], 0}};
  }

 private:
  static double digamma(double x) { return boost::math::digamma(x); }
  static double log_beta(Prior q) {
    return std::lgamma(q[0]) + std::lgamma(q[1]) - std::lgamma(q[0] + q[1]);
  }
};

}  // namespace outside
