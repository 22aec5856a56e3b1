// varimix compare: every method on the same data.
#include <nlohmann/json.hpp>

#include "run_command.hpp"

namespace varimix::test {
namespace {

using nlohmann::json;

class Compare : public CommandTest {
 protected:
  std::vector<std::string> compare(const std::vector<std::string>& more) const {
    std::vector<std::string> out = {"compare", data_file("faithful.csv"), "-k", "2"};
    out.insert(out.end(), more.begin(), more.end());
    return out;
  }
  json compared(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--output", "-"});
    return json::parse(succeed(arguments).out);
  }
  void write_tiny() const {
    write("tiny.csv", "x,w,l\n1,1,\n1.5,1,1\n2,1,\n6,1,\n6.2,1,\n7,1,2\n7.5,1,\n");
  }
};

TEST_F(Compare, PrintsThePageOfTheDemoForAnyData) {
  const Ran ran = succeed(compare({"--covariance", "diagonal"}));
  EXPECT_EQ(ran.err, "");
  std::size_t at = 0;
  for (const char* part :
       {"faithful.csv: 272 rows, columns eruptions, waiting", "\nml ", "\nem ", "\nmap ",
        "\nvb-point ", "\nvb ", "not comparable", "The posterior of vb", "Point or distribution",
        "Two routes", "How far vb is"}) {
    const std::size_t found = ran.out.find(part, at);
    ASSERT_NE(found, std::string::npos) << part << "\n" << ran.out;
    at = found;
  }
  for (const std::string& line : lines_of(ran.out)) EXPECT_LE(line.size(), 100u) << line;
}

TEST_F(Compare, FitsAreThoseOfFit) {
  const json all = compared(compare({"--columns", "waiting"}));
  EXPECT_EQ(all["format"], "varimix-compare/1");
  ASSERT_EQ(all["fits"].size(), 5u);
  EXPECT_FALSE(all.contains("held_out") || all.contains("exact"));
  for (const json& each : all["fits"]) {
    const json one = json::parse(succeed({"fit", data_file("faithful.csv"), "-k", "2", "--columns",
                                          "waiting", "--method", each["method"], "--output", "-"})
                                     .out);
    EXPECT_EQ(each["objective"], one["objective"]) << each["method"];
    EXPECT_EQ(each["components"], one["components"]);
  }
}

TEST_F(Compare, MethodsAndFamiliesCanBeChosen) {
  const json all = compared({"compare", data_file("discoveries.csv"), "-k", "2", "--family",
                             "poisson", "--methods", "vb,em"});
  ASSERT_EQ(all["fits"].size(), 2u);
  EXPECT_EQ(all["fits"][0]["method"], "em");
  EXPECT_EQ(all["fits"][1]["method"], "vb");
}

TEST_F(Compare, PriorsGoToTheMethodsThatHaveThem) {
  const json all = compared(
      compare({"--columns", "waiting", "--prior", "strength=2", "--weights-prior", "dirichlet:3"}));
  EXPECT_EQ(all["fits"][0]["objective"]["name"], "log_likelihood");
  EXPECT_TRUE(all["fits"][1]["model"]["family"]["prior"].is_null());
  EXPECT_EQ(all["fits"][2]["model"]["family"]["prior"]["strength"], 2);
  EXPECT_NEAR(all["fits"][2]["objective"]["value"].get<double>(),
              all["fits"][3]["objective"]["value"].get<double>(), 1e-4);
}

TEST_F(Compare, HoldsRowsOut) {
  const json all = compared(compare({"--columns", "waiting", "--hold-out", "0.2", "--seed", "3"}));
  EXPECT_EQ(all["held_out"]["rows"], 54);
  EXPECT_EQ(all["fits"][0]["total_weight"], 272 - 54);
  for (const auto& [method, density] : all["held_out"]["mean_log_density"].items()) {
    EXPECT_LT(density, -3) << method;
    EXPECT_GT(density, -6) << method;
  }
  EXPECT_EQ(
      compared(compare({"--columns", "waiting", "--hold-out", "0.2", "--seed", "3"}))["held_out"],
      all["held_out"]);
  EXPECT_NE(
      compared(compare({"--columns", "waiting", "--hold-out", "0.2", "--seed", "4"}))["held_out"],
      all["held_out"]);
  const std::string page = succeed(compare({"--columns", "waiting", "--hold-out", "0.2"})).out;
  EXPECT_NE(page.find("54 of them held out"), std::string::npos) << page;
  EXPECT_NE(page.find("objectives of different methods are not comparable"), std::string::npos);
}

TEST_F(Compare, SetsTheBoundBesideTheExactEvidence) {
  write_tiny();
  const std::vector<std::string> arguments = {
      "compare", "tiny.csv", "--columns", "x", "--labels", "l", "-k", "2", "--exact"};
  const json exact = compared(arguments)["exact"];
  ASSERT_EQ(exact["methods"].size(), 5u);
  for (const auto& [method, d] : exact["methods"].items()) {
    const double value = d["log_probability"], bound = d["objective"], kl = d["divergence"];
    EXPECT_NEAR(value, bound + kl, 1e-12) << method;
    if (method != "vb") {
      EXPECT_NEAR(kl, 0, 1e-9) << method;
    }
  }
  EXPECT_EQ(exact["methods"]["vb"]["log_probability"], exact["log_evidence"]);
  EXPECT_GT(exact["methods"]["vb"]["divergence"], 0);
  EXPECT_NE(exact["methods"]["map"]["log_prior"], 0);
  EXPECT_EQ(exact["methods"]["em"]["log_prior"], 0);
  const std::string page = succeed(arguments).out;
  for (const char* part : {"log p(x)", "log p(x | t) + log p(t)", "infinite", "KL"})
    EXPECT_NE(page.find(part), std::string::npos) << part << page;
}

TEST_F(Compare, ExactTakesARowOfWeightTwoForTwoRows) {
  write("weighted.csv", "x,w\n1,2\n2,1\n5,0\n6,3\n7.5,1\n");
  write("repeated.csv", "x\n1\n1\n2\n6\n6\n6\n7.5\n");
  const json a = compared(
      {"compare", "weighted.csv", "--columns", "x", "--weights", "w", "-k", "2", "--exact"});
  const json b = compared({"compare", "repeated.csv", "-k", "2", "--exact"});
  EXPECT_NEAR(a["exact"]["log_evidence"], b["exact"]["log_evidence"].get<double>(), 1e-10);
  EXPECT_NEAR(a["exact"]["methods"]["em"]["divergence"], 0, 1e-9);
}

TEST_F(Compare, RefusesInOneLineAndLeavesNothing) {
  const auto refuses = [&](std::vector<std::string> more, const std::vector<std::string>& parts) {
    if (more[0] != "--columns") more.insert(more.end(), {"--columns", "waiting"});
    more.insert(more.end(), {"--output", "c.json"});
    refused(compare(more), parts);
    EXPECT_TRUE(files().empty());
  };
  refuses({"--exact"}, {"--exact", "2^272", "2097152"});
  refuses({"--hold-out", "0"}, {"--hold-out 0", "between 0 and 1"});
  refuses({"--hold-out", "0.0001"}, {"--hold-out 0.0001", "272 rows"});
  refuses({"--methods", "em,vbb"}, {"--methods vbb", "did you mean vb?"});
  refuses({"--methods", "em,"}, {"--methods", "ml, em, map, vb-point, vb"});
  refuses({"--method", "em"}, {"unknown option --method", "--methods"});
  refuses({"--columns", "waiting", "--weights-prior", "stick-breaking:1"},
          {"stick-breaking", "vb"});
  refuses({"--columns", "wating"}, {"wating", "waiting"});
  refuses({"--exat"}, {"did you mean --exact?"});
}

TEST_F(Compare, ExactWantsWholeWeights) {
  write("half.csv", "x,w\n1,0.5\n2,1\n5,1\n");
  refused({"compare", "half.csv", "--weights", "w", "-k", "2", "--exact"},
          {"--exact", "row 1", "0.5", "whole numbers"});
}

TEST_F(Compare, HelpHasExamples) {
  const std::string help = succeed({"compare", "--help"}).out;
  EXPECT_NE(help.find("Examples:\n  varimix compare"), std::string::npos);
  for (const char* option : {"--methods", "--hold-out", "--exact", "--seed", "--output"})
    EXPECT_NE(help.find("  " + std::string(option) + " "), std::string::npos) << option;
  for (const std::string& line : lines_of(help)) EXPECT_LE(line.size(), 100u) << line;
}

}  // namespace
}  // namespace varimix::test
