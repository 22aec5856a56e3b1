#include "model/json_reader.hpp"

#include <gtest/gtest.h>

#include "json/examples.hpp"

namespace varimix::internal {
namespace {

using varimix::testing::refusal;

std::string refusal_to_parse(const std::string& text) {
  return refusal([&] { JsonNode::parse(text); });
}

TEST(JsonReader, SaysLineAndColumnOfASyntaxError) {
  EXPECT_TRUE(
      refusal_to_parse("{\"a\": 1,\n  \"b\": }").starts_with("line 2, column 8: syntax error"));
  EXPECT_TRUE(refusal_to_parse("{\"a\": [1, 2").starts_with("line 1, column 12: syntax error"));
  for (const char* text :
       {"", "[NaN]", "[Infinity]", "[\"\xff\"]", "nul", "{} {}", "{\"a\": 1,}", "{'a': 1}"}) {
    const std::string message = refusal_to_parse(text);
    EXPECT_TRUE(message.starts_with("line 1, column ")) << text << ": " << message;
    EXPECT_TRUE(message.ends_with("; accepted: JSON")) << text << ": " << message;
  }
}

TEST(JsonReader, StaysOnOneLineWhateverTheSyntaxErrorIs) {
  const std::string message = refusal_to_parse("[\"" + std::string(5000, 'x') + "\n");
  EXPECT_LT(message.size(), 250U);
  EXPECT_EQ(message.find('\n'), std::string::npos);
}

TEST(JsonReader, RefusesNumbersBeyondRange) {
  EXPECT_EQ(refusal_to_parse("[1e999]"),
            "number overflow parsing '1e999'; accepted: finite numbers");
}

TEST(JsonReader, RefusesAKeyThatStandsTwice) {
  EXPECT_EQ(refusal_to_parse(R"({"a": {"b": 1}, "b": 2, "a": 3})"),
            "key \"a\" stands twice in one object; accepted: once");
}

TEST(JsonReader, RefusesEndlessNesting) {
  const std::string accepted = "nested too deeply; accepted: 64 levels";
  EXPECT_EQ(refusal_to_parse(std::string(1000000, '[')), accepted);
  EXPECT_EQ(refusal_to_parse(std::string(65, '[') + "1" + std::string(65, ']')), accepted);
  EXPECT_EQ(refusal_to_parse(std::string(60, '[') + "1" + std::string(60, ']')), "");
}

TEST(JsonReader, TellsThePlaceOfWhatItRefuses) {
  const JsonNode root =
      JsonNode::parse(R"({"a": [{"b": [1, "x"]}], "n": 2.5, "s": "word", "z": null})");
  EXPECT_EQ(refusal([&] { root["a"][0]["b"].numbers(); }),
            "a[0].b[1]: found \"x\"; accepted: a number");
  EXPECT_EQ(refusal([&] { root["a"][0]["b"].numbers(3); }),
            "a[0].b: found a list of 2; accepted: a list of 3 numbers");
  EXPECT_EQ(refusal([&] { root["a"][0]["c"].number(); }), "a[0].c: is missing; accepted: a number");
  EXPECT_EQ(refusal([&] { root["a"].number(); }), "a: found a list of 1; accepted: a number");
  EXPECT_EQ(refusal([&] { root["n"].count(1, 9); }),
            "n: found 2.5; accepted: a whole number from 1 to 9");
  EXPECT_EQ(refusal([&] { root["z"].text(); }), "z: found null; accepted: a text");
  EXPECT_EQ(refusal([&] { root["n"]["x"].text(); }), "n: found 2.5; accepted: an object");
  EXPECT_EQ(refusal([&] { root.number(); }), "the document: found an object; accepted: a number");
  EXPECT_EQ(refusal([&] {
              root["s"].choice({"worm", "ward"});
            }),
            "s: \"word\" is unknown (did you mean \"worm\"?); accepted: worm, ward");
}

TEST(JsonReader, TakesWholeNumbersInAnySpelling) {
  for (const char* text : {"3", "3.0", "0.3e1", "30e-1"})
    EXPECT_EQ(JsonNode::parse(text).count(1, 9), 3U) << text;
  for (const char* text : {"0", "-3", "10", "2.5", "1e300", "99999999999999999999", "true"}) {
    EXPECT_NE(refusal([&] { JsonNode::parse(text).count(1, 9); }), "") << text;
  }
}

TEST(JsonReader, ReadsFieldsOfAnyShape) {
  const Fields fields =
      JsonNode::parse(R"({"type": "t", "a": 1, "b": [1, 2], "c": [[1, 2], [3, 4], [5, 6]]})")
          .fields_except({"type"});
  ASSERT_EQ(fields.size(), 3U);
  EXPECT_EQ(fields[0].shape, (std::vector<std::size_t>{}));
  EXPECT_EQ(fields[1].shape, (std::vector<std::size_t>{2}));
  EXPECT_EQ(fields[2].shape, (std::vector<std::size_t>{3, 2}));
  EXPECT_EQ(fields[2].values, (std::vector<double>{1, 2, 3, 4, 5, 6}));
}

TEST(JsonReader, RefusesRowsOfUnequalLength) {
  const JsonNode root = JsonNode::parse(R"({"c": [[1, 2], [3]]})");
  EXPECT_EQ(refusal([&] { root["c"].field("c"); }),
            "c[1]: found a list of 1; accepted: a list of 2 numbers");
}

}  // namespace
}  // namespace varimix::internal
