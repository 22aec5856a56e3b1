// The discussion, 12: what VB's 95 % intervals hold, and that the stored study is repeatable.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "discussion/claims.hpp"
#include "study.hpp"

namespace varimix::discussion {
namespace {

const Coverage::Row& stored(const std::string& method, std::size_t rows,
                            const std::string& separation, std::size_t kind) {
  static const Coverage all = stored_coverage();
  for (const Coverage::Row& r : all.rows)
    if (r.method == method && r.rows == rows && r.separation == separation &&
        r.parameter == bench::kKinds[kind])
      return r;
  throw std::runtime_error("no row of " + method);
}

/// Fewer data sets than are stored: off by binomial error, that of the fewer and that of the many.
/// Both components count, so that half of a data set is the least that can be held.
void expect_repeats(std::size_t rows, std::size_t data_sets) {
  for (const bench::Truth& truth : bench::truths()) {
    const std::vector<bench::Tally> anew = bench::tallies(truth, rows, data_sets, 7, 2);
    for (std::size_t m = 0; m < anew.size(); ++m) {
      for (std::size_t kind = 0; kind < 3; ++kind) {
        const Coverage::Row& s = stored(bench::methods()[m].name, rows, truth.separation, kind);
        const double p = std::clamp(s.coverage, 0.05, 0.95);
        const double error = std::sqrt(
            p * (1 - p) *
            (1 / static_cast<double>(anew[m].data_sets) + 1 / static_cast<double>(s.data_sets)));
        EXPECT_NEAR(anew[m].covered[kind], s.coverage, 4 * error)
            << s.method << " " << truth.separation << " " << s.parameter;
      }
    }
  }
}

TEST(Coverage, OfAFewDataSetsAgreesWithTheStoredStudy) { expect_repeats(200, 50); }

TEST(Coverage, SlowStudyOfThreeHundredDataSetsAgreesWithTheStoredOne) {
  for (const std::size_t rows : {20, 50, 500}) expect_repeats(rows, 300);
}

TEST(Coverage, OfVbIsFarBelowItsNameWhereComponentsOverlapAndLinearResponseRepairsMostOfIt) {
  for (std::size_t kind = 0; kind < 3; ++kind) {
    for (const std::size_t rows : {50, 200, 500, 2000}) {
      EXPECT_GT(stored("posterior", rows, "well", kind).coverage, 0.9) << rows;
      EXPECT_LT(stored("posterior", rows, "badly", kind).coverage, 0.6) << rows;
      EXPECT_GT(stored("linear-response", rows, "badly", kind).coverage,
                stored("posterior", rows, "badly", kind).coverage + 0.05)
          << rows;
    }
    EXPECT_GT(stored("linear-response", 2000, "badly", kind).coverage, 0.85);
    EXPECT_GT(stored("information", 2000, "badly", kind).coverage, 0.85);
  }
}

TEST(Coverage, IsSomethingThatEmCannotEvenHave) {
  const Fit f = fit(Model(2, gaussian()), waiting(), em(), to_the_end(split_at(waiting(), 68)));
  EXPECT_TRUE(f.marginals(0).empty());
}

}  // namespace
}  // namespace varimix::discussion
