// The built command, run as a user would, in a folder of its own.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace varimix::test {

struct Ran {
  int status = -1;
  std::string out, err;
};

/// Runs the command with these arguments in `folder`, this text on its standard input.
Ran run_command(const std::filesystem::path& folder, const std::vector<std::string>& arguments,
                const std::string& standard_input = "");

std::string read_file(const std::filesystem::path& path);
std::vector<std::string> lines_of(const std::string& text);
/// The path of one of the data sets that the tests share.
std::string data_file(const std::string& name);

/// A test with an empty folder, in which the command runs; gone afterwards.
class CommandTest : public ::testing::Test {
 protected:
  CommandTest();
  ~CommandTest() override;

  Ran run(const std::vector<std::string>& arguments, const std::string& standard_input = "") const {
    return run_command(folder_, arguments, standard_input);
  }
  /// Runs, and expects exit status 0.
  Ran succeed(const std::vector<std::string>& arguments,
              const std::string& standard_input = "") const;
  /// Runs, and expects status 2, nothing on standard output and one line on standard error with all
  /// of `parts`.
  void refused(const std::vector<std::string>& arguments, const std::vector<std::string>& parts,
               const std::string& standard_input = "") const;

  /// A fit of two components to the waiting times, and `more`.
  static std::vector<std::string> fit_waiting(const std::vector<std::string>& more);
  std::filesystem::path file(const std::string& name) const { return folder_ / name; }
  void write(const std::string& name, const std::string& text) const;
  /// Names of the files in the folder, sorted.
  std::vector<std::string> files() const;

  std::filesystem::path folder_;
};

}  // namespace varimix::test
