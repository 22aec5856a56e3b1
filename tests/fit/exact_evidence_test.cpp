// The exact evidence of tiny data against longhand enumeration, and what it bounds.
#include <gtest/gtest.h>

#include <cmath>

#include "tiny_mixture.hpp"

namespace varimix::test {
namespace {

constexpr unsigned kDataSets = 400;  // 200 of each family

double naive_evidence(const Tiny& t) {
  LogSum sum;
  for_each_assignment(t, [&](const std::vector<std::size_t>& z) { sum.add(log_joint(t, z)); });
  return sum.value();
}

TEST(ExactEvidence, EqualsLonghandEnumeration) {
  for (unsigned seed = 0; seed < kDataSets; ++seed) {
    SCOPED_TRACE(seed);
    const Tiny t = tiny(seed);
    const double naive = naive_evidence(t);
    EXPECT_NEAR(exact_log_evidence(t.model(), t.data(), 1), naive, 1e-9 * (1 + std::abs(naive)));
  }
}

TEST(ExactEvidence, IsNeverBelowTheBound) {
  for (unsigned seed = 0; seed < kDataSets; ++seed) {
    SCOPED_TRACE(seed);
    const Tiny t = tiny(seed);
    FitOptions options;
    options.threads = 1;
    const Fit vb = fit(t.model(), t.data(), MeanField{}, options);
    EXPECT_LE(vb.objective, exact_log_evidence(t.model(), t.data(), 1) + 1e-9);
  }
}

TEST(ExactEvidence, OfOneComponentIsTheBoundItself) {
  for (unsigned seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE(seed);
    Tiny t = tiny(seed);
    t.components = 1;
    t.label.assign(t.x.size(), kLatent);
    const Fit vb = fit(t.model(), t.data(), MeanField{});
    EXPECT_NEAR(exact_log_evidence(t.model(), t.data(), 1), vb.objective, 1e-9);
  }
}

TEST(ExactEvidence, LikelihoodByEnumerationIsTheFits) {
  for (unsigned seed = 0; seed < kDataSets; ++seed) {
    SCOPED_TRACE(seed);
    const Tiny t = tiny(seed, static_cast<Weights>(seed / 16 % 2));
    ExpectationMaximization map;
    map.estimate = ExpectationMaximization::Estimate::posterior_mode;
    FitOptions options;
    options.threads = 1;
    options.max_iterations = 20;
    const Fit made = fit(t.model(), t.data(), map, options);
    EXPECT_NEAR(exact_log_likelihood(made.model, t.data(), made.summary), made.log_likelihood,
                1e-10 * (1 + std::abs(made.log_likelihood)));
  }
}

TEST(ExactEvidence, DoesNotDependOnThreads) {
  const Tiny t = tiny(1, Weights::all_one);
  EXPECT_EQ(exact_log_evidence(t.model(), t.data(), 1), exact_log_evidence(t.model(), t.data(), 3));
}

TEST(ExactEvidence, RefusesAnOpenRowThatStandsForMoreOrLessThanOne) {
  const std::vector<double> x = {1, 2, 4, 7};
  for (const double weight : {0.5, 2.0}) {
    const Data data = Data::view(std::span<const double>(x)).with_weights({1, 1, weight, 1});
    EXPECT_THROW(exact_log_evidence(Model(2, gaussian()), data), std::invalid_argument);
    EXPECT_NO_THROW(
        exact_log_evidence(Model(2, gaussian()), data.with_labels({kLatent, kLatent, 1, kLatent})));
  }
}

TEST(ExactEvidence, RefusesTooManyAssignments) {
  std::vector<double> x(22);
  for (std::size_t n = 0; n < x.size(); ++n) x[n] = static_cast<double>(n * n % 7);
  const Data data = Data::view(std::span<const double>(x));
  EXPECT_THROW(exact_log_evidence(Model(2, gaussian()), data), std::invalid_argument);
}

}  // namespace
}  // namespace varimix::test
