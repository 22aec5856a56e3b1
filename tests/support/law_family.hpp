// What the laws of one-column families share: where a family lives, sums over it, and a fixture.
#pragma once

#include <gtest/gtest.h>

#include <vector>

#include "support/law_numerics.hpp"
#include "varimix/family/concept.hpp"

namespace varimix::laws {

/// The values a family's columns may hold: the whole numbers lower ... upper, or an interval.
struct Support {
  bool discrete = true;
  double lower = 0, upper = 0;
};

/// The sum or integral over the support of f(x | theta) g(x), the density given by its logarithm.
template <typename LogDensity, typename Function>
double over_support(Support support, LogDensity log_density, Function g) {
  if (!support.discrete) return expectation(log_density, g, {support.lower, support.upper});
  double sum = 0;
  for (double x = support.lower; x <= support.upper; ++x) sum += std::exp(log_density(x)) * g(x);
  return sum;
}

template <typename F>
double log_likelihood(const F& f, const typename F::Parameters& theta, double x) {
  const auto eta = f.natural(theta);
  const auto t = f.statistic(x);
  double out = f.log_base(x) - f.log_normalizer(eta);
  for (std::size_t i = 0; i < eta.size(); ++i) out += t[i] * eta[i];
  return out;
}

template <typename Array>
void expect_arrays_near(const Array& a, const Array& b, double tolerance) {
  for (std::size_t i = 0; i < a.size(); ++i)
    EXPECT_NEAR(a[i], b[i], within(tolerance, b[i])) << "entry " << i;
}

/// What the laws of a conjugate prior share.
template <typename Example>
class ConjugateExample : public ::testing::Test {
 protected:
  using F = typename Example::Family;
  using Statistic = typename F::Statistic;
  using Parameters = typename F::Parameters;
  using Prior = typename F::Prior;
  static_assert(ConjugateFamily<F> && std::tuple_size_v<Parameters> == 1);

  /// visit(q) at every conjugate distribution of the example.
  template <typename Visit>
  void each(Visit visit) const {
    for (const Prior& q : Example::hyperparameters()) {
      SCOPED_TRACE(::testing::PrintToString(q));
      visit(q);
    }
  }
  /// E_q[g(theta)] by numerical integration.
  template <typename Function>
  double mean_under(const Prior& q, Function g) const {
    return expectation([&](double theta) { return f.log_density(q, {theta}); }, g,
                       Example::kParameters);
  }
  /// q after one look at these values, each of weight 1.
  Prior after(Prior q, const std::vector<double>& values) const {
    Statistic sum{};
    for (const double x : values)
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += f.statistic(x)[i];
    return f.posterior(q, static_cast<double>(values.size()), sum);
  }
  double log_likelihood_of(const Parameters& theta, const std::vector<double>& values) const {
    double sum = 0;
    for (const double x : values) sum += log_likelihood(f, theta, x);
    return sum;
  }
  const F f = Example::family();
};
}  // namespace varimix::laws
