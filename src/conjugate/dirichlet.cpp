#include "conjugate/dirichlet.hpp"

#include <array>
#include <cmath>
#include <numeric>

#include "math/special.hpp"

namespace varimix::internal {

std::vector<double> dirichlet_expected_log(std::span<const double> alpha) {
  const double total = digamma(std::accumulate(alpha.begin(), alpha.end(), 0.0));
  std::vector<double> out;
  out.reserve(alpha.size());
  for (const double a : alpha) out.push_back(digamma(a) - total);
  return out;
}

double dirichlet_log_normalizer(std::span<const double> alpha) {
  double out = log_gamma(std::accumulate(alpha.begin(), alpha.end(), 0.0));
  for (const double a : alpha) out -= log_gamma(a);
  return out;
}

double dirichlet_log_density(std::span<const double> alpha, std::span<const double> pi) {
  double out = dirichlet_log_normalizer(alpha);
  for (std::size_t k = 0; k < alpha.size(); ++k)
    if (alpha[k] != 1.0) out += (alpha[k] - 1.0) * std::log(pi[k]);
  return out;
}

double dirichlet_divergence(std::span<const double> q, std::span<const double> p) {
  const std::vector<double> expected = dirichlet_expected_log(q);
  double out = dirichlet_log_normalizer(q) - dirichlet_log_normalizer(p);
  for (std::size_t k = 0; k < q.size(); ++k) out += (q[k] - p[k]) * expected[k];
  return out;
}

std::vector<double> sticks_expected_log(std::span<const double> a, std::span<const double> b) {
  std::vector<double> out;
  double rest = 0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    const double both = digamma(a[k] + b[k]);
    out.push_back(rest + digamma(a[k]) - both);
    rest += digamma(b[k]) - both;
  }
  out.push_back(rest);
  return out;
}

std::vector<double> sticks_mean(std::span<const double> a, std::span<const double> b) {
  std::vector<double> out;
  double rest = 1;
  for (std::size_t k = 0; k < a.size(); ++k) {
    out.push_back(rest * a[k] / (a[k] + b[k]));
    rest *= b[k] / (a[k] + b[k]);
  }
  out.push_back(rest);
  return out;
}

double sticks_divergence(std::span<const double> a, std::span<const double> b,
                         double concentration) {
  double out = 0;
  for (std::size_t k = 0; k < a.size(); ++k)
    out += dirichlet_divergence(std::array{a[k], b[k]}, std::array{1.0, concentration});
  return out;
}

}  // namespace varimix::internal
