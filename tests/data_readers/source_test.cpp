#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "temporary_file.hpp"

namespace varimix::testing {
namespace {

/// Reads standard input from a file for as long as it lives.
class StandardInput {
 public:
  explicit StandardInput(const std::string& path) : saved_(dup(STDIN_FILENO)) {
    std::FILE* const file = std::fopen(path.c_str(), "rb");
    dup2(fileno(file), STDIN_FILENO);
    std::fclose(file);
  }
  StandardInput(const StandardInput&) = delete;
  StandardInput& operator=(const StandardInput&) = delete;
  ~StandardInput() {
    dup2(saved_, STDIN_FILENO);
    close(saved_);
  }

 private:
  int saved_;
};

TEST(Source, IsStandardInputForADash) {
  const TemporaryFile file("a,b\n1,2\n3,x\n");
  const StandardInput input(file.path());
  const Table table = read_table("-");
  EXPECT_EQ(table.source, "standard input");
  EXPECT_EQ(table.value(1, 0), 3);
  EXPECT_EQ(table.place(1, 0), "standard input, row 2 (line 3), column \"a\"");
}

TEST(Source, MayBeAPipe) {
  const std::string path = ::testing::TempDir() + "varimix_pipe_" + std::to_string(getpid());
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  std::string text = "a\n";
  for (int i = 0; i < 400000; ++i) text += std::to_string(i) + "\n";
  std::thread writer([&] { std::ofstream(path) << text; });
  const Table table = read_table(path);
  writer.join();
  std::filesystem::remove(path);
  ASSERT_EQ(table.rows(), 400000u);
  EXPECT_EQ(table.value(399999, 0), 399999);
}

TEST(Source, IsRefusedWhenItIsMissing) {
  EXPECT_EQ(refusal([] { read_table("/nowhere/at_all.csv"); }),
            "/nowhere/at_all.csv: no such file; accepted are CSV, TSV and .npy files");
}

TEST(Source, IsRefusedWhenItIsAFolder) {
  const std::string folder = std::filesystem::temp_directory_path().string();
  EXPECT_EQ(refusal([&] { read_table(folder); }),
            folder + ": is a folder; accepted are CSV, TSV and .npy files");
}

TEST(Source, IsRefusedWhenItIsEmpty) {
  EXPECT_EQ(refusal_of(""), "FILE: is empty; accepted are CSV, TSV and .npy files");
}

TEST(Source, IsRefusedWhenItMayNotBeRead) {
  const TemporaryFile file("a\n1\n");
  ASSERT_EQ(chmod(file.path().c_str(), 0), 0);
  const uid_t user = geteuid();
  const bool is_root = user == 0;  // who may read everything
  if (is_root) {
    ASSERT_EQ(seteuid(65534), 0);
  }
  const std::string message = refusal([&] { read_table(file.path()); });
  if (is_root) {
    ASSERT_EQ(seteuid(user), 0);
  }
  EXPECT_EQ(
      message,
      file.path() + ": cannot be read: Permission denied; accepted are CSV, TSV and .npy files");
}

TEST(Source, IsRefusedWhenItsFolderIsAFile) {
  const TemporaryFile file("a\n1\n");
  const std::string path = file.path() + "/b.csv";
  EXPECT_EQ(refusal([&] { read_table(path); }),
            path + ": cannot be read: Not a directory; accepted are CSV, TSV and .npy files");
}

TEST(Source, MayBeCaughtAsAnInvalidArgument) {
  EXPECT_THROW(read_table("/nowhere/at_all.csv"), std::invalid_argument);
}

}  // namespace
}  // namespace varimix::testing
