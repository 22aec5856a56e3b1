#include "model/json_writer.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "model/json_reader.hpp"

namespace varimix::internal {
namespace {

std::string written(double value) {
  JsonWriter json;
  json.number(value);
  return json.str();
}

TEST(JsonWriter, PrintsSeventeenSignificantDigits) {
  EXPECT_EQ(written(0.1), "0.10000000000000001");
  EXPECT_EQ(written(1.0 / 3.0), "0.33333333333333331");
  EXPECT_EQ(written(272), "272");
  EXPECT_EQ(written(1e300), "1.0000000000000001e+300");
}

TEST(JsonWriter, PrintsNullForWhatIsNotFinite) {
  EXPECT_EQ(written(std::numeric_limits<double>::quiet_NaN()), "null");
  EXPECT_EQ(written(-std::numeric_limits<double>::infinity()), "null");
}

TEST(JsonWriter, LosesNoBitOfANumber) {
  using Limits = std::numeric_limits<double>;
  for (const double value : {0.1, 1.0 / 3.0, Limits::max(), Limits::min(), Limits::denorm_min(),
                             0x1p53 + 2, 1e22, 123456789012345678.0, -0.0, 0.0, -5.0}) {
    const double read = JsonNode::parse(written(value)).number();
    EXPECT_EQ(read, value);
    EXPECT_EQ(std::signbit(read), std::signbit(value)) << written(value);
  }
}

TEST(JsonWriter, EscapesTextsAndReplacesWhatIsNotUtf8) {
  JsonWriter json;
  json.text("a\"b\\c\n\x01 \xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80 \xff \xe2\x82");
  EXPECT_EQ(json.str(),
            "\"a\\\"b\\\\c\\u000a\\u0001 \xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80 \\ufffd "
            "\\ufffd\\ufffd\"");
  EXPECT_NO_THROW(JsonNode::parse(json.str()));
}

TEST(JsonWriter, NestsFieldsAsTheirShapesSay) {
  JsonWriter json;
  json.begin_object();
  json.fields({{"strength", {}, {0.5}}, {"mean", {2}, {1, 2}}, {"scatter", {2, 2}, {1, 2, 3, 4}}});
  json.end();
  EXPECT_EQ(json.str(), R"({"strength": 0.5, "mean": [1, 2], "scatter": [[1, 2], [3, 4]]})");
}

TEST(JsonWriter, PutsElementsOnLinesWhenAsked) {
  JsonWriter json;
  json.begin_object(JsonWriter::Layout::kLines);
  json.key("a").count(1);
  json.key("b").begin_list(JsonWriter::Layout::kLines);
  json.flag(true);
  json.null();
  json.end();
  json.key("c").begin_list(JsonWriter::Layout::kLines);
  json.end();
  json.end();
  EXPECT_EQ(json.str(), "{\n  \"a\": 1,\n  \"b\": [\n    true,\n    null\n  ],\n  \"c\": []\n}");
}

}  // namespace
}  // namespace varimix::internal
