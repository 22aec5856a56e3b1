#include "run_command.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

extern char** environ;

namespace varimix::test {
namespace {

namespace fs = std::filesystem;

fs::path new_folder() {
  std::string pattern = (fs::temp_directory_path() / "varimix_cli_XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) std::abort();
  return pattern;
}

void write_file(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace

Ran run_command(const fs::path& folder, const std::vector<std::string>& arguments,
                const std::string& standard_input) {
  const fs::path streams = new_folder();
  write_file(streams / "in", standard_input);
  std::vector<std::string> words = {VARIMIX_COMMAND};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  posix_spawn_file_actions_addopen(&actions, 0, (streams / "in").c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, (streams / "out").c_str(), O_WRONLY | O_CREAT,
                                   0600);
  posix_spawn_file_actions_addopen(&actions, 2, (streams / "err").c_str(), O_WRONLY | O_CREAT,
                                   0600);
  pid_t child = 0;
  const int error = posix_spawn(&child, VARIMIX_COMMAND, &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);

  Ran ran;
  int status = 0;
  if (error == 0 && waitpid(child, &status, 0) == child && WIFEXITED(status))
    ran.status = WEXITSTATUS(status);
  ran.out = read_file(streams / "out");
  ran.err = read_file(streams / "err");
  fs::remove_all(streams);
  return ran;
}

std::string read_file(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) out.push_back(line);
  return out;
}

std::string data_file(const std::string& name) {
  return std::string(VARIMIX_TEST_DATA) + "/" + name;
}

CommandTest::CommandTest() : folder_(new_folder()) {}
CommandTest::~CommandTest() { fs::remove_all(folder_); }

std::vector<std::string> CommandTest::fit_waiting(const std::vector<std::string>& more) {
  std::vector<std::string> out = {"fit", data_file("faithful.csv"), "--columns", "waiting", "-k",
                                  "2"};
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

Ran CommandTest::succeed(const std::vector<std::string>& arguments,
                         const std::string& standard_input) const {
  Ran ran = run(arguments, standard_input);
  EXPECT_EQ(ran.status, 0) << ran.err;
  return ran;
}

void CommandTest::refused(const std::vector<std::string>& arguments,
                          const std::vector<std::string>& parts,
                          const std::string& standard_input) const {
  std::string typed = "varimix";
  for (const std::string& argument : arguments) typed += " " + argument;
  SCOPED_TRACE(typed);
  const Ran ran = run(arguments, standard_input);
  EXPECT_EQ(ran.status, 2);
  EXPECT_EQ(ran.out, "");
  EXPECT_TRUE(ran.err.starts_with("varimix: ")) << ran.err;
  EXPECT_EQ(lines_of(ran.err).size(), 1u) << ran.err;
  for (const std::string& part : parts)
    EXPECT_NE(ran.err.find(part), std::string::npos) << part << "\n" << ran.err;
}

void CommandTest::write(const std::string& name, const std::string& text) const {
  write_file(folder_ / name, text);
}

std::vector<std::string> CommandTest::files() const {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(folder_))
    out.push_back(entry.path().filename().string());
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace varimix::test
