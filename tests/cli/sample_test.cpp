// varimix sample FIT.json -n N.
#include "run_command.hpp"

namespace varimix::test {
namespace {

class SampleCommand : public CommandTest {
 protected:
  SampleCommand() {
    succeed({"fit", data_file("faithful.csv"), "--columns", "waiting", "-k", "2", "--method", "vb",
             "--output", "fit.json"});
  }
};

TEST_F(SampleCommand, WritesValuesAndTheirComponents) {
  const Ran ran = succeed({"sample", "fit.json", "-n", "500", "--seed", "7"});
  EXPECT_EQ(ran.err, "");
  const std::vector<std::string> lines = lines_of(ran.out);
  ASSERT_EQ(lines.size(), 501u);
  EXPECT_EQ(lines[0], "waiting,component");
  int of_component[3] = {};
  for (std::size_t n = 1; n < lines.size(); ++n) {
    double x = 0;
    int k = 0;
    ASSERT_EQ(std::sscanf(lines[n].c_str(), "%lf,%d", &x, &k), 2) << lines[n];
    ASSERT_TRUE(k == 1 || k == 2);
    ++of_component[k];
    EXPECT_GT(x, 0);
    EXPECT_LT(x, 150);
  }
  EXPECT_GT(of_component[1], 50);
  EXPECT_GT(of_component[2], 50);
}

TEST_F(SampleCommand, TheSeedAloneDecides) {
  const std::vector<std::string> common = {"sample", "fit.json", "-n", "20"};
  const auto with_seed = [&](const std::string& seed) {
    std::vector<std::string> arguments = common;
    arguments.insert(arguments.end(), {"--seed", seed});
    return succeed(arguments).out;
  };
  EXPECT_EQ(with_seed("3"), with_seed("3"));
  EXPECT_NE(with_seed("3"), with_seed("4"));
  EXPECT_EQ(with_seed("0"), succeed(common).out);
}

TEST_F(SampleCommand, WritesAFileThatCanBeFittedAgain) {
  const Ran ran = succeed({"sample", "fit.json", "--rows", "200", "--output", "drawn.csv"});
  EXPECT_EQ(ran.out, "");
  const Ran again =
      succeed({"fit", "drawn.csv", "--columns", "waiting", "--labels", "component", "-k", "2"});
  EXPECT_NE(again.out.find("200 rows, column waiting"), std::string::npos) << again.out;
}

TEST_F(SampleCommand, ReadsTheFitFromStandardInput) {
  EXPECT_EQ(succeed({"sample", "-", "-n", "5"}, read_file(file("fit.json"))).out,
            succeed({"sample", "fit.json", "-n", "5"}).out);
}

TEST_F(SampleCommand, KeepsNamesAndOrderOfTheColumns) {
  write("odd.csv", "\"b, c\",\"say \"\"a\"\"\"\n1,2\n3,1\n4,7\n0,3\n");
  succeed({"fit", "odd.csv", "--family", "poisson", "--output", "odd.json"});
  succeed({"sample", "odd.json", "-n", "4", "--output", "drawn.csv"});
  EXPECT_EQ(lines_of(read_file(file("drawn.csv")))[0], "\"b, c\",\"say \"\"a\"\"\",component");
  EXPECT_EQ(lines_of(succeed({"predict", "odd.json", "drawn.csv"}).out).size(), 5u);
}

TEST_F(SampleCommand, RefusesInOneLineAndLeavesNothing) {
  const std::vector<std::string> before = files();
  refused({"sample"}, {"FIT.json is missing", "varimix sample --help"});
  refused({"sample", "fit.json"}, {"-n N", "is missing"});
  refused({"sample", "fit.json", "-n", "0", "--output", "a.csv"}, {"-n 0", "from 1 up"});
  refused({"sample", "fit.json", "-n", "ten"}, {"-n ten", "accepted"});
  refused({"sample", "fit.json", "-n", "5", "--seed", "-1"}, {"--seed -1", "accepted"});
  refused({"sample", "fit.json", "more", "-n", "5"}, {"'more'", "one FIT.json"});
  refused({"sample", "none.json", "-n", "5", "--output", "a.csv"}, {"none.json"});
  refused({"sample", "fit.json", "-n", "5", "--output", "fit.json"}, {"--output fit.json", "fit"});
  refused({"sample", "fit.json", "-n", "5", "--output", "no/a.csv"}, {"no/a.csv"});
  refused({"sample", "fit.json", "-n", "18446744073709551615"}, {"memory"});
  refused({"sample", "-", "-n", "5", "--output", "a.csv"}, {"standard input", "varimix-fit/1"},
          "{\"format\": \"varimix-model/1\"}");
  EXPECT_EQ(files(), before);
}

TEST_F(SampleCommand, HelpHasExamplesAndFitsThePage) {
  const std::string help = succeed({"sample", "--help"}).out;
  EXPECT_NE(help.find("Usage: varimix sample FIT.json [options]"), std::string::npos) << help;
  EXPECT_NE(help.find("Examples:\n  varimix sample"), std::string::npos) << help;
  for (const char* option : {"-n,--rows", "--seed", "--output"})
    EXPECT_NE(help.find("  " + std::string(option) + " "), std::string::npos) << option;
  for (const std::string& line : lines_of(help)) EXPECT_LE(line.size(), 100u) << line;
}

}  // namespace
}  // namespace varimix::test
