#include <gtest/gtest.h>

#include <charconv>
#include <clocale>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "temporary_file.hpp"

namespace varimix::testing {
namespace {

std::vector<double> column(const Table& table, std::size_t c) {
  std::vector<double> values;
  for (std::size_t n = 0; n < table.rows(); ++n) values.push_back(table.value(n, c));
  return values;
}

std::vector<std::string> names(const Table& table) {
  std::vector<std::string> names;
  for (const Column& column : table.columns) names.push_back(column.name);
  return names;
}

using Numbers = std::vector<double>;
using Words = std::vector<std::string>;

TEST(Csv, ReadsTheFaithfulData) {
  const Table table = read_table(VARIMIX_TEST_DATA "/faithful.csv");
  EXPECT_EQ(table.rows(), 272u);
  EXPECT_EQ(names(table), (Words{"eruptions", "waiting"}));
  EXPECT_EQ(table.value(0, 0), 3.6);
  EXPECT_EQ(table.value(1, 1), 54);
}

TEST(Csv, TellsNumbersFromTextInTheIrisData) {
  const Table table = read_table(VARIMIX_TEST_DATA "/iris.csv");
  ASSERT_EQ(table.columns.size(), 5u);
  for (std::size_t c = 0; c < 4; ++c) EXPECT_TRUE(table.columns[c].numeric);
  const Column& species = table.columns[4];
  EXPECT_FALSE(species.numeric);
  EXPECT_EQ(species.levels, (Words{"setosa", "versicolor", "virginica"}));
  ASSERT_EQ(species.codes.size(), 150u);
  EXPECT_EQ(species.codes[0], 0);
  EXPECT_EQ(species.codes[149], 2);
  EXPECT_EQ(species.texts, 150u);
  EXPECT_EQ(species.numbers, 0u);
}

TEST(Csv, TakesTabsFirstThenCommasThenSemicolonsAsDelimiter) {
  EXPECT_EQ(names(read_text("a,b\tc;d\n1\t2\n")), (Words{"a,b", "c;d"}));
  EXPECT_EQ(names(read_text("a;b,c\n1,2\n")), (Words{"a;b", "c"}));
  EXPECT_EQ(names(read_text("a;b\n1;2\n")), (Words{"a", "b"}));
  EXPECT_EQ(names(read_text("a b\n1\n")), (Words{"a b"}));
}

TEST(Csv, LooksForTheDelimiterOutsideQuotesOnly) {
  EXPECT_EQ(names(read_text("\"a\tb\",\"c;d\"\n1,2\n")), (Words{"a\tb", "c;d"}));
  EXPECT_EQ(names(read_text("\"a,b\";c\n1;2\n")), (Words{"a,b", "c"}));
}

TEST(Csv, UnderstandsQuotedFields) {
  const Table table = read_text(
      "\"a \"\"b\"\"\",c\n"
      "\"1.5\",\"x, \"\"y\"\"\nz\"\n"
      " \"2\" , \"\"\"\" \n");
  EXPECT_EQ(names(table), (Words{"a \"b\"", "c"}));
  EXPECT_EQ(column(table, 0), (Numbers{1.5, 2}));
  EXPECT_EQ(table.columns[1].levels, (Words{"\"", "x, \"y\"\nz"}));
}

TEST(Csv, LetsAQuoteInsideAFieldStandForItself) {
  EXPECT_EQ(read_text("a\n5\" nail\n").columns[0].levels, Words{"5\" nail"});
}

TEST(Csv, ReadsTheSameWithCrlfAndByteOrderMarkAndWithoutALastLineEnd) {
  const Numbers expected = {1, 3};
  for (const char* text : {"a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4\r\n",
                           "\xef\xbb\xbf"
                           "a,b\n1,2\n3,4",
                           "\xef\xbb\xbf"
                           "a,b\r\n1,2\r\n3,4\r\n\r\n"}) {
    const Table table = read_text(text);
    EXPECT_EQ(names(table), (Words{"a", "b"}));
    EXPECT_EQ(column(table, 0), expected);
  }
}

TEST(Csv, KnowsTheWordsForMissing) {
  const Table table =
      read_text("a,b\n,1\nNA,1\nNaN,1\nnan,1\nNAN,1\n?,1\n\"NA\",1\n\"\",1\n -nan ,1\n");
  EXPECT_TRUE(table.columns[0].numeric);
  for (const double value : column(table, 0)) EXPECT_TRUE(std::isnan(value));
  EXPECT_EQ(table.rows(), 9u);
}

TEST(Csv, TakesOtherWordsForText) {
  for (const char* word : {"na", "N/A", "null", "-", "1,5", "0x10", "1e", "1.2.3", "1 2", "--1",
                           "+-1", "nan(1)", "1d5", "+"}) {
    const Table table = read_text(std::string("a\tb\n") + word + "\t1\n");
    EXPECT_FALSE(table.columns[0].numeric) << word;
    EXPECT_EQ(table.columns[0].levels, Words{word});
  }
}

TEST(Csv, TrimsBlanksAndAcceptsALeadingPlus) {
  const Table table = read_text("a , b\n +1.5 ,\t-2\t\n1. , .5\n+.25,1E+2\n");
  EXPECT_EQ(names(table), (Words{"a", "b"}));
  EXPECT_EQ(column(table, 0), (Numbers{1.5, 1, 0.25}));
  EXPECT_EQ(column(table, 1), (Numbers{-2, 0.5, 100}));
}

TEST(Csv, KeepsTabsThatSeparateEmptyCells) {
  const Table table = read_text("a\tb\tc\n\t1\t\n\t\t\n");
  ASSERT_EQ(table.rows(), 2u);
  EXPECT_EQ(table.value(0, 1), 1);
  EXPECT_TRUE(std::isnan(table.value(0, 0)) && std::isnan(table.value(0, 2)));
  EXPECT_TRUE(std::isnan(table.value(1, 1)));
}

TEST(Csv, ReadsNumbersToTheLastBit) {
  std::mt19937_64 random(7);
  std::uniform_int_distribution<int> digits(1, 17);
  std::string text = "a\n";
  Numbers expected;
  for (int i = 0; i < 20000; ++i) {
    const double value = std::ldexp(static_cast<double>(random()) - 0x1p63, i % 120 - 120);
    char buffer[64];
    const auto format = i % 2 == 0 ? std::chars_format::general : std::chars_format::fixed;
    const auto end = std::to_chars(buffer, buffer + 64, value, format, digits(random)).ptr;
    std::from_chars(buffer, end, expected.emplace_back());
    text.append(buffer, end).append("\n");
  }
  EXPECT_EQ(column(read_text(text), 0), expected);
}

TEST(Csv, ReadsShortNumbersAsLongOnes) {
  for (const char* number :
       {"0", "-0", "000000007", "0.00000007", "123456789", "1234567890", "12345678.9", "1.23456789",
        "1.234567891", "-99999.9999", "0.3", "8.5e3", "12345678e1"}) {
    EXPECT_EQ(read_text(std::string("a\n") + number + "\n").value(0, 0), std::stod(number))
        << number;
  }
}

TEST(Csv, ReadsNumbersTheSameInEveryLocale) {
  // Where the machine has none of these locales, the test still holds.
  const std::string before = std::setlocale(LC_ALL, nullptr);
  for (const char* name : {"de_DE.UTF-8", "fr_FR.UTF-8"}) {
    if (std::setlocale(LC_ALL, name) != nullptr) break;
  }
  const Table table = read_text("a\n1.5\n");
  std::setlocale(LC_ALL, before.c_str());
  EXPECT_EQ(table.value(0, 0), 1.5);
}

TEST(Csv, RoundsToZeroBelowTheRangeOfDoubleAndToInfinityAbove) {
  const Table table = read_text("a\n1e-400\n-1e999\n4.9e-324\ninf\n");
  EXPECT_TRUE(table.columns[0].numeric);
  EXPECT_EQ(column(table, 0), (Numbers{0, -std::numeric_limits<double>::infinity(), 4.9e-324,
                                       std::numeric_limits<double>::infinity()}));
}

TEST(Csv, SkipsBlankLinesEvenInAFileOfOneColumn) {
  const Table table = read_text("\n  \na\n\n1\n \t \n\r\n2\n\"\"\n\n\n");
  ASSERT_EQ(table.rows(), 3u);
  EXPECT_EQ(table.value(1, 0), 2);
  EXPECT_TRUE(std::isnan(table.value(2, 0)));
}

TEST(Csv, CountsRowsAndLinesApart) {
  const Table table = read_text("a,b\n1,x\n\n2,\"y\nz\"\n3,w\n");
  EXPECT_TRUE(table.place(0, 0).ends_with(".csv, row 1 (line 2), column \"a\""));
  EXPECT_TRUE(table.place(1, 1).ends_with(".csv, row 2 (line 4), column \"b\""));
  EXPECT_TRUE(table.place(2, 0).ends_with(".csv, row 3 (line 6), column \"a\""));
}

TEST(Csv, TurnsAColumnIntoTextAtItsFirstText) {
  const Column column = read_text("a,b\n1,1\n2.0,1\nx,1\nNA,1\n1,1\ny,1\n").columns[0];
  EXPECT_FALSE(column.numeric);
  EXPECT_EQ(column.first_text.row, 2u);
  EXPECT_EQ(column.first_text.text, "x");
  EXPECT_EQ(column.levels, (Words{"1", "2.0", "x", "y"}));
  EXPECT_EQ(column.codes, (std::vector<std::int32_t>{0, 1, 2, kLatent, 0, 3}));
  EXPECT_EQ(column.numbers, 3u);
  EXPECT_EQ(column.texts, 2u);
  EXPECT_TRUE(column.meant_as_numbers());
}

TEST(Csv, KeepsNoTextOfAColumnWithTooManyDifferentOnes) {
  std::string text = "id,x\n";
  for (std::size_t i = 0; i <= kMostLevels; ++i)
    text.append("k").append(std::to_string(i)).append(",1\n");
  const Table table = read_text(text);
  EXPECT_TRUE(table.columns[0].levels.empty());
  EXPECT_TRUE(table.columns[0].codes.empty());
  EXPECT_EQ(table.columns[0].texts, kMostLevels + 1);
  EXPECT_EQ(table.columns[0].first_text.text, "k0");
}

TEST(Csv, AcceptsQuotedNumbersAndYearsAsNames) {
  EXPECT_EQ(names(read_text("\"1\",\"2.5\"\n1,2\n")), (Words{"1", "2.5"}));
  EXPECT_EQ(names(read_text("country,1990,1991\nCH,1,2\n")), (Words{"country", "1990", "1991"}));
}

}  // namespace
}  // namespace varimix::testing
