// Output files appear whole and together, or not at all.
#include <sys/stat.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "run_command.hpp"

namespace varimix::test {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

class Output : public CommandTest {};

TEST_F(Output, ResponsibilitiesSumToOneAndLabelTheLargest) {
  const Ran ran = succeed(fit_waiting({"--responsibilities", "q.csv"}));
  EXPECT_NE(ran.out.find("Estimate"), std::string::npos);
  const std::vector<std::string> lines = lines_of(read_file(file("q.csv")));
  ASSERT_EQ(lines.size(), 273u);
  EXPECT_EQ(lines[0], "label,responsibility_1,responsibility_2");
  for (std::size_t n = 1; n < lines.size(); ++n) {
    int label = 0;
    double first = -1, second = -1;
    ASSERT_EQ(std::sscanf(lines[n].c_str(), "%d,%lf,%lf", &label, &first, &second), 3) << lines[n];
    EXPECT_NEAR(first + second, 1, 1e-12);
    EXPECT_EQ(label, first >= second ? 1 : 2);
  }
}

TEST_F(Output, MinusIsStandardOutput) {
  const json whole = json::parse(succeed(fit_waiting({"--output", "-"})).out);
  EXPECT_EQ(whole["format"], "varimix-fit/1");
  EXPECT_TRUE(
      succeed(fit_waiting({"--responsibilities", "-"})).out.starts_with("label,responsibility_1"));
  EXPECT_TRUE(files().empty());
}

TEST_F(Output, BothFilesAppear) {
  succeed(fit_waiting({"--output", "fit.json", "--responsibilities", "q.csv"}));
  EXPECT_EQ(files(), (std::vector<std::string>{"fit.json", "q.csv"}));
}

TEST_F(Output, OneFileForTwoThingsIsRefused) {
  refused(fit_waiting({"--output", "a", "--responsibilities", "a"}),
          {"--responsibilities a", "--output"});
  refused(fit_waiting({"--output", "a", "--responsibilities", "./a"}),
          {"--responsibilities ./a", "--output"});
  refused(fit_waiting({"--output", "-", "--responsibilities", "-"}),
          {"--responsibilities -", "--output"});
  EXPECT_TRUE(files().empty());
}

TEST_F(Output, WhatCannotBeWrittenIsToldAndNothingIsLeft) {
  fs::create_directory(file("folder"));
  refused(fit_waiting({"--output", "none/fit.json"}),
          {"--output none/fit.json", "No such file or directory"});
  refused(fit_waiting({"--output", "folder"}), {"--output folder", "Is a directory"});
  refused(fit_waiting({"--output", "fit.json", "--responsibilities", "none/q.csv"}),
          {"--responsibilities none/q.csv"});
  EXPECT_EQ(files(), std::vector<std::string>{"folder"});
}

TEST_F(Output, AFullDiskLeavesNothing) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "needs /dev/full";
  refused(fit_waiting({"--output", "fit.json", "--responsibilities", "/dev/full"}),
          {"/dev/full", "No space left"});
  EXPECT_TRUE(files().empty());
}

TEST_F(Output, DevicesAreWrittenNotReplaced) {
  if (!fs::exists("/dev/null")) GTEST_SKIP() << "needs /dev/null";
  succeed(fit_waiting({"--output", "/dev/null"}));
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST_F(Output, TheDataAreNotOverwritten) {
  write("x.csv", "x\n1\n2\n4\n");
  refused({"fit", "x.csv", "--output", "./x.csv"}, {"--output ./x.csv", "is the data"});
  EXPECT_EQ(read_file(file("x.csv")), "x\n1\n2\n4\n");
}

TEST_F(Output, AnOlderFileKeepsItsPlaceUntilTheNewOneIsWhole) {
  write("fit.json", "older");
  refused(fit_waiting({"-k", "400", "--output", "fit.json"}), {"--components is given 2 times"});
  refused({"fit", "nowhere.csv", "--output", "fit.json"}, {"nowhere.csv"});
  EXPECT_EQ(read_file(file("fit.json")), "older");
  chmod(file("fit.json").c_str(), 0640);
  succeed(fit_waiting({"--output", "fit.json"}));
  EXPECT_EQ(json::parse(read_file(file("fit.json")))["rows"], 272);
  EXPECT_EQ(fs::status(file("fit.json")).permissions(), fs::perms(0640));
}

TEST_F(Output, ALinkIsFollowed) {
  write("target.json", "older");
  fs::create_symlink("target.json", file("link.json"));
  succeed(fit_waiting({"--output", "link.json"}));
  EXPECT_TRUE(fs::is_symlink(file("link.json")));
  EXPECT_EQ(json::parse(read_file(file("target.json")))["rows"], 272);
}

}  // namespace
}  // namespace varimix::test
