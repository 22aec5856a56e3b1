// log p(x) = F(q) + KL(q || p): the divergence by enumeration, from closed forms written out here.
#include <gtest/gtest.h>

#include <boost/math/special_functions/digamma.hpp>
#include <cmath>
#include <numeric>

#include "tiny_mixture.hpp"

namespace varimix::test {
namespace {

constexpr unsigned kDataSets = 400;  // 200 of each family

double digamma(double x) { return boost::math::digamma(x); }

/// KL of gamma(shape, rate), and of inverse-gamma(shape, scale) alike: both are one density in
/// other coordinates.
double gamma_divergence(double a, double b, double to_a, double to_b) {
  return (a - to_a) * digamma(a) - std::lgamma(a) + std::lgamma(to_a) +
         to_a * (std::log(b) - std::log(to_b)) + a * (to_b - b) / b;
}

/// KL(q || p) of normal-inverse-gammas, or of gammas.
double divergence(const Tiny& t, const Conjugate& q, const Conjugate& p) {
  const double scales = gamma_divergence(q.a, q.b, p.a, p.b);
  if (!t.gaussian) return scales;
  const double gap = q.m - p.m;
  return scales +
         (std::log(q.kappa / p.kappa) + p.kappa / q.kappa - 1 + p.kappa * gap * gap * q.a / q.b) /
             2;
}

double dirichlet_divergence(const std::vector<double>& q, const std::vector<double>& p) {
  const double all_q = std::accumulate(q.begin(), q.end(), 0.0);
  const double all_p = std::accumulate(p.begin(), p.end(), 0.0);
  double out = std::lgamma(all_q) - std::lgamma(all_p);
  for (std::size_t k = 0; k < q.size(); ++k)
    out += std::lgamma(p[k]) - std::lgamma(q[k]) + (q[k] - p[k]) * (digamma(q[k]) - digamma(all_q));
  return out;
}

std::vector<Conjugate> factors(const Tiny& t, const Fit& fit) {
  const auto described = fit.model.family().conjugate_rules()->describe(
      fit.components(), std::get<Posterior>(fit.belief).hyperparameters);
  std::vector<Conjugate> out;
  for (const Fields& fields : described.components) {
    const auto value = [&](const std::string& name) {
      for (const Field& field : fields)
        if (field.name == name) return field.values.at(0);
      ADD_FAILURE() << "no " << name;
      return 0.0;
    };
    out.push_back(t.gaussian
                      ? Conjugate{value("mean"), value("strength"), value("shape"), value("scale")}
                      : Conjugate{0, 1, value("shape"), value("rate")});
  }
  return out;
}

/// log q(z) = sum over the rows that are open of log r; -infinity where some r is 0.
double log_assignment(const Tiny& t, const std::vector<double>& r,
                      const std::vector<std::size_t>& z) {
  double out = 0;
  for (std::size_t n = 0; n < z.size(); ++n)
    if (t.weight[n] > 0 && t.label[n] == kLatent) out += std::log(r[n * t.components + z[n]]);
  return out;
}

/// KL(q(z) q(pi, theta) || p(z, pi, theta | x)), where p(pi, theta | x, z) is conjugate:
///   sum_z q(z) [ log q(z) - log p(z | x) + KL(q(pi, theta) || p(pi, theta | x, z)) ]
double full_divergence(const Tiny& t, const Fit& vb, double log_evidence) {
  const std::vector<double> r = responsibilities(vb, t.data());
  const std::vector<double>& alpha = std::get<Posterior>(vb.belief).weights.alpha;
  const std::vector<Conjugate> q = factors(t, vb);
  double out = 0;
  for_each_assignment(t, [&](const std::vector<std::size_t>& z) {
    const double log_q = log_assignment(t, r, z);
    if (std::exp(log_q) == 0) return;
    double inner = log_q - (log_joint(t, z) - log_evidence);
    const std::vector<Sums> sums = sums_of(t, z);
    std::vector<double> counts;
    for (std::size_t k = 0; k < sums.size(); ++k) {
      counts.push_back(t.concentration() + sums[k].weight);
      inner += divergence(t, q[k], posterior_of(t, sums[k]));
    }
    out += std::exp(log_q) * (inner + dirichlet_divergence(alpha, counts));
  });
  return out;
}

// Stopped after a few updates or at the end: the identity holds for every q.
TEST(Divergence, OfVariationalBayesIsWhatTheBoundLacksOfTheEvidence) {
  for (unsigned seed = 0; seed < kDataSets; ++seed) {
    SCOPED_TRACE(seed);
    const Tiny t = tiny(seed);
    FitOptions options;
    options.threads = 1;
    if (seed % 3 != 0) options.max_iterations = 1 + seed % 3;
    const Fit vb = fit(t.model(), t.data(), MeanField{}, options);
    const double evidence = exact_log_evidence(t.model(), t.data(), 1);
    const double lacking = full_divergence(t, vb, evidence);
    EXPECT_GE(lacking, -1e-9);
    // Raw sums of squares lose a few digits of terms of this size.
    EXPECT_NEAR(vb.objective + lacking, evidence, 1e-9 * (1 + std::abs(evidence)));
  }
}

/// log p(x, z | pi, theta) at the estimate.
double log_complete(const Tiny& t, const Fit& em, const std::vector<std::size_t>& z) {
  double out = 0;
  for (std::size_t n = 0; n < z.size(); ++n) {
    if (!(t.weight[n] > 0)) continue;
    double log_density = 0;
    if (t.gaussian) {
      const double gap = t.x[n] - em.parameter("mean", z[n])[0];
      const double variance = em.parameter("covariance", z[n])[0];
      log_density = -(std::log(2 * std::acos(-1.0) * variance) + gap * gap / variance) / 2;
    } else {
      const double rate = em.parameter("rate", z[n])[0];
      log_density = t.x[n] * std::log(rate) - rate - std::lgamma(t.x[n] + 1);
    }
    out += t.weight[n] * (std::log(em.summary.weights[z[n]]) + log_density);
  }
  return out;
}

// For a point the identity is that of its own model, log p(x | pi, theta) = F + KL(q(z) || p(z | x,
// pi, theta)), and EM's q(z) is exact: nothing is lacking. VB's q(z) beside the same point lacks
// what F(q) = E_q[log p(x, z | pi, theta) - log q(z)] falls short.
TEST(Divergence, OfExpectationMaximizationIsZeroAndOfAnyOtherAssignmentWhatItLacks) {
  unsigned infinite = 0;
  for (unsigned seed = 0; seed < kDataSets; ++seed) {
    SCOPED_TRACE(seed);
    const Tiny t = tiny(seed);
    FitOptions options;
    options.threads = 1;
    options.max_iterations = 1 + seed % 20;
    ExpectationMaximization map;  // whose estimates stay away from the floor
    map.estimate = ExpectationMaximization::Estimate::posterior_mode;
    const Fit em = fit(t.model(), t.data(), map, options);
    const Fit vb = fit(t.model(), t.data(), MeanField{}, options);
    const double evidence = exact_log_likelihood(em.model, t.data(), em.summary);
    for (const Fit* by : {&em, &vb}) {
      const std::vector<double> r = responsibilities(*by, t.data());
      double bound = 0, lacking = 0;
      for_each_assignment(t, [&](const std::vector<std::size_t>& z) {
        const double log_q = log_assignment(t, r, z), q = std::exp(log_q);
        if (q == 0) return;
        const double log_p = log_complete(t, em, z);
        bound += q * (log_p - log_q);
        lacking += q * (log_q - (log_p - evidence));
      });
      if (lacking == HUGE_VAL) {  // an estimate on the edge: VB's q has rows where it has none
        EXPECT_EQ(by, &vb);
        ++infinite;
        continue;
      }
      const double rounding = 1e-10 * (1 + std::abs(evidence));
      EXPECT_NEAR(bound + lacking, evidence, rounding);
      EXPECT_GE(lacking, -rounding);
      if (by == &vb) continue;
      EXPECT_NEAR(lacking, 0, rounding);
      EXPECT_NEAR(bound, em.log_likelihood, rounding);
    }
  }
  EXPECT_LE(infinite, kDataSets / 20);
}

}  // namespace
}  // namespace varimix::test
