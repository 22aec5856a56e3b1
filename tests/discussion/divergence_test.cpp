// The discussion, 11: bound plus divergence is the log-likelihood (EM) or the log evidence (VB).
#include <gtest/gtest.h>

#include "discussion/claims.hpp"

namespace varimix::discussion {
namespace {

TEST(Divergence, AndBoundOfEmAddUpToTheLogLikelihoodByEnumeration) {
  const Divergence found = divergence();
  ASSERT_EQ(found.em.size(), found.em_exact.size());
  for (std::size_t i = 0; i < found.em.size(); ++i)
    EXPECT_NEAR(found.em[i].bound + found.em[i].divergence, found.em_exact[i], 1e-10)
        << found.em[i].label;
}

TEST(Divergence, OfEmIsZeroAfterEveryEStepAndOpensInEveryMStep) {
  const Divergence found = divergence();
  for (std::size_t i = 0; i < found.em.size(); ++i) {
    if (found.em[i].label.starts_with("E")) {
      EXPECT_NEAR(found.em[i].divergence, 0, 1e-12) << found.em[i].label;
    } else {
      EXPECT_GT(found.em[i].divergence, 0) << found.em[i].label;
    }
    if (i > 0) {
      EXPECT_GT(found.em[i].bound, found.em[i - 1].bound - 1e-12) << found.em[i].label;
    }
  }
}

TEST(Divergence, OfVbFallsAtEveryIterationButNotBelowTheNamings) {
  const Divergence found = divergence();
  for (std::size_t i = 0; i < found.vb.size(); ++i) {
    EXPECT_GT(found.vb[i].divergence, std::log(2) - 1e-9) << i;
    if (i > 0) {
      EXPECT_LT(found.vb[i].divergence, found.vb[i - 1].divergence + 1e-10) << i;
    }
  }
}

}  // namespace
}  // namespace varimix::discussion
