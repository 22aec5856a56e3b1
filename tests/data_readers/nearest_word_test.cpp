#include "math/nearest_word.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace varimix::internal {
namespace {

const std::vector<std::string> kColumns = {"eruptions", "waiting", "x1", "x2", "a"};

TEST(NearestWord, ForgivesInsertionsDeletionsAndSubstitutions) {
  EXPECT_EQ(nearest_word("eruption", kColumns), "eruptions");
  EXPECT_EQ(nearest_word("eruptionss", kColumns), "eruptions");
  EXPECT_EQ(nearest_word("wiating", kColumns), "waiting");
}

TEST(NearestWord, ForgivesUpperAndLowerCase) {
  EXPECT_EQ(nearest_word("WAITING", kColumns), "waiting");
  EXPECT_EQ(nearest_word("A", kColumns), "a");
}

TEST(NearestWord, IsTheFirstOfSeveralThatAreEquallyNear) {
  EXPECT_EQ(nearest_word("x3", kColumns), "x1");
}

TEST(NearestWord, IsEmptyWhenNothingIsClose) {
  EXPECT_EQ(nearest_word("duration", kColumns), "");
  EXPECT_EQ(nearest_word("b", kColumns), "");
  EXPECT_EQ(nearest_word("", kColumns), "");
  EXPECT_EQ(nearest_word("waiting", {}), "");
}

}  // namespace
}  // namespace varimix::internal
