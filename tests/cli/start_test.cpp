// --init FILE: parameters, labels, responsibilities, an earlier fit.
#include <nlohmann/json.hpp>

#include "run_command.hpp"

namespace varimix::test {
namespace {

using nlohmann::json;

class StartFile : public CommandTest {
 protected:
  json fit(const std::vector<std::string>& more) const {
    std::vector<std::string> arguments = {
        "fit", data_file("faithful.csv"), "--columns", "waiting", "--output", "-"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return json::parse(succeed(arguments).out);
  }
  void save(const std::string& name, const json& value) const { write(name, value.dump()); }
};

std::vector<double> joined(const json& a, const json& b) {
  std::vector<double> out = a["objective"]["trace"];
  for (const double value : b["objective"]["trace"]) out.push_back(value);
  return out;
}

TEST_F(StartFile, AnEarlierFitGoesOnWithoutLosingABit) {
  for (const char* method : {"em", "map", "vb", "vb-point"}) {
    const std::vector<std::string> options = {"-k", "2", "--method", method, "--tolerance", "0"};
    const auto with = [&](std::vector<std::string> more) {
      more.insert(more.begin(), options.begin(), options.end());
      return fit(more);
    };
    const json whole = with({"--max-iterations", "12"});
    const json first = with({"--max-iterations", "5"});
    save("fit.json", first);
    const json second = with({"--max-iterations", "7", "--init", "fit.json"});
    EXPECT_EQ(joined(first, second), whole["objective"]["trace"].get<std::vector<double>>())
        << method;
    EXPECT_EQ(second["components"], whole["components"]) << method;
    EXPECT_EQ(second["posterior"], whole["posterior"]) << method;
  }
}

TEST_F(StartFile, AnEarlierFitBringsItsModelAndMethod) {
  save("fit.json", fit({"-k", "2", "--method", "vb", "--weights-prior", "stick-breaking:2",
                        "--max-iterations", "4"}));
  const json again = fit({"--init", "fit.json"});
  EXPECT_EQ(again["method"], "vb");
  save("kept", fit({"--init", "fit.json", "--max-iterations", "1"}));  // known by what it holds
  EXPECT_EQ(fit({"--init", "kept"})["method"], "vb");
  EXPECT_EQ(again["model"]["components"], 2);
  EXPECT_EQ(again["model"]["weights_prior"]["type"], "stick-breaking");
  EXPECT_EQ(fit({"--init", "fit.json", "--method", "vb-point", "-k", "2"})["method"], "vb-point");
}

TEST_F(StartFile, Parameters) {
  save("start.json", {{"weights", {0.5, 0.5}},
                      {"means", {{50.0}, {80.0}}},
                      {"covariances", {{{30.0}}, {{30.0}}}}});
  const json result = fit({"-k", "2", "--init", "start.json"});
  EXPECT_NEAR(result["components"][0]["mean"][0].get<double>(), 54.615, 1e-2);
  EXPECT_NEAR(result["components"][1]["mean"][0].get<double>(), 80.091, 1e-2);
}

TEST_F(StartFile, LabelsWithAndWithoutHeaderAndByName) {
  const std::vector<std::string> rows = lines_of(read_file(data_file("faithful.csv")));
  std::string numbers, names = "kind\n";
  for (std::size_t n = 1; n < rows.size(); ++n) {
    const bool is_short = std::stod(rows[n].substr(rows[n].find(',') + 1)) < 68;
    numbers += is_short ? "1\n" : "2\n";
    names += is_short ? "brief\n" : "long\n";
  }
  write("bare.csv", numbers);
  write("headed.csv", "label\n" + numbers);
  write("named.csv", names);
  const json bare = fit({"-k", "2", "--init", "bare.csv"});
  EXPECT_NEAR(bare["components"][0]["mean"][0].get<double>(), 54.615, 1e-2);
  EXPECT_EQ(bare["objective"], fit({"-k", "2", "--init", "headed.csv"})["objective"]);
  EXPECT_EQ(bare["objective"], fit({"-k", "2", "--init", "named.csv"})["objective"]);
}

TEST_F(StartFile, ResponsibilitiesAsTheCommandWritesThem) {
  const json first = fit(
      {"-k", "2", "--max-iterations", "300", "--tolerance", "0", "--responsibilities", "q.csv"});
  const json again = fit({"-k", "2", "--init", "q.csv"});
  EXPECT_NEAR(again["objective"]["value"].get<double>(), first["objective"]["value"].get<double>(),
              1e-6);
  EXPECT_LE(again["iterations"].get<int>(), 4);
  std::string bare;
  for (const std::string& line : lines_of(read_file(file("q.csv")))) {
    if (!line.starts_with("label")) bare += line.substr(line.find(',') + 1) + "\n";
  }
  write("bare.csv", bare);
  EXPECT_EQ(fit({"-k", "2", "--init", "bare.csv"})["objective"], again["objective"]);
}

TEST_F(StartFile, RandomStartsFollowTheSeed) {
  const auto trace = [&](const char* seed) {
    return fit({"-k", "4", "--init", "random", "--seed", seed, "--max-iterations",
                "3"})["objective"]["trace"];
  };
  EXPECT_EQ(trace("1"), trace("1"));
  EXPECT_NE(trace("1"), trace("2"));
}

}  // namespace
}  // namespace varimix::test
