#include "varimix/marginal.hpp"

#include <cmath>
#include <limits>

#include "math/special.hpp"

namespace varimix {
namespace {
constexpr double kInfinity = std::numeric_limits<double>::infinity();
}

double Marginal::mean() const {
  switch (kind) {
    case Kind::beta:
      return a / (a + b);
    case Kind::student_t:
      return a;
    case Kind::gamma:
      return a / b;
    case Kind::inverse_gamma:
      return a > 1 ? b / (a - 1) : kInfinity;
  }
  return kInfinity;
}

double Marginal::standard_deviation() const {
  switch (kind) {
    case Kind::beta:
      return std::sqrt(a * b / (a + b + 1)) / (a + b);
    case Kind::student_t:
      return c > 2 ? b * std::sqrt(c / (c - 2)) : kInfinity;
    case Kind::gamma:
      return std::sqrt(a) / b;
    case Kind::inverse_gamma:
      return a > 2 ? b / ((a - 1) * std::sqrt(a - 2)) : kInfinity;
  }
  return kInfinity;
}

double Marginal::quantile(double probability) const {
  switch (kind) {
    case Kind::beta:
      return internal::beta_quantile(a, b, probability);
    case Kind::student_t:
      return a + b * internal::student_t_quantile(c, probability);
    case Kind::gamma:
      return internal::gamma_quantile(a, probability) / b;
    case Kind::inverse_gamma:
      return b * internal::inverse_gamma_quantile(a, probability);
  }
  return kInfinity;
}

Interval Marginal::interval(double level) const {
  return {quantile(0.5 - 0.5 * level), quantile(0.5 + 0.5 * level)};
}

}  // namespace varimix
