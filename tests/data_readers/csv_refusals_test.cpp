#include <gtest/gtest.h>

#include <string>

#include "temporary_file.hpp"

namespace varimix::testing {
namespace {

TEST(CsvRefusals, NameTheRowWhoseFieldsDoNotFitTheHeader) {
  EXPECT_EQ(
      refusal_of("a,b\n1,2\n\n1,2,3\n"),
      "FILE, row 2 (line 4): 3 fields; accepted is one for each of the 2 names of the header");
  EXPECT_EQ(refusal_of("a,b\n1,2\n1"),
            "FILE, row 2 (line 3): 1 field; accepted is one for each of the 2 names of the header");
  EXPECT_EQ(
      refusal_of("a,b\n1,2,\n"),
      "FILE, row 1 (line 2): 3 fields; accepted is one for each of the 2 names of the header");
}

TEST(CsvRefusals, NameTheTwoFieldsOfTheHeaderThatAreTheSame) {
  EXPECT_EQ(
      refusal_of("a,b,a\n1,2,3\n"),
      "FILE, line 1: fields 1 and 3 are both named \"a\"; each column needs a name of its own");
}

TEST(CsvRefusals, NameAFieldOfTheHeaderWithoutAName) {
  EXPECT_EQ(refusal_of("\na,b,\n1,2,3\n"),
            "FILE, line 2: field 3 of the header is empty; every column needs a name");
  EXPECT_NE(refusal_of("\"\",a\n1,2\n").find("row.names=FALSE"), std::string::npos);
}

TEST(CsvRefusals, SayThatDataWithoutAHeaderNeedsOne) {
  EXPECT_EQ(
      refusal_of("NA,79\n1.8,54\n"),
      "FILE, line 1: the number 79 stands where a column name is expected; accepted is a first "
      "line of names, in quotes where a name is a number");
  EXPECT_NE(refusal_of("5.1,3.5,setosa\n4.9,3.0,setosa\n").find("the number 5.1"),
            std::string::npos);
}

TEST(CsvRefusals, SayThatNothingFollowsTheHeader) {
  EXPECT_EQ(refusal_of("a,b\n\n"),
            "FILE: has a header but no rows; accepted are one or more rows below it");
  EXPECT_NE(refusal_of("\n\n \n").find("holds only blank lines"), std::string::npos);
  EXPECT_NE(refusal_of("\xef\xbb\xbf").find("holds only blank lines"), std::string::npos);
}

TEST(CsvRefusals, SayWhereAQuoteOpensThatIsNeverClosed) {
  EXPECT_EQ(refusal_of("a,b\n1,x\n2,\"y\n3,z\n"),
            "FILE, line 3: a quote opens here that is never closed; accepted is one at the end of "
            "the field, too");
  EXPECT_EQ(refusal_of("a,\"b\n1,2\n"),
            "FILE, line 1: a quote opens here that is never closed; accepted is one at the end of "
            "the field, too");
}

TEST(CsvRefusals, SayWhereAQuoteOpensThatClosesInTheMidstOfAField) {
  EXPECT_EQ(refusal_of("a,b\n1,\"x\ny\"z,3\n"),
            "FILE, line 2: the quote that opens here closes on line 3 before \"z\"; accepted are a "
            "separator or the end of the line there, and \"\" for a quote inside quotes");
}

TEST(CsvRefusals, NameACellThatIsNotText) {
  EXPECT_EQ(refusal_of("a,b\n1,x\n2,\xff"
                       "abc\n"),
            "FILE, row 2 (line 3), column \"b\": \"\\xffabc\" is not text; accepted is UTF-8");
  EXPECT_EQ(refusal_of(std::string_view("a,b\n1,2\n2,3\0\n", 13)),
            "FILE, row 2 (line 3), column \"b\": \"3\\x00\" is not text; accepted is UTF-8");
}

TEST(CsvRefusals, KnowIllFormedUtf8) {
  for (const char* bad : {"\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                          "\xf5\x80\x80\x80", "\x80", "\xe2\x82", "\xc3(", "\xe2(\xa1"}) {
    EXPECT_NE(refusal_of(std::string("a\nx") + bad + "\n").find("UTF-8"), std::string::npos);
  }
  const std::string good = "\xc3\xa9\xe2\x82\xac\xed\x9f\xbf\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf";
  EXPECT_EQ(read_text("a\n" + good + "\n").columns[0].levels[0], good);
}

TEST(CsvRefusals, NameAHeaderThatIsNotText) {
  EXPECT_EQ(refusal_of("a,b\xfc\n1,2\n"),
            "FILE, line 1: field 2, \"b\\xfc\", is not text; accepted is UTF-8");
  EXPECT_NE(refusal_of(std::string_view("a\0,b\n1,2\n", 9)).find("\"a\\x00\""), std::string::npos);
}

TEST(CsvRefusals, NameOtherFormatsByTheirBeginning) {
  EXPECT_NE(refusal_of("\x1f\x8b\x08 and so on").find("gzip"), std::string::npos);
  EXPECT_NE(refusal_of("PK\x03\x04 and so on").find("zip archive"), std::string::npos);
  EXPECT_NE(refusal_of("{\n  \"format\": 1}").find("is JSON"), std::string::npos);
  EXPECT_NE(refusal_of("\xff\xfe"
                       "a")
                .find("UTF-16"),
            std::string::npos);
}

TEST(CsvRefusals, NameLineEndsThatAreNotOnes) {
  EXPECT_NE(refusal_of("a,b\r1,2\r3,4\r").find("carriage return alone"), std::string::npos);
}

TEST(CsvRefusals, CutOffWhatIsTooLongToShow) {
  const std::string message = refusal_of("a,b\n1,2\n2,\xff" + std::string(1000, 'x') + "\n");
  EXPECT_LT(message.size(), 200u);
  EXPECT_NE(message.find("xxx...\""), std::string::npos);
}

TEST(CsvRefusals, StopAtALineThatIsTooLong) {
  const std::string message = refusal_of("a\n1\n" + std::string((std::size_t{64} << 20) + 1, 'x'));
  EXPECT_EQ(message, "FILE, line 3: is longer than 64 MiB; accepted is one row per line");
}

}  // namespace
}  // namespace varimix::testing
