// Special functions and quantiles, compiled once (Boost.Math headers are slow to include). Domain
// errors are the caller's: arguments are checked at the door of the library.
#pragma once

#include <cstddef>

namespace varimix::internal {

double digamma(double x);
double trigamma(double x);  ///< its derivative
double log_gamma(double x);
/// log of the multivariate gamma function: D (D - 1) / 4 log pi + sum_i log Gamma(x - i / 2), i = 0
/// ... D - 1; x > (D - 1) / 2.
double multivariate_log_gamma(std::size_t dimension, double x);
/// Its derivative: sum_i digamma(x - i / 2).
double multivariate_digamma(std::size_t dimension, double x);
/// log(x!) of the first whole numbers.
inline constexpr std::size_t kLogFactorials = 1024;
const double* log_factorials();
/// log(x!) for a whole number x >= 0.
inline double log_factorial(double x) {
  static const double* const table = log_factorials();
  return x >= 0 && x < static_cast<double>(kLogFactorials) ? table[static_cast<std::size_t>(x)]
                                                           : log_gamma(x + 1.0);
}
/// Quantiles; 0 < probability < 1.
double beta_quantile(double alpha, double beta, double probability);
double gamma_quantile(double shape, double probability);                   ///< rate 1
double inverse_gamma_quantile(double shape, double probability);           ///< scale 1
double student_t_quantile(double degrees_of_freedom, double probability);  ///< location 0, scale 1

double normal_quantile(double probability);  ///< mean 0, sd 1
/// The smallest count whose distribution function reaches `probability`.
double poisson_quantile(double rate, double probability);

inline constexpr double kLogTwoPi = 1.8378770664093454836;
inline constexpr double kLogPi = 1.1447298858494001741;

}  // namespace varimix::internal
