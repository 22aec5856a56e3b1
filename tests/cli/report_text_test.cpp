// What the reports look like, for data the demo does not have.
#include <algorithm>

#include "report/comparison.hpp"
#include "report/table.hpp"
#include "run_command.hpp"
#include "varimix/fit.hpp"
#include "varimix/report.hpp"

namespace varimix::test {
namespace {

using internal::TextTable;

TEST(TextTableTest, NumbersOfAColumnShareTheirDecimals) {
  TextTable table;
  table.words("name");
  table.numbers("value", 6);
  table.row({"a", 1.5});
  table.row({"long name", -20.25});
  EXPECT_EQ(table.text(), "name          value\na            1.5000\nlong name  -20.2500\n");
}

TEST(TextTableTest, NumbersFarFromZeroStayApart) {
  TextTable table;
  table.words("name");
  table.numbers("value", 6);
  table.row({"a", 1e8 + 1.25});
  table.row({"b", 1e8 + 3.5});
  EXPECT_NE(table.text().find("100000001.250"), std::string::npos) << table.text();
}

TEST(TextTableTest, IntervalsShowThreeDigitsOfTheirWidth) {
  TextTable table;
  table.words("name");
  table.words("interval");
  table.row({"a", Interval{53.4423, 55.7701}});
  EXPECT_NE(table.text().find("53.44 to 55.77"), std::string::npos) << table.text();
}

TEST(TextTableTest, ZeroHasNoSignAndInfinityIsSaid) {
  TextTable table;
  table.words("name");
  table.decimals("value", 2);
  table.row({"a", -0.001});
  table.row({"b", std::numeric_limits<double>::infinity()});
  EXPECT_EQ(table.text(), "name  value\na      0.00\nb       inf\n");
}

TEST(TextTableTest, WideTablesGoOnBelow) {
  TextTable table;
  table.words("key");
  for (int i = 0; i < 12; ++i) table.decimals("a rather long heading", 1);
  std::vector<TextTable::Cell> row = {"row"};
  for (int i = 0; i < 12; ++i) row.emplace_back(1.0 * i);
  table.row(row);
  const std::vector<std::string> lines = lines_of(table.text());
  for (const std::string& line : lines) EXPECT_LE(line.size(), internal::kPageWidth);
  EXPECT_EQ(std::count_if(lines.begin(), lines.end(),
                          [](const std::string& line) { return line.starts_with("row"); }),
            3);
}

/// Ten counts, in two groups.
Data counts() { return Data::own({0, 1, 1, 2, 0, 9, 11, 8, 12, 10}, 10, 1).with_names({"calls"}); }

TEST(Comparison, ShowsTheRatesOfPoissonInTheirOrder) {
  std::vector<Fit> fits;
  FitOptions options;
  options.start = Partition{{1, 1, 1, 1, 1, 0, 0, 0, 0, 0}};
  for (const char* method : {"em", "vb-point", "vb"}) {
    fits.push_back(fit(Model(2, poisson()), counts(), backend_from_name(method), options));
  }
  const std::string table = internal::comparison_table(fits);
  const std::vector<std::string> lines = lines_of(table);
  ASSERT_EQ(lines.size(), 7u) << table;
  EXPECT_NE(lines[0].find("rate"), std::string::npos);
  EXPECT_LT(std::stod(lines[1].substr(lines[1].rfind(' '))),
            std::stod(lines[2].substr(lines[2].rfind(' '))));
  const std::string words = internal::differences_in_words(fits);
  EXPECT_NE(words.find("em and vb-point give one value per parameter, vb a posterior"),
            std::string::npos)
      << words;
  EXPECT_NE(words.find("its rates lie"), std::string::npos) << words;
}

TEST(Comparison, OfOneFitHasNothingToCompare) {
  const std::vector<Fit> fits = {fit(Model(1, poisson()), counts())};
  EXPECT_EQ(internal::differences_in_words(fits),
            "Point or distribution: em gives one value per parameter.\n");
  EXPECT_EQ(internal::comparison_table({}), "");
}

TEST(Summary, NamesWarningsAndTheReasonToStop) {
  Fit result = fit(Model(1, poisson()), counts(), MaximumLikelihood{});
  result.warnings = {"something to know"};
  const std::string text = summary_text(result);
  for (const char* part : {"10 rows, column calls", "1 poisson component\n", "closed form", "BIC ",
                           "1 free parameter", "Warnings\n- something to know\n"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  }
}

TEST(Summary, TellsWhatAColumnTheNumberBelongsTo) {
  const Data data = Data::own({1, 2, 3, 4, 0, 5, 2, 8}, 4, 2).with_names({"first", "second"});
  const std::string text = summary_text(fit(Model(1, poisson()), data, MeanField{}));
  for (const char* part : {"columns first, second", "rate first", "rate second, 95 %"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  }
}

}  // namespace
}  // namespace varimix::test
