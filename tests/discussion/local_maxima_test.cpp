// The discussion, 3: EM climbs, always, and ends in one of several maxima.
#include <gtest/gtest.h>

#include "discussion/claims.hpp"
#include "support/reference_data.hpp"

namespace varimix::discussion {
namespace {

const LocalMaxima& found() {
  static const LocalMaxima out = local_maxima();
  return out;
}

TEST(LocalMaxima, NoTraceOfTwoHundredEverFalls) {
  ASSERT_EQ(found().traces.size(), 200U);
  EXPECT_LT(found().largest_fall, 1e-10);  // rounding of sums of order 200
}

TEST(LocalMaxima, AreSeveralAndTheBestIsTheBestKnown) {
  std::size_t proper = 0;
  double best = -HUGE_VAL;
  for (const LocalMaxima::Basin& b : found().basins) {
    if (b.spurious) continue;
    ++proper;
    best = std::max(best, b.log_likelihood);
  }
  EXPECT_GE(proper, 4U);
  for (const auto& known : varimix::test::reference_json("galaxies_best_known.json"))
    if (known.at("dataset") == "galaxies_k" && known.at("model") == "V" && known.at("G") == 4) {
      EXPECT_NEAR(best, known.at("loglik").get<double>(), 1e-6);  // their digits
    }
}

TEST(LocalMaxima, AreFixedPoints) {
  // One more iteration from each of the proper ends leaves it where it is.
  for (const LocalMaxima::Basin& b : found().basins) {
    if (b.spurious) continue;
    std::size_t run = 0;
    while (std::abs(found().traces[run].back() - b.log_likelihood) > 1e-4) ++run;
    const std::vector<double>& trace = found().traces[run];
    EXPECT_LT(trace.back() - trace[trace.size() - 2], 1e-10);
  }
}

}  // namespace
}  // namespace varimix::discussion
