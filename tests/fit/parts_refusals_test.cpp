// What no marginal or conditional distribution can be made of.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "support/three_columns.hpp"
#include "varimix/parts.hpp"

namespace varimix::test {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

template <typename Act>
void expect_refusal(Act act, const std::vector<std::string>& parts) {
  try {
    act();
    ADD_FAILURE() << parts.at(0) << " was not refused";
  } catch (const std::invalid_argument& error) {
    const std::string why = error.what();
    EXPECT_EQ(why.find('\n'), std::string::npos) << why;
    for (const std::string& part : parts) EXPECT_NE(why.find(part), std::string::npos) << why;
  }
}

TEST(Parts, ColumnsThatCannotBeKeptAreRefused) {
  const Fit fit = fit_three_columns(Covariance::full, ExpectationMaximization{});
  expect_refusal([&] { marginal(fit, {}); }, {"no column is named", "a, b, c"});
  expect_refusal([&] { marginal(fit, {"a", "d"}); }, {"\"d\" is unknown", "a, b, c"});
  expect_refusal([&] { marginal(fit, {"a", "b", "a"}); }, {"\"a\" is named twice"});
}

TEST(Parts, ValuesThatCannotBeGivenAreRefused) {
  const Fit fit = fit_three_columns(Covariance::full, MeanField{});
  expect_refusal([&] { conditional(fit, {}); }, {"no value is given", "a, b, c"});
  expect_refusal([&] { conditional(fit, {{"d", 1}}); }, {"\"d\" is unknown", "a, b, c"});
  expect_refusal([&] { conditional(fit, {{"a", 1}, {"a", 1}}); }, {"\"a\" is given twice"});
  expect_refusal([&] { conditional(fit, {{"a", kMissing}}); }, {"\"a\" = nan", "a finite number"});
  expect_refusal([&] { conditional(fit, {{"a", HUGE_VAL}}); }, {"\"a\" = inf", "a finite number"});
  expect_refusal(
      [&] {
        conditional(fit, {{"a", 1}, {"b", 1}, {"c", 1}});
      },
      {"every column is given", "left open"});
  expect_refusal([&] { conditional(fit, {{"a", 1e200}}); }, {"density 0"});
  const Fit counts = varimix::fit(Model(2, poisson()), three_counts());
  expect_refusal(
      [&] {
        conditional(counts, {{"a", 2.5}});
      },
      {"\"a\" = 2.5", "poisson", "a whole number >= 0"});
}

}  // namespace
}  // namespace varimix::test
