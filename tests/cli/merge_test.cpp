// varimix merge FIT.json DATA.
#include "varimix/merge.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "run_command.hpp"
#include "varimix/read.hpp"
#include "varimix/report.hpp"

namespace varimix::test {
namespace {

using nlohmann::json;

class MergeCommand : public CommandTest {
 protected:
  MergeCommand() {
    std::string text = "x,w,blank\n";
    for (int i = 0; i < 90; ++i)
      text += std::to_string(i % 3 == 2 ? 40 + 0.05 * i : -2 * std::log1p(-(i + 0.5) / 90)) + "," +
              std::to_string(1 + i % 2) + ",\n";
    write("x.csv", text);
    succeed(
        {"fit", "x.csv", "--columns", "x", "-k", "3", "--restarts", "5", "--output", "fit.json"});
  }
};

TEST_F(MergeCommand, PrintsEveryStepAndASuggestion) {
  const Ran ran = succeed({"merge", "fit.json", "x.csv"});
  EXPECT_EQ(ran.err, "");
  for (const char* part : {"3 components, rows of total weight 90", "clusters  entropy", "merged",
                           "Suggested: 2 clusters, the elbow", "cluster 1: component"})
    EXPECT_NE(ran.out.find(part), std::string::npos) << part << "\n" << ran.out;
  for (const std::string& line : lines_of(ran.out)) EXPECT_LE(line.size(), 100u) << line;
  const Ran one = succeed({"merge", "fit.json", "x.csv", "--clusters", "1"});
  EXPECT_NE(one.out.find("cluster 1: components 1+2+3\n"), std::string::npos) << one.out;
}

TEST_F(MergeCommand, WritesWhatTheLibraryFinds) {
  EXPECT_EQ(succeed({"merge", "fit.json", "x.csv", "--weights", "w", "--json", "m.json", "--output",
                     "labels.csv"})
                .out,
            "");
  const Fit fit = fit_from_json(read_file(file("fit.json")));
  const Dataset rows =
      select(read_table(file("x.csv").string()), {.columns = {"x"}, .weights = "w", .labels = {}});
  const MergePath path = merge_components(fit, rows.data);
  const json written = json::parse(read_file(file("m.json")));
  EXPECT_EQ(written["format"], "varimix-merge/1");
  EXPECT_EQ(written["total_weight"], 135);
  EXPECT_EQ(written["entropy"].get<double>(), path.entropy);
  ASSERT_EQ(written["steps"].size(), 2u);
  EXPECT_EQ(written["steps"][0]["clusters"], 2);
  EXPECT_EQ(written["steps"][0]["drop"].get<double>(), path.mergings[0].drop);
  EXPECT_EQ(written["suggested"], 2);
  ASSERT_EQ(written["clusters"].size(), 2u);
  const Clusters clusters = path.clusters(2);
  for (std::size_t m = 0; m < 2; ++m)
    for (std::size_t i = 0; i < clusters[m].size(); ++i)
      EXPECT_EQ(written["clusters"][m][i].get<std::size_t>(), clusters[m][i] + 1);

  const std::vector<std::string> lines = lines_of(read_file(file("labels.csv")));
  ASSERT_EQ(lines.size(), 91u);
  EXPECT_EQ(lines[0], "label,responsibility_1,responsibility_2");
  for (std::size_t n = 0; n < 90; ++n)
    EXPECT_EQ(lines[n + 1].substr(0, 1) == lines[1].substr(0, 1), rows.data.value(n, 0) < 20);
}

TEST_F(MergeCommand, OfTwoComponentsTheUserChooses) {
  succeed({"fit", "x.csv", "--columns", "x", "-k", "2", "--method", "vb", "--output", "2.json"});
  EXPECT_NE(succeed({"merge", "2.json", "x.csv"}).out.find("needs three components"),
            std::string::npos);
  refused({"merge", "2.json", "x.csv", "--output", "l.csv"}, {"--output l.csv", "--clusters M"});
  const Ran ran = succeed({"merge", "2.json", "x.csv", "-m", "1", "--output", "-"});
  EXPECT_EQ(lines_of(ran.out)[0], "label,responsibility_1");
}

TEST_F(MergeCommand, RefusesInOneLineAndLeavesNothing) {
  const std::vector<std::string> before = files();
  refused({"merge"}, {"FIT.json is missing"});
  refused({"merge", "fit.json"}, {"DATA is missing"});
  refused({"merge", "-", "-"}, {"standard input can be read once"});
  refused({"merge", "fit.json", "x.csv", "-m", "4", "--json", "m.json"},
          {"--clusters 4", "1 to 3"});
  refused({"merge", "fit.json", "x.csv", "-m", "0"}, {"--clusters 0"});
  refused({"merge", "fit.json", "x.csv", "--weights", "none"}, {"x.csv", "none"});
  refused({"merge", "fit.json", "x.csv", "--weights", "blank"}, {"x.csv, row 1", "missing"});
  refused({"merge", "fit.json", "x.csv", "--json", "fit.json"}, {"--json fit.json", "the fit"});
  refused({"merge", "fit.json", "x.csv", "--json", "a", "--output", "a"}, {"writes there too"});
  EXPECT_EQ(files(), before);
}

TEST_F(MergeCommand, HelpHasExamplesAndFitsThePage) {
  const std::string help = succeed({"merge", "--help"}).out;
  EXPECT_NE(help.find("Usage: varimix merge FIT.json DATA [options]"), std::string::npos) << help;
  EXPECT_NE(help.find("Examples:\n  varimix merge"), std::string::npos) << help;
  for (const std::string& line : lines_of(help)) EXPECT_LE(line.size(), 100u) << line;
}

}  // namespace
}  // namespace varimix::test
