// varimix outliers FIT.json DATA.
#include "varimix/outliers.hpp"

#include "run_command.hpp"
#include "varimix/report.hpp"

namespace varimix::test {
namespace {

class OutliersCommand : public CommandTest {
 protected:
  OutliersCommand() {
    succeed({"fit", data_file("faithful.csv"), "--columns", "waiting", "-k", "2", "--method", "vb",
             "--output", "fit.json"});
    write("rows.csv", "name,waiting\na,80\nb,67\nc,200\nd,\n");
  }
};

TEST_F(OutliersCommand, WritesWhatTheLibraryScores) {
  const Ran ran = succeed({"outliers", "fit.json", "rows.csv", "--draws", "5000", "--seed", "3"});
  EXPECT_EQ(ran.err, "");
  const std::vector<std::string> lines = lines_of(ran.out);
  ASSERT_EQ(lines.size(), 5u);
  EXPECT_EQ(lines[0], "score,log_density");
  const Fit fit = fit_from_json(read_file(file("fit.json")));
  const std::vector<double> x = {80, 67, 200};
  const OutlierScores scores = outlier_scores(fit, Data::view(x), {.draws = 5000, .seed = 3});
  for (std::size_t n = 0; n < 3; ++n) {
    double score = 0, density = 0;
    ASSERT_EQ(std::sscanf(lines[n + 1].c_str(), "%lf,%lf", &score, &density), 2);
    EXPECT_EQ(score, scores.score[n]);
    EXPECT_EQ(density, scores.log_density[n]);
  }
  EXPECT_EQ(lines[4].substr(0, 2), "1,");  // nothing speaks against a row without values
}

TEST_F(OutliersCommand, AThresholdMarksRowsAndDropsNone) {
  EXPECT_EQ(
      succeed({"outliers", "fit.json", "rows.csv", "--threshold", "0.01", "--output", "scores.csv"})
          .out,
      "");
  const std::vector<std::string> lines = lines_of(read_file(file("scores.csv")));
  ASSERT_EQ(lines.size(), 5u);
  EXPECT_EQ(lines[0], "score,log_density,outlier");
  std::string marks;
  for (std::size_t n = 1; n < 5; ++n) marks += lines[n].back();
  EXPECT_EQ(marks, "0010");
}

TEST_F(OutliersCommand, RefusesInOneLineAndLeavesNothing) {
  const std::vector<std::string> before = files();
  const auto refuse = [&](std::vector<std::string> more, const std::vector<std::string>& parts) {
    more.insert(more.begin(), {"outliers", "fit.json", "rows.csv", "--output", "s.csv"});
    refused(more, parts);
  };
  refused({"outliers", "fit.json"}, {"DATA is missing"});
  refused({"outliers", "-", "-"}, {"standard input can be read once"});
  refuse({"--threshold", "1"}, {"--threshold 1", "between 0 and 1"});
  refuse({"--threshold", "0.0001", "--draws", "100"}, {"--threshold 0.0001", "more --draws"});
  refuse({"--draws", "0"}, {"--draws 0", "from 1 up"});
  refuse({"--seed", "x"}, {"--seed x"});
  refuse({"--columns", "name"}, {"rows.csv", "\"a\""});
  refused({"outliers", "fit.json", "rows.csv", "--output", "fit.json"}, {"--output fit.json"});
  EXPECT_EQ(files(), before);
}

TEST_F(OutliersCommand, HelpHasExamplesAndFitsThePage) {
  const std::string help = succeed({"outliers", "--help"}).out;
  EXPECT_NE(help.find("Usage: varimix outliers FIT.json DATA [options]"), std::string::npos);
  EXPECT_NE(help.find("Examples:\n  varimix outliers"), std::string::npos) << help;
  for (const std::string& line : lines_of(help)) EXPECT_LE(line.size(), 100u) << line;
}

}  // namespace
}  // namespace varimix::test
