// The discussion, 14: every rung reads the data about once per iteration. Seconds are no test.
#include <gtest/gtest.h>

#include "discussion/claims.hpp"

namespace varimix::discussion {
namespace {

TEST(Ladder, EveryRungReadsTheDataAboutOncePerIteration) {
  const Data data = Data::own(sample(truth(three_gaussians()), 2000, 1).values, 2000, 1);
  for (const char* method : {"ml", "em", "map", "vb-point", "vb"}) {
    const Fit f =
        fit(Model(3, gaussian()), data, backend_from_name(method),
            exactly(20, Belief(point({{1. / 3, -1, 2}, {1. / 3, 1, 2}, {1. / 3, 3, 2}}))));
    const double reads = static_cast<double>(f.e_passes) / static_cast<double>(f.iterations);
    EXPECT_GE(reads, 1) << method;
    EXPECT_LT(reads, std::string(method) == "ml" ? 2 : 1.1) << method;
  }
}

TEST(Ladder, TheStoredMeasurementHasAllFive) {
  const Ladder found = stored_ladder();
  EXPECT_EQ(found.methods.size(), 5U);
  for (const Ladder::Row& m : found.methods) EXPECT_GT(m.seconds, 0) << m.method;
}

}  // namespace
}  // namespace varimix::discussion
