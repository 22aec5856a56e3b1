// varimix fit --uncertainty.
#include <nlohmann/json.hpp>

#include "run_command.hpp"

namespace varimix::test {
namespace {

using nlohmann::json;

class UncertaintyCommand : public CommandTest {
 protected:
  const std::string waiting_ = std::string(VARIMIX_TEST_DATA) + "/faithful.csv";
};

TEST_F(UncertaintyCommand, NeedsNoValueWhereverItStands) {
  const std::string last =
      succeed({"fit", waiting_, "--columns", "waiting", "-k", "2", "--uncertainty"}).out;
  EXPECT_NE(last.find("observed information"), std::string::npos) << last;
  EXPECT_NE(last.find("0.6997"), std::string::npos) << last;
  const std::string before =
      succeed({"fit", "--uncertainty", waiting_, "--columns", "waiting", "-k", "2"}).out;
  EXPECT_NE(before.find("observed information"), std::string::npos) << before;
  const std::string vb = succeed({"fit", waiting_, "--columns", "waiting", "--uncertainty",
                                  "--method", "vb", "--level", "0.9"})
                             .out;
  EXPECT_NE(vb.find("90 % interval"), std::string::npos) << vb;
}

TEST_F(UncertaintyCommand, WritesEstimatesThatALaterReaderPassesOver) {
  succeed({"fit", waiting_, "--columns", "eruptions,waiting", "-k", "2", "--method", "vb",
           "--uncertainty", "linear-response", "--output", "fit.json"});
  const json sure = json::parse(read_file(folder_ / "fit.json"))["uncertainty"];
  EXPECT_EQ(sure["method"], "linear-response");
  EXPECT_EQ(sure["level"], 0.95);
  EXPECT_EQ(sure["estimates"].size(), 2u + 2 * (2 + 3));
  EXPECT_EQ(sure["covariance"].size(), sure["estimates"].size());
  bool off_diagonal = false;
  for (const json& e : sure["estimates"]) {
    EXPECT_GT(e["standard_error"].get<double>(), 0);
    EXPECT_LT(e["interval"][0].get<double>(), e["value"].get<double>());
    EXPECT_GT(e["interval"][1].get<double>(), e["value"].get<double>());
    off_diagonal = off_diagonal || (e["parameter"] == "covariance" && e["component"] == 2 &&
                                    e["row"] == "waiting" && e["column"] == "eruptions");
  }
  EXPECT_TRUE(off_diagonal);
  succeed({"predict", "fit.json", waiting_, "--output", "labels.csv"});
}

TEST_F(UncertaintyCommand, BootstrapsFromASeed) {
  const auto output = [&](const char* seed) {
    return succeed({"fit", waiting_, "--columns", "waiting", "--uncertainty",
                    "parametric-bootstrap", "--replicates", "20", "--seed", seed})
        .out;
  };
  const auto table = [](const std::string& page) { return page.substr(page.find("rows drawn")); };
  EXPECT_EQ(table(output("1")), table(output("1")));
  EXPECT_NE(table(output("1")), table(output("2")));
}

TEST_F(UncertaintyCommand, OfNoMaximumIsAWarningBesideTheFit) {
  // One iteration from a random start: the information there is not positive definite.
  const Ran ran =
      succeed({"fit", waiting_, "--columns", "waiting", "-k", "3", "--init", "random", "--seed",
               "2", "--max-iterations", "1", "--uncertainty", "--output", "fit.json"});
  EXPECT_NE(ran.err.find("uncertainty: none: information: the observed information is not positive "
                         "definite"),
            std::string::npos)
      << ran.err;
  const json fit = json::parse(read_file(folder_ / "fit.json"));
  EXPECT_FALSE(fit.contains("uncertainty"));
  EXPECT_EQ(fit["weights"].size(), 3u);
}

}  // namespace
}  // namespace varimix::test
