// varimix marginal, conditional and impute.
#include "varimix/parts.hpp"

#include <cmath>

#include "run_command.hpp"
#include "varimix/predict.hpp"
#include "varimix/read.hpp"
#include "varimix/report.hpp"

namespace varimix::test {
namespace {

class PartsCommand : public CommandTest {
 protected:
  PartsCommand() { make("fit.json", "vb", "full"); }

  void make(const std::string& name, const std::string& method,
            const std::string& covariance) const {
    succeed({"fit", data_file("faithful.csv"), "-k", "2", "--method", method, "--covariance",
             covariance, "--output", name});
  }
  /// The log density of the only row of `csv`.
  double log_density(const std::string& fit, const std::string& csv) const {
    const std::vector<std::string> lines = lines_of(succeed({"predict", fit, "-"}, csv).out);
    return std::stod(lines.at(1).substr(lines.at(1).rfind(',') + 1));
  }
  Table table(const std::string& name) const { return read_table(file(name).string()); }
};

TEST_F(PartsCommand, ConditionalTimesMarginalIsTheJointDensity) {
  for (const std::string method : {"em", "map", "vb"})
    for (const std::string covariance : {"full", "diagonal", "spherical", "tied"}) {
      SCOPED_TRACE(method + " " + covariance);
      make("joint.json", method, covariance);
      EXPECT_EQ(
          succeed({"marginal", "joint.json", "--columns", "eruptions", "--output", "m.json"}).out,
          "");
      succeed({"conditional", "joint.json", "--given", "eruptions=3.5", "--output", "c.json"});
      // A dozen roundings of numbers below 10.
      EXPECT_NEAR(
          log_density("joint.json", "waiting,eruptions\n70,3.5\n"),
          log_density("m.json", "eruptions\n3.5\n") + log_density("c.json", "waiting\n70\n"),
          1e-10);
    }
}

TEST_F(PartsCommand, WritesWhatTheLibraryDerives) {
  const Fit fit = fit_from_json(read_file(file("fit.json")));
  EXPECT_EQ(succeed({"marginal", "fit.json", "--columns", "waiting,eruptions"}).out,
            to_json(marginal(fit, {"waiting", "eruptions"})) + "\n");
  EXPECT_EQ(succeed({"conditional", "-", "--given", "waiting=80"}, read_file(file("fit.json"))).out,
            to_json(conditional(fit, {{"waiting", 80}})) + "\n");
}

TEST_F(PartsCommand, ADerivedMixtureIsAFitForTheOthers) {
  succeed({"marginal", "fit.json", "--columns", "waiting", "--output", "m.json"});
  write("rows.csv", "waiting\n\"\"\n80\n");
  EXPECT_EQ(lines_of(succeed({"predict", "m.json", "rows.csv"}).out).size(), 3u);
  EXPECT_EQ(lines_of(succeed({"sample", "m.json", "-n", "9"}).out).size(), 10u);
  EXPECT_EQ(lines_of(succeed({"impute", "m.json", "rows.csv"}).out).size(), 3u);
  succeed({"marginal", "m.json", "--columns", "waiting", "--output", "again.json"});
  const std::string text = read_file(file("again.json"));
  EXPECT_NE(text.find("\"derived\": \"marginal of waiting, of the marginal of waiting\""),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("\"objective\": null"), std::string::npos) << text;
}

TEST_F(PartsCommand, NobodyGoesOnWithADerivedMixture) {
  succeed({"marginal", "fit.json", "--columns", "waiting", "--output", "m.json"});
  const std::string data = data_file("faithful.csv");
  const std::vector<std::string> parts = {"m.json", "marginal of waiting", "accepted"};
  refused({"fit", data, "--columns", "waiting", "--init", "m.json"}, parts);
  refused({"fit", data, "--columns", "waiting", "-k", "2", "--method", "vb", "--init", "m.json"},
          parts);
}

TEST_F(PartsCommand, ColumnNamesWithCommasStandInQuotes) {
  write("odd.csv", "\"b, c\",d=e\n1,2\n3,1\n4,7\n0,3\n");
  succeed({"fit", "odd.csv", "--family", "poisson", "--output", "odd.json"});
  const std::string text = succeed({"conditional", "odd.json", "--given", "\"b, c\"=3"}).out;
  EXPECT_NE(text.find("\"columns\": [\"d=e\"]"), std::string::npos) << text;
  EXPECT_EQ(succeed({"conditional", "odd.json", "--given", "d=e=3"}).err, "");
  const std::string filled = succeed({"impute", "odd.json", "-"}, "d=e,\"b, c\"\n1,?\n").out;
  EXPECT_TRUE(filled.starts_with("\"b, c\",d=e\n2,1")) << filled;
}

TEST_F(PartsCommand, FillsMissingCellsAndTellsHowSureItIs) {
  const std::string data = data_file("faithful_missing.csv");
  const Ran ran =
      succeed({"impute", "fit.json", data, "--output", "filled.csv", "--deviations", "sd.csv"});
  EXPECT_EQ(ran.out + ran.err, "");
  const Table before = read_table(data), filled = table("filled.csv"), sd = table("sd.csv");
  const Fit fit = fit_from_json(read_file(file("fit.json")));
  const Imputation expected = impute(
      fit, select(before, {.columns = fit.model.columns(), .weights = {}, .labels = {}}).data);
  ASSERT_EQ(filled.rows(), before.rows());
  ASSERT_EQ(sd.rows(), before.rows());
  for (std::size_t d = 0; d < 2; ++d) {
    EXPECT_EQ(filled.columns[d].name, fit.model.columns()[d]);
    EXPECT_EQ(sd.columns[d].name, fit.model.columns()[d]);
    for (std::size_t n = 0; n < before.rows(); ++n) {
      EXPECT_EQ(filled.value(n, d), expected.values[2 * n + d]);
      EXPECT_EQ(sd.value(n, d), expected.deviations[2 * n + d]);
      EXPECT_EQ(sd.value(n, d) > 0, std::isnan(before.value(n, d)));
    }
  }
}

TEST_F(PartsCommand, LabelsFixTheComponent) {
  write("rows.csv", "eruptions,waiting,kind\n3,?,1\n3,?,2\n3,?,\n");
  write("names.csv", "eruptions,waiting,kind\n3,?,long\n3,?,short\n3,?,\n");
  const std::string numbers = succeed({"impute", "fit.json", "rows.csv", "--labels", "kind"}).out;
  const std::vector<std::string> lines = lines_of(numbers);
  EXPECT_NE(lines[1], lines[2]);
  EXPECT_NE(lines[2], lines[3]);
  EXPECT_EQ(succeed({"impute", "fit.json", "names.csv", "--labels", "kind"}).out, numbers);
  write("one.csv", "eruptions,waiting,kind\n3,?,long\n3,?,long\n");
  refused({"impute", "fit.json", "one.csv", "--labels", "kind"},
          {"one.csv", "\"kind\"", "1 different labels", "2, one name for each component"});
  refused({"impute", "fit.json", "rows.csv", "--labels", "waiting"}, {"waiting"});
}

TEST_F(PartsCommand, RefusesInOneLineAndLeavesNothing) {
  write("rows.csv", "eruptions,waiting\n3,?\n");
  write("text.csv", "eruptions,waiting\n3,long\n");
  const std::vector<std::string> before = files();
  const auto refuse = [&](std::vector<std::string> arguments,
                          const std::vector<std::string>& parts) {
    arguments.insert(arguments.end(), {"--output", "out"});
    refused(arguments, parts);
  };
  refuse({"marginal", "fit.json"}, {"--columns", "missing", "varimix marginal --help"});
  refuse({"marginal", "fit.json", "--columns", "a"}, {"fit.json", "\"a\"", "eruptions, waiting"});
  refuse({"marginal", "fit.json", "--columns", "waiting,waiting"}, {"waiting", "twice"});
  refuse({"marginal", "rows.csv", "--columns", "waiting"}, {"rows.csv"});
  refuse({"conditional", "fit.json"}, {"--given", "missing", "varimix conditional --help"});
  refuse({"conditional", "fit.json", "--given", "waiting"}, {"--given waiting", "COLUMN=NUMBER"});
  refuse({"conditional", "fit.json", "--given", "waiting=long"}, {"--given waiting= long"});
  refuse({"conditional", "fit.json", "--given", "waitin=3"}, {"did you mean \"waiting\""});
  refuse({"conditional", "fit.json", "--given", "waiting=3,eruptions=2"}, {"every column"});
  refuse({"conditional", "fit.json", "--given", "waiting=3,waiting=3"}, {"given twice"});
  refuse({"conditional", "fit.json", "--given", "waiting=inf"}, {"a finite number"});
  refuse({"impute", "fit.json"}, {"DATA is missing"});
  refuse({"impute", "fit.json", "text.csv"}, {"text.csv, row 1 (line 2), column \"waiting\""});
  refuse({"impute", "fit.json", "rows.csv", "--deviations", "out"}, {"--deviations out"});
  refuse({"impute", "fit.json", "rows.csv", "--deviations", "fit.json"}, {"--deviations fit.json"});
  refused({"impute", "fit.json", "rows.csv", "--output", "rows.csv"}, {"--output rows.csv"});
  refused({"marginal", "fit.json", "--columns", "waiting", "--output", "fit.json"},
          {"--output fit.json"});
  EXPECT_EQ(files(), before);
}

TEST_F(PartsCommand, HelpHasExamplesAndFitsThePage) {
  for (const std::string command : {"marginal", "conditional", "impute"}) {
    const std::string help = succeed({command, "--help"}).out;
    EXPECT_NE(help.find("Usage: varimix " + command + " FIT.json"), std::string::npos) << help;
    EXPECT_NE(help.find("Examples:\n  varimix " + command), std::string::npos) << help;
    for (const std::string& line : lines_of(help)) EXPECT_LE(line.size(), 100u) << line;
  }
}

}  // namespace
}  // namespace varimix::test
