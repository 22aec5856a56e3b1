#include "math/special.hpp"

#include <array>
#include <boost/math/distributions/poisson.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <cmath>
#include <limits>

namespace varimix::internal {
namespace {

namespace policies = boost::math::policies;
// Overflow gives infinity and underflow zero, never an exception from inside an iteration.
using Quiet = policies::policy<
    policies::overflow_error<policies::ignore_error>,
    policies::domain_error<policies::ignore_error>, policies::pole_error<policies::ignore_error>,
    policies::evaluation_error<policies::ignore_error>, policies::promote_double<false>>;

}  // namespace

double digamma(double x) { return boost::math::digamma(x, Quiet{}); }

double trigamma(double x) { return boost::math::trigamma(x, Quiet{}); }

double log_gamma(double x) { return boost::math::lgamma(x, Quiet{}); }

double multivariate_log_gamma(std::size_t dimension, double x) {
  const auto d = static_cast<double>(dimension);
  double out = 0.25 * d * (d - 1) * kLogPi;
  for (std::size_t i = 0; i < dimension; ++i) out += log_gamma(x - 0.5 * static_cast<double>(i));
  return out;
}

double multivariate_digamma(std::size_t dimension, double x) {
  double out = 0;
  for (std::size_t i = 0; i < dimension; ++i) out += digamma(x - 0.5 * static_cast<double>(i));
  return out;
}

const double* log_factorials() {
  static const std::array<double, kLogFactorials> table = [] {
    std::array<double, kLogFactorials> t{};
    for (std::size_t i = 0; i < t.size(); ++i) t[i] = log_gamma(static_cast<double>(i) + 1.0);
    return t;
  }();
  return table.data();
}

double beta_quantile(double alpha, double beta, double probability) {
  return boost::math::ibeta_inv(alpha, beta, probability, Quiet{});
}

double gamma_quantile(double shape, double probability) {
  return boost::math::gamma_p_inv(shape, probability, Quiet{});
}

double inverse_gamma_quantile(double shape, double probability) {
  return 1.0 / boost::math::gamma_q_inv(shape, probability, Quiet{});
}

double student_t_quantile(double degrees_of_freedom, double probability) {
  return boost::math::quantile(
      boost::math::students_t_distribution<double, Quiet>(degrees_of_freedom), probability);
}

double normal_quantile(double probability) {
  return -std::sqrt(2.0) * boost::math::erfc_inv(2.0 * probability, Quiet{});
}

double poisson_quantile(double rate, double probability) {
  using RoundUp = policies::policy<policies::discrete_quantile<policies::integer_round_up>,
                                   policies::promote_double<false>>;
  return boost::math::quantile(boost::math::poisson_distribution<double, RoundUp>(rate),
                               probability);
}

}  // namespace varimix::internal
