// The naive twin before it judges: its bound against exact evidences of tiny data.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "multivariate/exact_evidence.hpp"
#include "support/gaussian_problems.hpp"
#include "support/reference_data.hpp"

namespace varimix::test {
namespace {

constexpr Real kExact = 1e-15L;  // long double, sums of a few hundred terms

GaussianProblem tiny(Covariance covariance, std::size_t components) {
  return gaussian_problem("faithful_std", "waiting<67", covariance, components, 30);  // 10 rows
}

Real last_bound(const GaussianProblem& p, const NaiveGaussianPrior& prior) {
  const std::size_t enough = p.components == 1 ? 1 : 100;
  return naive_vb(p.naive(), p.rows, naive_latent(p.rows, p.partition, p.components), prior, enough)
      .back()
      .objective;
}

TEST(NaiveBoundOfGaussians, IsTheExactEvidenceOfOneComponent) {
  for (const Covariance c : all_covariances()) {
    GaussianProblem p = tiny(c, 1);
    p.partition.assign(p.partition.size(), 0);
    const NaiveGaussianPrior prior = stated_prior(p);
    const Real exact = exact_log_evidence(p.naive(), p.rows.x, 1, prior);
    EXPECT_LT(relative_gap(last_bound(p, prior), exact), kExact) << p.name;
  }
}

// The gap is KL(q || posterior): at least 0, and small where the two clusters are far apart.
TEST(NaiveBoundOfGaussians, StaysBelowTheExactEvidenceOfTwoComponents) {
  for (const Covariance c : all_covariances()) {
    const GaussianProblem p = tiny(c, 2);
    const NaiveGaussianPrior prior = stated_prior(p);
    const Real below = exact_log_evidence(p.naive(), p.rows.x, 2, prior) - last_bound(p, prior);
    EXPECT_GT(below, 0) << p.name;
    EXPECT_LT(below, 3) << p.name;
  }
}

// One cell of ten rows missing: the evidence is the integral over that cell.
TEST(NaiveBoundOfGaussians, StaysBelowTheIntegralOverAMissingCell) {
  for (const Covariance c : all_covariances()) {
    GaussianProblem p = tiny(c, 1);
    p.partition.assign(p.partition.size(), 0);
    const NaiveGaussianPrior prior = stated_prior(p);
    RealMatrix x = p.rows.x;
    Real sum = 0;
    for (Real s = -12; s <= 12; s += 1 / 16.0L) {  // trapezoidal in x = sinh s
      x(4, 1) = std::sinh(s);
      sum += std::cosh(s) / 16 * std::exp(exact_log_evidence(p.naive(), x, 1, prior));
    }
    p.rows.x(4, 1) = std::nanl("");
    const NaiveLatent start = naive_latent(p.naive(), p.rows, some_point(p));
    const Real bound = naive_vb(p.naive(), p.rows, start, prior, 100).back().objective;
    const Real below = std::log(sum) - bound;
    EXPECT_GT(below, factorizes(p.naive()) ? -1e-10L : 0) << p.name;
    EXPECT_LT(below, factorizes(p.naive()) ? 1e-10L : 0.2L) << p.name;  // columns: exact
  }
}

TEST(NaiveBoundOfGaussians, IsThePublishedEvidenceOfOneNormalInverseWishart) {
  const auto reference = reference_json("variational.json")["one_component"]["niw_faithful"];
  GaussianProblem p = gaussian_problem("faithful", "waiting<67", Covariance::full, 1);
  p.partition.assign(p.partition.size(), 0);
  NaiveGaussianPrior prior = default_prior(p);
  prior.mean << 3.5, 70;
  prior.strength = 0.1L;
  prior.dof = 3;
  prior.scatter << 1, 0, 0, 150;
  const double expected = reference["log_evidence"];
  EXPECT_LT(relative_gap(last_bound(p, prior), expected), 1e-12);  // printed with 14 digits
}

// F = sum_n w_n log sum_k exp(rho_nk) - KL: two ways to add up the same bound.
TEST(NaiveBoundOfGaussians, EqualsTheLogitsLessTheDivergence) {
  for (const GaussianProblem& p : all_gaussian_problems()) {
    NaiveGaussianPrior prior = stated_prior(p);
    for (const bool sticks : {false, true}) {
      prior.sticks = sticks;
      const NaiveStep last =
          naive_vb(p.naive(), p.rows, naive_latent(p.naive(), p.rows, some_point(p)), prior, 3)
              .back();
      const NaiveLatent latent = naive_latent(p.naive(), p.rows, last.posterior);
      const NaiveBound bound = naive_bound(p.naive(), p.rows, latent, last.posterior, prior);
      const Real divergence =
          -(bound.weights + bound.components + bound.entropy_weights + bound.entropy_components);
      EXPECT_GT(divergence, 0) << p.name;
      EXPECT_LT(relative_gap(latent.evidence - divergence, last.objective), 1e-15) << p.name;
    }
  }
}

}  // namespace
}  // namespace varimix::test
