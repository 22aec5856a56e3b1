// Values whose squares overflow once left the standardised columns full of NaN, and k-means++ read
// beyond its table; values whose squares underflow gave means of NaN. Such columns are refused.
#include <gtest/gtest.h>

#include "support/reference_problems.hpp"

namespace varimix::test {
namespace {

void expect_refusal(const std::vector<double>& x) {
  const Data data = Data::view(x).with_names({"mass"});
  for (const Backend& backend : {Backend(MaximumLikelihood{}), em(), vb()}) {
    for (const Start& start :
         {Start(Partition{{0, 0, 0, 0, 1, 1}}), Start(AutomaticStart::kmeans_plus_plus)}) {
      try {
        run(Model(2, gaussian()), data, backend, start, 5);
        FAIL() << method_name(backend) << " accepted values like " << x.back();
      } catch (const std::invalid_argument& error) {
        EXPECT_EQ(std::string(error.what()).find("column 'mass'"), 0u) << error.what();
      }
    }
  }
}

TEST(ExtremeValues, WhoseVarianceOverflowsAreRefusedByColumn) {
  expect_refusal({1, 2, 3, 4, 1e200, 0.9e200});
}

TEST(ExtremeValues, WhoseVarianceUnderflowsAreRefusedByColumn) {
  expect_refusal({1e-170, 2e-170, 3e-170, 7e-170, 8e-170, 9.5e-170});
}

TEST(ExtremeValues, WithinRangeAreFitted) {
  for (const double scale : {1e140, 1e-140}) {
    std::vector<double> x = {1, 2, 3, 7, 8, 9.5};
    for (double& value : x) value *= scale;
    const Fit fit =
        run(Model(2, gaussian()), Data::view(x), em(), Partition{{0, 0, 0, 1, 1, 1}}, 9);
    EXPECT_NEAR(fit.mean(0)(0) / scale, 2, 0.1);
    EXPECT_NEAR(fit.mean(1)(0) / scale, 8.2, 0.1);
  }
}

}  // namespace
}  // namespace varimix::test
