// varimix fit: what it prints and what stands in FIT.json.
#include <nlohmann/json.hpp>

#include "run_command.hpp"

namespace varimix::test {
namespace {

using nlohmann::json;
using Fit = CommandTest;

const std::string kFaithful = data_file("faithful.csv");

TEST_F(Fit, PrintsASummaryOnePageWide) {
  const Ran ran = succeed({"fit", kFaithful, "-k", "2", "--columns", "waiting", "--method", "vb"});
  EXPECT_EQ(ran.err, "");
  for (const char* part :
       {"272 rows, column waiting", "2 gaussian components", "elbo = ", "nats", "Log-likelihood",
        "normal-inverse-gamma", "95 %", "strength", "Weights: Dirichlet(", "standard deviation"}) {
    EXPECT_NE(ran.out.find(part), std::string::npos) << part << "\n" << ran.out;
  }
  for (const std::string& line : lines_of(ran.out)) EXPECT_LE(line.size(), 100u) << line;
  EXPECT_TRUE(files().empty());
}

TEST_F(Fit, WritesTheFitAndPrintsNothing) {
  const Ran ran = succeed({"fit", kFaithful, "-k", "2", "--columns", "waiting", "--method", "em",
                           "--output", "fit.json"});
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(ran.err, "");
  const json fit = json::parse(read_file(file("fit.json")));
  EXPECT_EQ(fit["format"], "varimix-fit/1");
  EXPECT_EQ(fit["method"], "em");
  EXPECT_EQ(fit["rows"], 272);
  EXPECT_EQ(fit["columns"], json({"waiting"}));
  EXPECT_EQ(fit["objective"]["name"], "log_likelihood");
  EXPECT_NEAR(fit["log_likelihood"].get<double>(), -1034.0017, 1e-3);
  EXPECT_EQ(fit["converged"], true);
  EXPECT_EQ(fit["stopped_by"], "tolerance");
  EXPECT_EQ(fit["posterior"], nullptr);
  EXPECT_GT(fit["seconds"]["read"].get<double>(), 0);
  EXPECT_EQ(files(), std::vector<std::string>{"fit.json"});
}

TEST_F(Fit, EveryMethodTellsItsObjective) {
  const std::vector<std::pair<std::string, std::string>> expected = {{"ml", "log_likelihood"},
                                                                     {"em", "log_likelihood"},
                                                                     {"map", "log_posterior"},
                                                                     {"vb-point", "log_likelihood"},
                                                                     {"vb", "elbo"}};
  for (const auto& [method, objective] : expected) {
    const Ran ran = succeed(
        {"fit", kFaithful, "-k", "2", "--columns", "waiting", "--method", method, "--output", "-"});
    const json fit = json::parse(ran.out);
    EXPECT_EQ(fit["method"], method);
    EXPECT_EQ(fit["objective"]["name"], objective) << method;
    EXPECT_EQ(fit["posterior"].is_null(), method != "vb") << method;
  }
}

TEST_F(Fit, HardAssignmentIsNamedInTheObjective) {
  for (const auto& [method, objective] : {std::pair{"em", "classification_log_likelihood"},
                                          std::pair{"map", "classification_log_posterior"}}) {
    const Ran ran = succeed({"fit", kFaithful, "-k", "2", "--columns", "waiting", "--method",
                             method, "--assignment", "hard", "--output", "-"});
    EXPECT_EQ(json::parse(ran.out)["objective"]["name"], objective);
  }
}

TEST_F(Fit, PriorAndWeightsPriorArriveInTheModel) {
  const Ran ran = succeed({"fit", kFaithful, "-k", "2", "--columns", "waiting", "--method", "vb",
                           "--prior", "mean=70,strength=0.5,shape=2,scale=40", "--weights-prior",
                           "stick-breaking:3", "--output", "-"});
  const json model = json::parse(ran.out)["model"];
  EXPECT_EQ(model["weights_prior"]["type"], "stick-breaking");
  EXPECT_EQ(model["family"]["prior"]["strength"], 0.5);
  EXPECT_EQ(model["family"]["prior"]["scale"], 40);
}

TEST_F(Fit, PointMassWithoutPriorIsEmAndWithOneIsMap) {
  const std::vector<std::string> common = {"fit",       kFaithful, "-k",       "2",
                                           "--columns", "waiting", "--output", "-"};
  const auto log_likelihood = [&](std::vector<std::string> more) {
    more.insert(more.begin(), common.begin(), common.end());
    return json::parse(succeed(more).out)["log_likelihood"].get<double>();
  };
  EXPECT_NEAR(log_likelihood({"--method", "vb-point"}), log_likelihood({"--method", "em"}), 1e-6);
  EXPECT_NEAR(log_likelihood({"--method", "vb-point", "--prior", "default"}),
              log_likelihood({"--method", "map"}), 1e-6);
}

TEST_F(Fit, PoissonWithFrequencies) {
  const Ran ran = succeed({"fit", data_file("london_times.csv"), "-k", "2", "--family", "poisson",
                           "--columns", "deaths", "--weights", "freq", "--tolerance", "1e-12",
                           "--max-iterations", "20000", "--output", "-"});
  const json fit = json::parse(ran.out);
  EXPECT_EQ(fit["total_weight"], 1096);
  EXPECT_NEAR(fit["log_likelihood"].get<double>(), -1989.9459, 1e-3);
  EXPECT_TRUE(fit["components"][0].contains("rate"));
}

TEST_F(Fit, ReadsStandardInputAndTabs) {
  std::string text = read_file(kFaithful);
  for (char& c : text) c = c == ',' ? '\t' : c;
  const std::vector<std::string> tail = {"-k", "2", "--columns", "waiting", "--output", "-"};
  std::vector<std::string> from_file = {"fit", kFaithful}, from_input = {"fit", "-"};
  from_file.insert(from_file.end(), tail.begin(), tail.end());
  from_input.insert(from_input.end(), tail.begin(), tail.end());
  const json a = json::parse(succeed(from_file).out),
             b = json::parse(succeed(from_input, text).out);
  EXPECT_EQ(a["objective"], b["objective"]);
}

TEST_F(Fit, ThreadsDoNotChangeTheResult) {
  json first;
  for (const char* threads : {"1", "2", "3"}) {
    json fit =
        json::parse(succeed({"fit", kFaithful, "-k", "3", "--columns", "waiting", "--threads",
                             threads, "--restarts", "3", "--seed", "7", "--output", "-"})
                        .out);
    fit.erase("seconds");
    if (first.is_null()) first = fit;
    EXPECT_EQ(first, fit) << threads;
  }
}

TEST_F(Fit, SaysWhenItDidNotConverge) {
  const Ran ran = succeed({"fit", kFaithful, "-k", "2", "--columns", "waiting", "--max-iterations",
                           "2", "--output", "fit.json"});
  ASSERT_EQ(lines_of(ran.err).size(), 1u) << ran.err;
  EXPECT_NE(ran.err.find("converged: false"), std::string::npos) << ran.err;
  const json fit = json::parse(read_file(file("fit.json")));
  EXPECT_EQ(fit["converged"], false);
  EXPECT_EQ(fit["stopped_by"], "iteration-limit");
  EXPECT_EQ(fit["iterations"], 2);
  EXPECT_EQ(fit["objective"]["trace"].size(), 2u);
}

TEST_F(Fit, LabelsAreNamedInTheSummary) {
  write("labelled.csv", "x,kind\n1,a\n1.5,a\n2,\n7,b\n7.5,b\n8.1,\n");
  const Ran ran = succeed({"fit", "labelled.csv", "-k", "2", "--labels", "kind"});
  EXPECT_NE(ran.out.find("Labels: 1 = a, 2 = b"), std::string::npos) << ran.out;
}

TEST_F(Fit, AModelFileStandsForTheOptions) {
  const std::vector<std::string> options = {"fit",       kFaithful, "-k",       "2",
                                            "--columns", "waiting", "--prior",  "default",
                                            "--method",  "vb",      "--output", "fit.json"};
  succeed(options);
  json fit = json::parse(read_file(file("fit.json")));
  write("model.json", fit["model"].dump());
  json again = json::parse(
      succeed({"fit", kFaithful, "--model", "model.json", "--method", "vb", "--output", "-"}).out);
  fit.erase("seconds");
  again.erase("seconds");
  EXPECT_EQ(fit, again);
}

TEST_F(Fit, EmWarnsOfAPriorInTheModelFile) {
  succeed({"fit", kFaithful, "-k", "2", "--columns", "waiting", "--method", "map", "--output",
           "fit.json"});
  write("model.json", json::parse(read_file(file("fit.json")))["model"].dump());
  const Ran ran =
      succeed({"fit", kFaithful, "--model", "model.json", "--method", "em", "--output", "-"});
  EXPECT_NE(ran.err.find("prior"), std::string::npos) << ran.err;
  EXPECT_EQ(json::parse(ran.out)["warnings"].size(), 1u);
}

}  // namespace
}  // namespace varimix::test
