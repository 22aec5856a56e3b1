#include "conjugate/gamma.hpp"

#include <cmath>

#include "math/special.hpp"

namespace varimix::internal {

double gamma_expected_log(double a, double b) { return digamma(a) - std::log(b); }

double gamma_log_density(double x, double a, double b) {
  const double power = a == 1.0 ? 0.0 : (a - 1.0) * std::log(x);
  return a * std::log(b) - log_gamma(a) + power - b * x;
}

double inverse_gamma_log_density(double x, double a, double b) {
  return a * std::log(b) - log_gamma(a) - (a + 1.0) * std::log(x) - b / x;
}

double gamma_divergence(double a, double b, double a0, double b0) {
  return (a - a0) * digamma(a) - log_gamma(a) + log_gamma(a0) + a0 * std::log(b / b0) +
         a * ((b0 - b) / b);
}

}  // namespace varimix::internal
