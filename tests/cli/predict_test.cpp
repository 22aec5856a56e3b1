// varimix predict FIT.json DATA.
#include "varimix/predict.hpp"

#include <cmath>

#include "run_command.hpp"
#include "varimix/read.hpp"
#include "varimix/report.hpp"

namespace varimix::test {
namespace {

class PredictCommand : public CommandTest {
 protected:
  PredictCommand() { make("fit.json", "em"); }

  void make(const std::string& name, const std::string& method) const {
    succeed({"fit", data_file("faithful.csv"), "--columns", "waiting", "-k", "2", "--method",
             method, "--output", name});
  }
  Fit load(const std::string& name) const { return fit_from_json(read_file(file(name))); }
};

TEST_F(PredictCommand, WritesWhatTheLibraryPredicts) {
  for (const std::string method : {"em", "vb"}) {
    make(method + ".json", method);
    const std::string data = data_file("faithful.csv");
    const Ran ran = succeed({"predict", method + ".json", data});
    EXPECT_EQ(ran.err, "");
    const std::vector<std::string> lines = lines_of(ran.out);
    EXPECT_EQ(lines[0], "label,responsibility_1,responsibility_2,log_density");
    const Fit fit = load(method + ".json");
    const Prediction p = predict(
        fit, select(read_table(data), {.columns = {"waiting"}, .weights = {}, .labels = {}}).data);
    ASSERT_EQ(lines.size(), p.log_density.size() + 1);
    for (std::size_t n = 0; n < p.log_density.size(); ++n) {
      int label = 0;
      double first = -1, second = -1, density = NAN;
      ASSERT_EQ(
          std::sscanf(lines[n + 1].c_str(), "%d,%lf,%lf,%lf", &label, &first, &second, &density),
          4);
      EXPECT_EQ(first, p.responsibilities[2 * n]);
      EXPECT_EQ(second, p.responsibilities[2 * n + 1]);
      EXPECT_EQ(density, p.log_density[n]);
      EXPECT_EQ(label, first >= second ? 1 : 2);
    }
  }
}

TEST_F(PredictCommand, FindsColumnsByNameOrAsToldAndIgnoresOthers) {
  write("plain.csv", "waiting\n50\n80\n");
  write("more.csv", "name;waiting;x\nold;50;?\nfaithful;80;3\n");
  write("other.csv", "minutes,waiting\n50,0\n80,oops\n");
  const std::string expected = succeed({"predict", "fit.json", "plain.csv"}).out;
  EXPECT_EQ(succeed({"predict", "fit.json", "more.csv"}).out, expected);
  EXPECT_EQ(succeed({"predict", "fit.json", "other.csv", "--columns", "minutes"}).out, expected);
}

TEST_F(PredictCommand, KeepsTheOrderOfTheFitsColumns) {
  write("ab.csv", "a,b\n1,20\n2,22\n9,3\n8,1\n");
  write("ba.csv", "b,a\n20,1\n22,2\n3,9\n1,8\n");
  write("b.csv", "a,b\n,20\n?,22\nNA,3\n,1\n");
  succeed({"fit", "ab.csv", "-k", "2", "--family", "poisson", "--output", "ab.json"});
  EXPECT_EQ(succeed({"predict", "ab.json", "ab.csv"}).out,
            succeed({"predict", "ab.json", "ba.csv"}).out);
  // A column without any value is integrated out like every other missing cell.
  EXPECT_EQ(lines_of(succeed({"predict", "ab.json", "b.csv"}).out).size(), 5u);
}

TEST_F(PredictCommand, ARowWithoutValuesPredictsTheWeights) {
  const Ran ran = succeed({"predict", "fit.json", "-"}, "waiting,x\n,1\n");
  double first = 0, second = 0, density = NAN;
  int label = 0;
  ASSERT_EQ(std::sscanf(lines_of(ran.out).at(1).c_str(), "%d,%lf,%lf,%lf", &label, &first, &second,
                        &density),
            4);
  const Fit fit = load("fit.json");
  EXPECT_NEAR(first, fit.summary.weights[0], 1e-15);
  EXPECT_NEAR(second, fit.summary.weights[1], 1e-15);
  EXPECT_NEAR(density, 0, 1e-15);
}

TEST_F(PredictCommand, ReadsEitherInputFromStandardInput) {
  write("rows.csv", "waiting\n50\n80\n");
  const std::string expected = succeed({"predict", "fit.json", "rows.csv"}).out;
  EXPECT_EQ(succeed({"predict", "-", "rows.csv"}, read_file(file("fit.json"))).out, expected);
  EXPECT_EQ(succeed({"predict", "fit.json", "-"}, "waiting\n50\n80\n").out, expected);
  EXPECT_EQ(succeed({"predict", "fit.json", "rows.csv", "--output", "p.csv"}).out, "");
  EXPECT_EQ(read_file(file("p.csv")), expected);
}

TEST_F(PredictCommand, RefusesArgumentsInOneLine) {
  write("rows.csv", "waiting\n50\n80\n");
  const std::vector<std::string> before = files();
  refused({"predict"}, {"FIT.json is missing", "varimix predict --help"});
  refused({"predict", "fit.json"}, {"DATA is missing"});
  refused({"predict", "fit.json", "rows.csv", "x"}, {"'x'", "one FIT.json and one DATA"});
  refused({"predict", "-", "-"}, {"standard input can be read once"});
  refused({"predict", "fit.json", "rows.csv", "--columns", "a,b"}, {"--columns a,b", "the 1 of"});
  refused({"predict", "fit.json", "rows.csv", "--output", "rows.csv"}, {"--output rows.csv"});
  refused({"predict", "fit.json", "rows.csv", "--output", "./fit.json"}, {"./fit.json", "fit"});
  refused({"predict", "rows.csv", "rows.csv", "--output", "p.csv"}, {"rows.csv: "});
  refused({"predict", "fit.json", "none.csv", "--output", "p.csv"}, {"none.csv"});
  EXPECT_EQ(files(), before);
}

TEST_F(PredictCommand, RefusesDataNamingFileRowAndColumn) {
  succeed({"fit", data_file("discoveries.csv"), "--columns", "discoveries", "--family", "poisson",
           "--output", "counts.json"});
  write("near.csv", "Waitin,x\n50,1\n");
  write("text.csv", "waiting\n50\nlong\n");
  write("infinite.csv", "waiting\n50\n1e999\n");
  write("half.csv", "discoveries\n5\n\"\"\n2.5\n");
  const std::vector<std::string> before = files();
  const auto refuse = [&](const std::string& fit, const std::string& data,
                          const std::vector<std::string>& parts) {
    refused({"predict", fit, data, "--output", "p.csv"}, parts);
  };
  refuse("fit.json", "near.csv", {"near.csv", "no column is named \"waiting\"", "\"Waitin\""});
  refuse("fit.json", "text.csv", {"text.csv, row 2 (line 3), column \"waiting\"", "\"long\""});
  refuse("fit.json", "infinite.csv", {"infinite.csv, row 2 (line 3), column \"waiting\"", "inf"});
  refuse("counts.json", "half.csv",
         {"half.csv, row 3 (line 4), column \"discoveries\"", "2.5", "poisson", "missing"});
  EXPECT_EQ(files(), before);
}

TEST_F(PredictCommand, HelpHasExamplesAndFitsThePage) {
  const std::string help = succeed({"predict", "--help"}).out;
  EXPECT_NE(help.find("Usage: varimix predict FIT.json DATA [options]"), std::string::npos) << help;
  EXPECT_NE(help.find("Examples:\n  varimix predict"), std::string::npos) << help;
  for (const char* option : {"--columns", "--output"})
    EXPECT_NE(help.find("  " + std::string(option) + " "), std::string::npos) << option;
  for (const std::string& line : lines_of(help)) EXPECT_LE(line.size(), 100u) << line;
}

}  // namespace
}  // namespace varimix::test
