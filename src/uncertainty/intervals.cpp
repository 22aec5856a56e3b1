#include "uncertainty/intervals.hpp"

#include <algorithm>
#include <cmath>

#include "math/special.hpp"

namespace varimix::internal {
namespace {

bool is_positive(const Estimate& e) {
  return e.parameter == "rate" || e.parameter == "precision" ||
         (e.parameter == "covariance" && e.row == e.column);
}

double logistic(double x) {
  return x < 0 ? std::exp(x) / (1 + std::exp(x)) : 1 / (1 + std::exp(-x));
}

}  // namespace

void set_uncertainty(Estimate& e, double variance, double level) {
  e.standard_error = std::sqrt(std::max(variance, 0.0));
  const double reach = normal_quantile(0.5 * (1 + level)) * e.standard_error;
  if (e.parameter == "weight") {
    const double slope = e.value * (1 - e.value);
    if (!(slope > 0)) {
      e.interval = {e.value, e.value};
      return;
    }
    const double logit = std::log(e.value) - std::log1p(-e.value);
    e.interval = {logistic(logit - reach / slope), logistic(logit + reach / slope)};
  } else if (is_positive(e) && e.value > 0) {
    e.interval = {e.value * std::exp(-reach / e.value), e.value * std::exp(reach / e.value)};
  } else {
    e.interval = {e.value - reach, e.value + reach};
  }
}

}  // namespace varimix::internal
