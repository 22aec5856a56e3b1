// varimix itself: help, version, unknown commands; and the demo.
#include "run_command.hpp"
#include "varimix/version.hpp"

namespace varimix::test {
namespace {

using Command = CommandTest;

TEST_F(Command, TellsItsVersion) {
  const Ran ran = succeed({"--version"});
  EXPECT_EQ(ran.out, "varimix " + std::string(version()) + "\n");
  EXPECT_EQ(ran.err, "");
}

TEST_F(Command, HelpListsTheCommands) {
  for (const char* word : {"--help", "-h", "help"}) {
    const Ran ran = succeed({word});
    EXPECT_NE(ran.out.find("demo"), std::string::npos);
    EXPECT_NE(ran.out.find("fit"), std::string::npos);
    EXPECT_EQ(ran.err, "");
  }
}

TEST_F(Command, HelpOfACommandHasExamplesAndFitsThePage) {
  for (const char* command : {"fit", "demo"}) {
    const Ran ran = succeed({command, "--help"});
    EXPECT_NE(ran.out.find("Examples:\n  varimix " + std::string(command)), std::string::npos)
        << ran.out;
    for (const std::string& line : lines_of(ran.out)) EXPECT_LE(line.size(), 100u) << line;
    EXPECT_EQ(ran.err, "");
  }
}

TEST_F(Command, HelpOfFitNamesEveryOption) {
  const std::string help = succeed({"fit", "--help"}).out;
  for (const char* option :
       {"-k,--components", "--method", "--family", "--covariance", "--assignment", "--columns",
        "--weights", "--labels", "--model", "--prior", "--weights-prior", "--init", "--seed",
        "--restarts", "--tolerance", "--max-iterations", "--threads", "--output",
        "--responsibilities"}) {
    EXPECT_NE(help.find("  " + std::string(option) + " "), std::string::npos) << option;
  }
}

TEST_F(Command, RefusesUnknownCommands) {
  refused({}, {"which command?", "demo, fit", "varimix --help"});
  refused({"fot"}, {"fot", "did you mean fit?"});
  refused({"--verson"}, {"--verson", "accepted: demo, fit"});
}

TEST_F(Command, DemoComparesEveryMethod) {
  const Ran ran = succeed({"demo"});
  EXPECT_EQ(ran.err, "");
  const std::vector<std::string> lines = lines_of(ran.out);
  for (const std::string& line : lines) EXPECT_LE(line.size(), 100u) << line;
  std::vector<std::string> first_words;
  for (const std::string& line : lines) first_words.push_back(line.substr(0, line.find(' ')));
  const std::vector<std::string> methods = {"ml", "em", "map", "vb-point", "vb"};
  auto at = first_words.begin();
  for (const std::string& method : methods) {
    at = std::find(at, first_words.end(), method);
    ASSERT_NE(at, first_words.end()) << method << "\n" << ran.out;
  }
  for (const char* part :
       {"272", "log_likelihood", "log_posterior", "elbo", "strength", "shape", "scale", "95 %"}) {
    EXPECT_NE(ran.out.find(part), std::string::npos) << part;
  }
}

TEST_F(Command, DemoEndsInThreeLinesOfWords) {
  const std::vector<std::string> lines = lines_of(succeed({"demo"}).out);
  ASSERT_GT(lines.size(), 4u);
  EXPECT_EQ(lines[lines.size() - 4], "");
  EXPECT_TRUE(
      lines[lines.size() - 3].starts_with("Point or distribution: ml, em, map and vb-point"));
  EXPECT_TRUE(
      lines[lines.size() - 2].starts_with("Two routes to one point: em and vb-point agree"));
  EXPECT_TRUE(lines[lines.size() - 1].starts_with("How far vb is from em"));
}

TEST_F(Command, DemoTakesNoArguments) {
  refused({"demo", "faithful.csv"}, {"faithful.csv", "varimix demo"});
  refused({"demo", "--report", "x.html"}, {"unknown option --report"});
}

}  // namespace
}  // namespace varimix::test
