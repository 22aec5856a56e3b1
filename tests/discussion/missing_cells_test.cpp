// The discussion, 4: EM over missing cells and components at once.
#include <gtest/gtest.h>

#include "discussion/claims.hpp"

namespace varimix::discussion {
namespace {

TEST(MissingCells, ShareOneRisingTraceWithTheComponents) {
  const MissingCells found = missing_cells();
  const std::vector<double>& trace = found.missing.trace;
  for (std::size_t t = 1; t < trace.size(); ++t)
    EXPECT_GE(trace[t], trace[t - 1] - 1e-10) << t;  // rounding of a sum of order 1000
}

TEST(MissingCells, CostLittleWhenTheirRowsAreKept) {
  const MissingCells found = missing_cells();
  EXPECT_EQ(found.missing.rows, 272U);
  EXPECT_LT(found.incomplete_rows_dropped.rows, 200U);
  EXPECT_LT(found.gap_missing, 0.05);
  EXPECT_LT(found.gap_missing, found.gap_dropped);
}

TEST(MissingCells, AreFilledInWithAnHonestDeviation) {
  // 86 squares of mean 1 and variance about 2: sd of the root mean square 0.076.
  EXPECT_NEAR(missing_cells().root_mean_square, 1, 3 * 0.076);
}

}  // namespace
}  // namespace varimix::discussion
