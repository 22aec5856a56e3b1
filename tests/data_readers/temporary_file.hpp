// Files that live as long as a test, and what reading them is answered with.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "varimix/read.hpp"

namespace varimix::testing {

class TemporaryFile {
 public:
  explicit TemporaryFile(std::string_view content, const std::string& suffix = ".csv")
      : path_(::testing::TempDir() + "varimix_" + std::to_string(getpid()) + "_" +
              std::to_string(next_number()) + suffix) {
    std::ofstream(path_, std::ios::binary) << content;
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() { std::filesystem::remove(path_); }
  const std::string& path() const { return path_; }

 private:
  static int next_number() {
    static int number = 0;
    return ++number;
  }
  std::string path_;
};

inline Table read_text(std::string_view content) {
  return read_table(TemporaryFile(content).path());
}

/// The message of the InputError that `action` throws, which must be a single line.
template <typename Action>
std::string refusal(Action&& action) {
  try {
    action();
  } catch (const InputError& error) {
    const std::string message = error.what();
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
    return message;
  }
  ADD_FAILURE() << "no InputError was thrown";
  return "";
}

/// The same for reading `content`, with "FILE" where the file's name stands.
inline std::string refusal_of(std::string_view content, const std::string& suffix = ".csv") {
  const TemporaryFile file(content, suffix);
  std::string message = refusal([&] { read_table(file.path()); });
  if (message.starts_with(file.path())) message.replace(0, file.path().size(), "FILE");
  return message;
}

}  // namespace varimix::testing
