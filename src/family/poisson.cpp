#include "varimix/family/poisson.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "conjugate/gamma.hpp"
#include "math/special.hpp"
#include "varimix/family/adapter.hpp"

namespace varimix {

bool PoissonColumn::supports(double x) const {
  return x >= 0 && std::isfinite(x) && x == std::floor(x);
}

// A rate of exactly 0 could never rise again, however many counts its component deserves.
PoissonColumn::Parameters PoissonColumn::lower_bound(const Summary::Column& column) const {
  return {1e-8 * column.mean};
}

std::string PoissonColumn::unusable(const Summary::Column& column, bool has_prior) const {
  if (column.maximum == 0 && !has_prior)
    return "every count is 0: the rate has no positive estimate; drop the column or give a prior";
  return {};
}

double PoissonColumn::log_base(double x) const { return -internal::log_factorial(x); }
double PoissonColumn::log_normalizer(Statistic eta) const { return std::exp(eta[0]); }
PoissonColumn::Statistic PoissonColumn::mean_statistic(Statistic eta) const {
  return {std::exp(eta[0])};
}
PoissonColumn::Statistic PoissonColumn::natural_from_mean(Statistic mean) const {
  return {std::log(std::max(mean[0], 1e-300))};
}
PoissonColumn::Statistic PoissonColumn::natural(Parameters theta) const {
  return {std::log(std::max(theta[0], 1e-300))};
}
PoissonColumn::Parameters PoissonColumn::parameters(Statistic eta) const {
  return {std::exp(eta[0])};
}

PoissonColumn::Prior PoissonColumn::default_prior(const Summary::Column& column,
                                                  std::size_t) const {
  return {1.0, column.mean > 0 ? 1.0 / column.mean : 1.0};
}

std::string PoissonColumn::prior_problem(Prior q) const {
  for (std::size_t i = 0; i < q.size(); ++i) {
    if (!(q[i] > 0) || !std::isfinite(q[i]))
      return fmt::format("{} is {}; accepted: a finite number > 0", kPriorNames[i], q[i]);
  }
  return {};
}

std::string PoissonColumn::no_mode(Prior q) const {
  if (q[0] < 1) return "a gamma prior of shape < 1 has no interior mode at rate 0";
  return {};
}

PoissonColumn::Statistic PoissonColumn::expected_natural(Prior q) const {
  return {internal::gamma_expected_log(q[0], q[1])};
}

double PoissonColumn::divergence(Prior q, Prior p) const {
  return internal::gamma_divergence(q[0], q[1], p[0], p[1]);
}

double PoissonColumn::log_density(Prior q, Parameters theta) const {
  return internal::gamma_log_density(theta[0], q[0], q[1]);
}

PoissonColumn::Statistic PoissonColumn::log_density_gradient(Prior q, Statistic eta) const {
  return {q[0] - 1.0 - q[1] * std::exp(eta[0])};
}

double PoissonColumn::log_predictive(Prior q, double x) const {
  return internal::log_gamma(q[0] + x) - internal::log_gamma(q[0]) - internal::log_factorial(x) -
         q[0] * std::log1p(1.0 / q[1]) - x * std::log1p(q[1]);
}

std::vector<Marginal> PoissonColumn::marginals(Prior q) const {
  return {Marginal{"rate", 0, Marginal::Kind::gamma, q[0], q[1], 0}};
}

Spread<PoissonColumn> PoissonColumn::spread(Prior q) const {
  const double variance = q[0] / (q[1] * q[1]), with_log = 1 / q[1];
  Spread<PoissonColumn> out;
  out.natural = {{{variance, -with_log}, {-with_log, internal::trigamma(q[0])}}};
  out.cross = {{{-variance, with_log}}};
  out.own = {{{variance}}};
  return out;
}

double PoissonColumn::draw(Parameters theta, const Uniform& uniform) const {
  return internal::poisson_quantile(theta[0], uniform());
}

PoissonColumn::Parameters PoissonColumn::draw_parameters(Prior q, const Uniform& uniform) const {
  return {internal::gamma_quantile(q[0], uniform()) / q[1]};
}

FamilyPtr poisson() { return std::make_shared<FamilyOf<PoissonColumn>>(PoissonColumn{}); }

}  // namespace varimix
