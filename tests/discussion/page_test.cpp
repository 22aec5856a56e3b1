// docs/discussion.md and its figures are what the program computes, and what it shows works.
#include "discussion/page.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <regex>

namespace varimix::discussion {
namespace {

namespace fs = std::filesystem;

const std::vector<File>& computed() {
  static const std::vector<File> files = page();
  return files;
}

TEST(Page, AndItsFiguresAreWhatTheProgramComputes) {
  for (const File& file : computed())
    EXPECT_EQ(difference(read_file(root() + file.name), file), "")
        << file.name << "; ./dev docs writes it anew";
}

TEST(Page, DifferenceSeesAChangedNumber) {
  EXPECT_NE(difference("a\nb 1\n", {"x.md", "a\nb 2\n"}), "");
  EXPECT_NE(difference("a\n", {"x.md", "a\nb\n"}), "");
  EXPECT_NE(difference(R"({"a": [1, 2]})", {"x.json", R"({"a": [1, 2.1]})"}), "");
  EXPECT_NE(difference(R"({"a": [1, 2]})", {"x.json", R"({"a": [1]})"}), "");
  EXPECT_EQ(difference(R"({"a": [1, 2]})", {"x.json", R"({"a": [1, 2.00001]})"}), "");
}

TEST(Page, HasAPictureForEveryFigureAndNoFigureTooMany) {
  std::size_t figures = 0;
  for (const File& file : computed()) {
    if (!file.name.ends_with(".vl.json")) continue;
    ++figures;
    const std::string name = fs::path(file.name).stem().stem().string();
    const fs::path picture = root() + "docs/pictures/" + name + ".svg";
    ASSERT_TRUE(fs::exists(picture)) << picture;
    EXPECT_LT(fs::file_size(picture), 200000U) << picture;
    EXPECT_LT(file.text.size(), 200000U) << file.name;
  }
  const fs::directory_iterator stored(root() + "docs/discussion/figures");
  EXPECT_EQ(static_cast<std::size_t>(std::distance(begin(stored), end(stored))), figures);
}

TEST(Page, LinksLeadSomewhere) {
  const std::string& text = computed().front().text;
  const std::regex link(R"(\]\(([^)#]+)[^)]*\))"), anchor(R"(\]\(#([^)]+)\))");
  for (std::sregex_iterator i(text.begin(), text.end(), link), end; i != end; ++i)
    EXPECT_TRUE(fs::exists(root() + fmt::format("docs/{}", (*i)[1].str()))) << (*i)[1];
  // As GitHub makes them: lower case, punctuation gone, - for blanks.
  std::string headings;
  const std::regex heading("\n## ([^\n]+)");
  for (std::sregex_iterator i(text.begin(), text.end(), heading), end; i != end; ++i) {
    headings += '#';
    for (const char c : (*i)[1].str()) {
      if (std::isalnum(static_cast<unsigned char>(c)) || c == '-')
        headings += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      if (c == ' ') headings += '-';
    }
    headings += '#';
  }
  for (std::sregex_iterator i(text.begin(), text.end(), anchor), end; i != end; ++i)
    EXPECT_NE(headings.find(fmt::format("#{}#", (*i)[1].str())), std::string::npos) << (*i)[1];
}

#ifdef VARIMIX_COMMAND
TEST(Page, CommandsRunAsTheyStand) {
  const fs::path folder = fs::path(testing::TempDir()) / "varimix_discussion_page";
  fs::remove_all(folder);
  fs::create_directories(folder);
  fs::create_directory_symlink(root() + "tests", folder / "tests");
  const std::string setting =
      fmt::format("cd '{}' && PATH='{}':\"$PATH\"; set -e; ", folder.string(),
                  fs::path(VARIMIX_COMMAND).parent_path().string());
  const std::string& text = computed().front().text;
  std::size_t run = 0;
  for (std::size_t at = text.find("```sh\n"); at != std::string::npos;
       at = text.find("```sh\n", at + 1)) {
    const std::string block = text.substr(at + 6, text.find("```", at + 6) - at - 6);
    // ./dev builds; that is for people.
    const std::string commands = std::regex_replace(block, std::regex("\\./dev [^\n]*\n"), "");
    if (commands.empty()) continue;
    const int status = std::system(fmt::format("{}{{ {}}} >out 2>err", setting, commands).c_str());
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0)
        << commands << read_file((folder / "err").string());
    ++run;
  }
  EXPECT_GE(run, 12U);
  fs::remove_all(folder);
}
#endif

}  // namespace
}  // namespace varimix::discussion
