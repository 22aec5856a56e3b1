// What the library enumerates, and what its variational bound stays below: the exact evidence of
// ten rows.
#include "varimix/evidence.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "multivariate/exact_evidence.hpp"
#include "support/gaussian_problems.hpp"

namespace varimix::test {
namespace {

class EvidenceOfColumns : public testing::TestWithParam<Covariance> {
 protected:
  const GaussianProblem p = gaussian_problem("faithful_std", "waiting<67", GetParam(), 2, 30);
  const NaiveGaussianPrior prior = stated_prior(p);
  const Model model = with_prior(p, prior);
};

TEST_P(EvidenceOfColumns, IsTheSumOverAllAssignments) {
  const Real expected = varimix::test::exact_log_evidence(p.naive(), p.rows.x, 2, prior);
  // A thousand terms, each of some ten roundings.
  EXPECT_LT(relative_gap(varimix::exact_log_evidence(model, p.data(), 1), expected), 1e-12);
}

TEST_P(EvidenceOfColumns, BoundsTheBoundOfVariationalBayes) {
  const Fit fit = run(model, p.data(), vb(), start_from_partition(p), 100);
  const Real below =
      varimix::test::exact_log_evidence(p.naive(), p.rows.x, 2, prior) - fit.objective;
  EXPECT_GT(below, 0);
  EXPECT_LT(below, 3);
}

TEST_P(EvidenceOfColumns, OfAPointIsItsLogLikelihood) {
  const Fit fit = run(model, p.data(), map(), start_from_partition(p), 5);
  EXPECT_LT(relative_gap(exact_log_likelihood(model, p.data(), fit.summary), fit.log_likelihood),
            1e-12);
}

INSTANTIATE_TEST_SUITE_P(Covariances, EvidenceOfColumns, testing::ValuesIn(all_covariances()),
                         CovarianceName{});

}  // namespace
}  // namespace varimix::test
