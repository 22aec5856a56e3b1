// varimix fit --method gibbs: what it prints, what stands in FIT.json, and what the others make of
// that.
#include <nlohmann/json.hpp>

#include "run_command.hpp"

namespace varimix::test {
namespace {

using nlohmann::json;

class GibbsCommand : public CommandTest {
 protected:
  using Words = std::vector<std::string>;
  Words fit(const Words& more) const {
    Words out = {"fit",       data_file("faithful.csv"),
                 "-k",        "2",
                 "--method",  "gibbs",
                 "--draws",   "200",
                 "--warm-up", "50"};
    out.insert(out.end(), more.begin(), more.end());
    return out;
  }
};

TEST_F(GibbsCommand, PrintsATableThatSaysItIsAReference) {
  const Ran ran = succeed(fit({"--seed", "3", "--level", "0.9", "--chains", "3"}));
  for (const char* part :
       {"a reference, to judge the other methods by", "272 rows, columns eruptions, waiting",
        "2 gaussian components, full covariance", "200 from each of 3 chains", "seed 3", "ess",
        "R-hat", "90 % interval", "covariance eruptions, waiting"})
    EXPECT_NE(ran.out.find(part), std::string::npos) << part << "\n" << ran.out;
  for (const std::string& line : lines_of(ran.out)) EXPECT_LE(line.size(), 100u) << line;
  EXPECT_EQ(ran.err, "");
  EXPECT_EQ(succeed(fit({"--seed", "3", "--threads", "1", "--output", "-"})).err, "");
}

TEST_F(GibbsCommand, WritesPosteriorMeansAndTheirUncertainty) {
  succeed(fit({"--seed", "3", "--output", "fit.json", "--responsibilities", "r.csv"}));
  const json fit_json = json::parse(read_file(file("fit.json")));
  EXPECT_EQ(fit_json["method"], "gibbs");
  EXPECT_EQ(fit_json["objective"], nullptr);
  EXPECT_EQ(fit_json["posterior"], nullptr);
  EXPECT_EQ(fit_json["bic"], nullptr);
  const json& u = fit_json["uncertainty"];
  EXPECT_EQ(u["method"], "gibbs");
  EXPECT_EQ(u["level"], 0.95);
  EXPECT_EQ(u["draws"], 200);
  ASSERT_EQ(u["estimates"].size(), 12u);
  EXPECT_EQ(u["estimates"][1]["component"], 2);
  EXPECT_EQ(u["estimates"][1]["value"], fit_json["weights"][1]);
  EXPECT_FALSE(u["estimates"][1].contains("column"));
  const json& corner = u["estimates"][5];
  EXPECT_EQ(corner["parameter"], "covariance");
  EXPECT_EQ(corner["row"], "waiting");
  EXPECT_EQ(corner["column"], "eruptions");
  for (const json& e : u["estimates"]) {
    EXPECT_LT(e["interval"][0], e["value"]);
    EXPECT_GT(e["interval"][1], e["value"]);
    EXPECT_GT(e["standard_error"], 0);
    EXPECT_GT(e["ess"], 100);
    EXPECT_LT(e["rhat"], 1.05);
  }
  EXPECT_EQ(lines_of(read_file(file("r.csv"))).size(), 273u);
}

TEST_F(GibbsCommand, TheOthersTakeItsMeansForAPoint) {
  const std::string data = data_file("faithful.csv");
  succeed(fit({"--output", "fit.json"}));
  EXPECT_EQ(lines_of(succeed({"predict", "fit.json", data}).out).size(), 273u);
  EXPECT_EQ(lines_of(succeed({"sample", "fit.json", "-n", "3", "--seed", "1"}).out).size(), 4u);
  succeed({"marginal", "fit.json", "--columns", "waiting", "--output", "waiting.json"});
  EXPECT_EQ(json::parse(read_file(file("waiting.json")))["method"], "gibbs");
  succeed({"sample", "waiting.json", "-n", "3", "--seed", "1"});
  refused({"fit", data, "--init", "waiting.json"}, {"waiting.json: is the marginal of waiting"});
}

TEST_F(GibbsCommand, BeginsAtAnEarlierFitAndOthersBeginAtItsMeans) {
  const std::string data = data_file("faithful.csv");
  succeed({"fit", data, "-k", "2", "--output", "em.json"});
  succeed({"fit", data, "--init", "em.json", "--method", "gibbs", "--draws", "20", "--output",
           "fit.json"});
  const json again = json::parse(
      succeed({"fit", data, "--init", "fit.json", "--draws", "20", "--output", "-"}).out);
  EXPECT_EQ(again["method"], "gibbs");  // as before
  const json em = json::parse(
      succeed({"fit", data, "--init", "fit.json", "--method", "em", "--output", "-"}).out);
  const json first = json::parse(read_file(file("em.json")));
  EXPECT_NEAR(em["log_likelihood"].get<double>(), first["log_likelihood"].get<double>(), 1e-4);
}

TEST_F(GibbsCommand, AJsonThatSaysOneThingAndTheOtherIsRefused) {
  succeed(fit({"--output", "fit.json"}));
  std::string text = read_file(file("fit.json"));
  const std::string method = "\"method\": \"gibbs\",\n  \"model\"";
  text.replace(text.find(method), method.size(), "\"method\": \"em\",\n  \"model\"");
  write("em.json", text);
  refused({"sample", "em.json", "-n", "1"}, {"em.json: method: ", "gibbs, for it is derived"});
}

}  // namespace
}  // namespace varimix::test
