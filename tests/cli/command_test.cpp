// varimix itself: help, version, unknown commands; and the demo.
#include <cstdlib>

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
  for (const char* command :
       {"demo", "fit", "predict", "sample", "compare", "select", "completion"}) {
    const Ran ran = succeed({command, "--help"});
    EXPECT_NE(ran.out.find("Examples:\n  varimix " + std::string(command)), std::string::npos)
        << ran.out;
    for (const std::string& line : lines_of(ran.out)) EXPECT_LE(line.size(), 100u) << line;
    EXPECT_EQ(ran.err, "");
    EXPECT_EQ(succeed({"help", command}).out, ran.out);
  }
}

TEST_F(Command, HelpOfFitNamesEveryOption) {
  const std::string help = succeed({"fit", "--help"}).out;
  for (const char* option :
       {"-k,--components",   "--method",     "--family",    "--covariance", "--assignment",
        "--columns",         "--weights",    "--labels",    "--model",      "--prior",
        "--weights-prior",   "--init",       "--seed",      "--restarts",   "--tolerance",
        "--max-iterations",  "--accelerate", "--precision", "--threads",    "--output",
        "--responsibilities"}) {
    EXPECT_NE(help.find("  " + std::string(option) + " "), std::string::npos) << option;
  }
}

TEST_F(Command, RefusesUnknownCommands) {
  refused({}, {"which command?", "demo, fit", "varimix --help"});
  refused({"fot"}, {"fot", "did you mean fit?"});
  refused({"--verson"}, {"--verson", "accepted: demo, fit"});
}

TEST_F(Command, TakesOptionsInAnyOrderAndFilesThatLookLikeOptions) {
  write("-odd.csv", "x\n1\n2\n4\n9\n");
  const std::string plain = succeed({"fit", "./-odd.csv", "-k", "2", "--output", "-"}).out;
  const auto components = [](const std::string& json) {
    return json.substr(json.find("\"weights\""),
                       json.find("\"seconds\"") - json.find("\"weights\""));
  };
  EXPECT_EQ(components(succeed({"fit", "-k2", "--output=-", "--", "-odd.csv"}).out),
            components(plain));
}

TEST_F(Command, EndsQuietlyWhenTheReaderHasGone) {
  write("x.csv", "x\n1\n2\n4\n9\n");
  succeed({"fit", "x.csv", "--output", "fit.json"});
  const std::string typed = "cd '" + folder_.string() + "' && { '" + VARIMIX_COMMAND +
                            "' sample fit.json -n 100000 2>err | head -n 1 >out; }";
  EXPECT_EQ(std::system(typed.c_str()), 0);
  EXPECT_EQ(read_file(file("out")), "x,component\n");
  EXPECT_EQ(read_file(file("err")), "");
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

TEST_F(Command, DemoTakesNoDataAndNoModel) {
  refused({"demo", "faithful.csv"}, {"faithful.csv", "varimix demo"});
  refused({"demo", "--components", "3"}, {"unknown option --components"});
}

}  // namespace
}  // namespace varimix::test
