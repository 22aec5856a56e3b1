// varimix select: how many components.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "run_command.hpp"

namespace varimix::test {
namespace {

using nlohmann::json;

class Select : public CommandTest {
 protected:
  std::vector<std::string> select(const std::vector<std::string>& more) const {
    std::vector<std::string> out = {"select", data_file("faithful.csv"), "--columns", "waiting"};
    out.insert(out.end(), more.begin(), more.end());
    return out;
  }
  json rows(std::vector<std::string> more) const {
    more.insert(more.end(), {"--output", "-"});
    const json out = json::parse(succeed(select(more)).out);
    EXPECT_EQ(out["format"], "varimix-select/1");
    return out["rows"];
  }
};

TEST_F(Select, MarksTheWinners) {
  const Ran ran = succeed(select({"--components", "1..3"}));
  EXPECT_EQ(ran.err, "");  // every fit converges
  const std::vector<std::string> lines = lines_of(ran.out);
  ASSERT_GT(lines.size(), 5u);
  for (const std::string& line : lines) EXPECT_LE(line.size(), 100u) << line;
  EXPECT_EQ(std::count(lines[4].begin(), lines[4].end(), '*'), 5) << ran.out;  // K = 2
  for (const char* part : {"smaller is better", "larger is better", "log K!", "best of 5 runs"})
    EXPECT_NE(ran.out.find(part), std::string::npos) << part;
}

TEST_F(Select, RowsAreThoseOfFit) {
  const json all = rows({"--components", "3,1", "--restarts", "2"});
  ASSERT_EQ(all.size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) {
    const std::string k = i == 0 ? "1" : "3";
    const auto fit = [&](const std::string& method) {
      return json::parse(succeed({"fit", data_file("faithful.csv"), "--columns", "waiting", "-k", k,
                                  "--restarts", "2", "--method", method, "--output", "-"})
                             .out);
    };
    const json em = fit("em"), vb = fit("vb");
    for (const char* key : {"log_likelihood", "bic", "aic", "icl", "free_parameters"})
      EXPECT_EQ(all[i][key], em[key]) << key;
    EXPECT_EQ(all[i]["components"], std::stoi(k));
    EXPECT_EQ(all[i]["elbo"], vb["objective"]["value"]);
    EXPECT_NEAR(all[i]["elbo_plus_log_factorial"].get<double>() - all[i]["elbo"].get<double>(),
                i == 0 ? 0 : std::log(6), 1e-9);
    EXPECT_EQ(all[i]["converged"].get<bool>(),
              em["converged"].get<bool>() && vb["converged"].get<bool>());
    EXPECT_EQ(all[i]["covariance"], "full");
  }
}

TEST_F(Select, ComparesCovariances) {
  const std::vector<std::string> arguments = {"select",       data_file("faithful.csv"),
                                              "--columns",    "waiting",
                                              "-k",           "2,3",
                                              "--covariance", "full,diagonal"};
  std::vector<std::string> json_arguments = arguments;
  json_arguments.insert(json_arguments.end(), {"--output", "select.json"});
  EXPECT_EQ(succeed(json_arguments).out, "");
  const json all = json::parse(read_file(file("select.json")))["rows"];
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[0]["covariance"], "full");
  EXPECT_EQ(all[3]["covariance"], "diagonal");
  EXPECT_EQ(all[3]["components"], 3);
  EXPECT_NE(succeed(arguments).out.find("diagonal"), std::string::npos);
}

TEST_F(Select, OtherFamiliesAndMap) {
  const std::string page = succeed({"select", data_file("discoveries.csv"), "--family", "poisson",
                                    "-k", "1..2", "--method", "map"})
                               .out;
  EXPECT_NE(page.find("criteria of map"), std::string::npos) << page;
}

TEST_F(Select, LabelsLeaveFewerComponentsToRename) {
  write("l.csv", "x,l\n1,a\n1.5,a\n2,\n3,\n7,\n8,b\n9,\n8.5,b\n7.5,\n");
  const json all = json::parse(
      succeed({"select", "l.csv", "--columns", "x", "--labels", "l", "-k", "2,3", "--output", "-"})
          .out)["rows"];
  EXPECT_EQ(all[0]["elbo_plus_log_factorial"], all[0]["elbo"]);
  EXPECT_EQ(all[1]["elbo_plus_log_factorial"], all[1]["elbo"]);
}

TEST_F(Select, AllCovariancesAndHeldOutRows) {
  const std::vector<std::string> arguments = {"--components", "1,2",     "--covariance", "all",
                                              "--folds",      "4",       "--restarts",   "1",
                                              "--tolerance",  "0.000001"};
  std::vector<std::string> json_arguments = select(arguments);
  json_arguments.insert(json_arguments.end(), {"--output", "-"});
  const json out = json::parse(succeed(json_arguments).out);
  ASSERT_EQ(out["rows"].size(), 8u);
  EXPECT_EQ(out["folds"], 4);
  std::size_t best = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    const json& row = out["rows"][i];
    EXPECT_EQ(row["covariance"],
              (std::vector<std::string>{"full", "diagonal", "spherical", "tied"})[i / 2]);
    EXPECT_TRUE(row["refusals"].empty());
    for (const char* key : {"cv_log_density", "cv_log_density_vb"})
      EXPECT_NEAR(row[key].get<double>(), row["log_likelihood"].get<double>() / 272, 0.05);
    EXPECT_GT(row["cv_standard_error"], 0);
    if (row["cv_log_density"] > out["rows"][best]["cv_log_density"]) best = i;
  }
  const json& winner = out["winners"]["cv_log_density"];
  EXPECT_EQ(winner["components"], out["rows"][best]["components"]);
  EXPECT_EQ(winner["covariance"], out["rows"][best]["covariance"]);
  EXPECT_EQ(out["winners"]["bic"]["components"], 2);

  const Ran page = succeed(select(arguments));
  for (const std::string& line : lines_of(page.out)) EXPECT_LE(line.size(), 100u) << line;
  for (const char* part : {"CV em", "CV vb", "s.e.", "4 folds", "spherical"})
    EXPECT_NE(page.out.find(part), std::string::npos) << part;
}

TEST_F(Select, MarksWhatCannotBeFittedAndKeepsTheRest) {
  write("five.csv", "x\n1\n2\n4\n8\n9\n");
  const Ran ran = succeed({"select", "five.csv", "-k", "1..7", "--max-iterations", "30"});
  const std::string reason = "K = 6: em and vb refused: 6 components for 5 rows";
  EXPECT_NE(ran.out.find(reason), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("*"), std::string::npos);
  const Ran told = succeed({"select", "five.csv", "-k", "1,6", "--output", "-"});
  EXPECT_NE(told.err.find("varimix: warning: " + reason), std::string::npos) << told.err;
  const json out = json::parse(told.out)["rows"];
  EXPECT_TRUE(out[0]["bic"].is_number());
  EXPECT_TRUE(out[1]["bic"].is_null() && out[1]["elbo"].is_null());
  EXPECT_EQ(out[1]["refusals"].size(), 1u);
}

TEST_F(Select, SparseWeightsTellTheComponentsInUse) {
  const std::vector<std::string> sticks = {
      "-k", "6", "--restarts", "1", "--weights-prior", "stick-breaking:0.1"};
  EXPECT_NE(succeed(select(sticks)).out.find("in use"), std::string::npos);
  const json row = rows(sticks)[0];
  EXPECT_LT(row["components_in_use"], 6);
  EXPECT_TRUE(row["elbo_plus_log_factorial"].is_null());
  EXPECT_TRUE(rows({"-k", "2", "--restarts", "1"})[0]["components_in_use"].is_null());

  std::vector<std::string> arguments = {
      "fit", data_file("faithful.csv"), "--columns",      "waiting", "-k", "6", "--method",
      "vb",  "--weights-prior",         "dirichlet:0.001"};
  const std::string page = succeed(arguments).out;
  EXPECT_NE(page.find(" of 6 components in use"), std::string::npos) << page;
  arguments.insert(arguments.end(), {"--output", "-"});
  const json fit = json::parse(succeed(arguments).out);
  const std::string used = fit["components_in_use"].dump() + " of 6 components in use";
  EXPECT_NE(page.find(used), std::string::npos) << page;
}

TEST_F(Select, RefusesInOneLineAndLeavesNothing) {
  const auto refuses = [&](std::vector<std::string> more, const std::vector<std::string>& parts) {
    more.insert(more.end(), {"--output", "s.json"});
    refused(select(more), parts);
    EXPECT_TRUE(files().empty());
  };
  refuses({"-k", "273,274"}, {"faithful.csv", "273 components for 272 rows"});
  refuses({"--prior", "strenth=1"}, {"strenth", "strength"});
  refuses({"--method", "map", "--weights-prior", "stick-breaking:1"}, {"stick-breaking", "vb"});
  refuses({"--folds", "1"}, {"--folds 1", "from 2 up"});
  refuses({"-k", "1", "--folds", "273"}, {"faithful.csv", "272 rows to hold out, for 273 folds"});
  refuses({"--covariance", "all,full"}, {"--covariance all,full", "stands alone"});
  refuses({"--covariance", "all", "--family", "poisson"}, {"--covariance all", "gaussian"});
  refuses({"-k", "3..1"}, {"--components 3..1", "1..3"});
  for (const char* text : {"0..2", "two", "1,,2", "1...3", "1..", "-1"})
    refuses({"-k", text}, {"--components " + std::string(text), "1..9, 2 or 1,2,4"});
  refuses({"--covariance", "full,diag"}, {"--covariance diag", "full, diagonal, spherical, tied"});
  refuses({"--covariance", "full", "--family", "poisson"}, {"--covariance full", "gaussian"});
  refuses({"--method", "vb"}, {"--method vb", "em, map"});
  refuses({"--init", "start.csv"}, {"--init start.csv", "kmeans++, random"});
  refuses({"--model", "m.json"}, {"unknown option --model"});
}

TEST_F(Select, HelpHasExamplesAndTellsTheRestarts) {
  const std::string help = succeed({"select", "--help"}).out;
  EXPECT_NE(help.find("Examples:\n  varimix select"), std::string::npos);
  EXPECT_NE(help.find("(5)"), std::string::npos);
  for (const std::string& line : lines_of(help)) EXPECT_LE(line.size(), 100u) << line;
}

}  // namespace
}  // namespace varimix::test
