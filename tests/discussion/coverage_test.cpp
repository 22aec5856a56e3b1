// The discussion, 12: what VB's 95 % intervals hold, and that the stored study is repeatable.
#include <gtest/gtest.h>

#include <algorithm>

#include "discussion/claims.hpp"

namespace varimix::discussion {
namespace {

const Coverage::Row* find(const Coverage& in, const Coverage::Row& like) {
  for (const Coverage::Row& r : in.rows)
    if (r.method == like.method && r.rows == like.rows && r.separation == like.separation &&
        r.parameter == like.parameter)
      return &r;
  return nullptr;
}

/// Fewer data sets than are stored: off by binomial error, that of the fewer and that of the many.
void expect_repeats(const Coverage& anew) {
  const Coverage stored = stored_coverage();
  for (const Coverage::Row& r : anew.rows) {
    const Coverage::Row* s = find(stored, r);
    ASSERT_NE(s, nullptr) << r.rows << " " << r.parameter;
    const double p = std::clamp(s->coverage, 0.05, 0.95);
    const double error =
        std::sqrt(p * (1 - p) *
                  (1 / static_cast<double>(r.data_sets) + 1 / static_cast<double>(s->data_sets)));
    EXPECT_NEAR(r.coverage, s->coverage, 4 * error) << r.rows << " " << r.parameter;
    EXPECT_NEAR(r.width / s->width, 1, 0.25) << r.rows << " " << r.parameter;
  }
}

TEST(Coverage, OfAFewDataSetsAgreesWithTheStoredStudy) {
  expect_repeats(measure_coverage(40, 200));
}

TEST(Coverage, SlowStudyOfThreeHundredDataSetsAgreesWithTheStoredOne) {
  expect_repeats(measure_coverage(300, 2000));
}

TEST(Coverage, OfVbIsBelowItsNameAndFarBelowWhereComponentsOverlap) {
  for (const Coverage::Row& r : stored_coverage().rows) {
    if (r.method != "vb") continue;
    EXPECT_GE(r.data_sets, 1000U);
    if (r.separation == 4) {
      EXPECT_GT(r.coverage, 0.8) << r.rows << " " << r.parameter;
    }
    if (r.rows >= 50) {
      EXPECT_LT(r.coverage, 0.95) << r.rows << " " << r.parameter;
    }
    if (r.separation == 2 && r.rows >= 100) {
      EXPECT_LT(r.coverage, 0.5) << r.rows << " " << r.parameter;
    }
  }
}

TEST(Coverage, IsSomethingThatEmCannotEvenHave) {
  const Fit f = fit(Model(2, gaussian()), waiting(), em(), to_the_end(split_at(waiting(), 68)));
  EXPECT_TRUE(f.marginals(0).empty());
}

}  // namespace
}  // namespace varimix::discussion
