#include "conjugate/normal_inverse_wishart.hpp"

#include <cmath>

#include "math/special.hpp"

namespace varimix::internal {
namespace {

constexpr double kLogTwo = 0.69314718055994530942;

double squared_length_in(const Matrix& lower, const Vector& v) {
  return lower.triangularView<Eigen::Lower>().solve(v).squaredNorm();
}
/// tr((A A^T) (B B^T)^-1) for lower A and B.
double trace_ratio(const Matrix& a, const Matrix& b) {
  return b.triangularView<Eigen::Lower>().solve(a).squaredNorm();
}

}  // namespace

double expected_log_precision(double dof, const Matrix& factor) {
  const auto d = static_cast<std::size_t>(factor.rows());
  return multivariate_digamma(d, 0.5 * dof) + static_cast<double>(d) * kLogTwo -
         2 * log_determinant(factor);
}

double inverse_wishart_log_density(double dof, const Matrix& factor,
                                   const Matrix& covariance_factor) {
  const auto d = static_cast<double>(factor.rows());
  return dof * log_determinant(factor) - 0.5 * dof * d * kLogTwo -
         multivariate_log_gamma(static_cast<std::size_t>(factor.rows()), 0.5 * dof) -
         (dof + d + 1) * log_determinant(covariance_factor) -
         0.5 * trace_ratio(factor, covariance_factor);
}

double mean_log_density(const Vector& mu, const Vector& m, double strength,
                        const Matrix& covariance_factor) {
  const auto d = static_cast<double>(mu.size());
  return 0.5 * d * (std::log(strength) - kLogTwoPi) - log_determinant(covariance_factor) -
         0.5 * strength * squared_length_in(covariance_factor, mu - m);
}

double inverse_wishart_divergence(double dof, const Matrix& factor, double dof0,
                                  const Matrix& factor0) {
  const auto d = static_cast<std::size_t>(factor.rows());
  const double gap = 2 * (log_determinant(factor) - log_determinant(factor0));
  return 0.5 * dof0 * gap + 0.5 * dof * (trace_ratio(factor0, factor) - static_cast<double>(d)) +
         multivariate_log_gamma(d, 0.5 * dof0) - multivariate_log_gamma(d, 0.5 * dof) +
         0.5 * (dof - dof0) * multivariate_digamma(d, 0.5 * dof);
}

double mean_divergence(const NormalInverseWishart& q, const NormalInverseWishart& p) {
  const auto d = static_cast<double>(q.mean.size());
  const double ratio = p.strength / q.strength;
  return 0.5 * (d * (ratio - 1 - std::log(ratio)) +
                p.strength * q.dof * squared_length_in(q.factor, q.mean - p.mean));
}

}  // namespace varimix::internal
