#include "uncertainty/gibbs_draws.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "fit/refuse.hpp"
#include "math/special.hpp"

namespace varimix::internal {
namespace {

/// log of a gamma draw: Gamma(a) = Gamma(a + 1) u^(1 / a) below 1.
double log_gamma_draw(double shape, const Uniform& uniform) {
  if (shape >= 1) return std::log(gamma_quantile(shape, uniform()));
  const double above = std::log(gamma_quantile(shape + 1, uniform()));
  return above + std::log(uniform()) / shape;
}

/// exp of logarithms less a common one, so that they sum to 1.
std::vector<double> normalized(std::vector<double> logs) {
  const double highest = *std::max_element(logs.begin(), logs.end());
  double total = 0;
  for (double& x : logs) total += x = std::exp(x - highest);
  for (double& x : logs) x /= total;
  return logs;
}

double log_sum(double a, double b) {
  return std::max(a, b) + std::log1p(std::exp(-std::abs(a - b)));
}

}  // namespace

std::vector<double> draw_weights(const WeightsPosterior& posterior, const Uniform& uniform) {
  std::vector<double> logs;
  if (posterior.kind == WeightsPrior::Kind::dirichlet) {
    for (const double a : posterior.alpha) logs.push_back(log_gamma_draw(a, uniform));
    return normalized(std::move(logs));
  }
  double rest = 0;  // log of what is left of the stick
  for (std::size_t k = 0; k < posterior.alpha.size(); ++k) {
    const double a = log_gamma_draw(posterior.alpha[k], uniform);
    const double b = log_gamma_draw(posterior.beta[k], uniform);
    const double both = log_sum(a, b);
    logs.push_back(rest + a - both);
    rest += b - both;
  }
  logs.push_back(rest);
  return normalized(std::move(logs));
}

Point draw_point(const Family& family, const Posterior& posterior, const Uniform& uniform) {
  Point out;
  out.weights = draw_weights(posterior.weights, uniform);
  const std::size_t components = out.weights.size(), size = family.sizes().point;
  out.parameters.resize(components * size);
  family.sample_rules()->draw_points(components, posterior.hyperparameters, uniform,
                                     out.parameters);
  for (std::size_t i = 0; i < out.parameters.size(); ++i)
    if (!std::isfinite(out.parameters[i]))
      refuse("a draw of component " + std::to_string(i / size + 1) +
             " is beyond the range of a double; accepted: a prior that says more of its scale");
  return out;
}

}  // namespace varimix::internal
