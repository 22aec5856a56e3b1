#include "page/chart.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace varimix::internal {
namespace {

Chart small_chart(const std::string& title) {
  Table table;
  table.numbers("x", std::vector<double>{1, 2, 3}).numbers("y", std::vector<double>{4, 5, 6});
  table.text("series", "all");
  const std::vector<std::string> names = {"all"};
  return {"small", title, "three points on a line",
          layers(table, {line(axis("x", "x / min"), axis("y", "y"), series(names))})};
}

TEST(Chart, HoldsItsDataItsTitleAndItsLook) {
  const Json spec = Json::parse(to_json(small_chart("Rising")));
  EXPECT_EQ(spec["title"], "Rising");
  EXPECT_EQ(spec["description"], "three points on a line");
  EXPECT_EQ(spec["data"]["values"].size(), 3u);
  EXPECT_EQ(spec["data"]["values"][1], (Json{{"x", 2.0}, {"y", 5.0}, {"series", "all"}}));
  EXPECT_EQ(spec["config"], theme());
  EXPECT_EQ(spec["layer"][0]["encoding"]["x"]["title"], "x / min");
}

TEST(Chart, NoTextCanEndTheScriptItStandsIn) {
  const std::string hostile = "</script><script>alert('\"')</script><!--";
  const std::string text = to_json(small_chart(hostile));
  EXPECT_EQ(text.find('<'), std::string::npos);
  EXPECT_EQ(Json::parse(text)["title"], hostile);
}

TEST(Chart, BrokenUtf8IsReplacedAndTheJsonStaysValid) {
  const std::string text = to_json(small_chart("broken \xff byte"));
  EXPECT_EQ(Json::parse(text)["title"], "broken \xEF\xBF\xBD byte");
}

TEST(Chart, WhatIsNotFiniteIsNullAndTheRestHasSixDigits) {
  EXPECT_TRUE(number(std::numeric_limits<double>::infinity()).is_null());
  EXPECT_TRUE(number(std::nan("")).is_null());
  EXPECT_EQ(number(1.23456789e-7).get<double>(), 1.23457e-7);
  EXPECT_EQ(number(-1034.00174), Json(-1034.0));
  EXPECT_EQ(number(0.1).dump(), "0.1");
}

TEST(Chart, ValuesThatLieCloseTogetherKeepTheDigitsThatTellThemApart) {
  Table table;
  const std::vector<double> x = {1e8, 1e8 + 0.25, 1e8 + 1};
  const Json rows = table.numbers("x", x).json()["values"];
  for (std::size_t n = 0; n < x.size(); ++n) EXPECT_NEAR(rows[n]["x"].get<double>(), x[n], 1e-5);
}

TEST(Chart, ColoursRepeatAfterEightAndAreDistinctBefore) {
  for (std::size_t i = 0; i < 8; ++i) {
    EXPECT_EQ(colour(i), colour(i + 8));
    for (std::size_t j = 0; j < i; ++j) EXPECT_NE(colour(i), colour(j));
  }
}

TEST(Chart, TheFirstOfASeriesCanBeTheTotalInInk) {
  const std::vector<std::string> names = {"mixture", "component 1", "component 2"};
  const Json scale = series(names, true)["scale"];
  EXPECT_EQ(scale["range"], (Json{kInk, colour(0), colour(1)}));
  EXPECT_EQ(scale["domain"], Json(names));
}

}  // namespace
}  // namespace varimix::internal
