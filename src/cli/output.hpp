// Files that appear together and whole, or not at all.
//
//   Outputs outputs;
//   outputs.expect("--output", "FIT.json");                 // before the work: can it be written?
//   outputs.write("FIT.json", [&](std::FILE* file) { ... });
//   outputs.commit();                                       // now they appear, under their names
#pragma once

#include <cstdio>
#include <functional>
#include <string>
#include <vector>

namespace varimix::cli {

/// Thrown when standard output is a pipe and its reader has gone, as `head` does: nothing is wrong.
struct ReaderGone {};

class Outputs {
 public:
  using Writer = std::function<void(std::FILE*)>;

  Outputs() = default;
  /// Removes what was not committed.
  ~Outputs();
  Outputs(const Outputs&) = delete;
  Outputs& operator=(const Outputs&) = delete;

  /// Throws InputError when `path` (- is standard output) cannot be written, is `input`, or was
  /// expected before.
  void expect(const std::string& option, const std::string& path, const std::string& input);
  /// Throws InputError when `path` is no folder in which files can be made, nor can become one.
  void expect_folder(const std::string& option, const std::string& path);
  /// Makes the folder, and those above it, where it is missing; it goes again if nothing is
  /// committed.
  void make_folder(const std::string& path);
  /// Writes to a file beside `path`; what goes to standard output, or to a device, waits for
  /// commit.
  void write(const std::string& path, Writer writer);
  void write_text(const std::string& path, std::string text);
  /// Gives every file its name. If anything fails none stays.
  void commit();

 private:
  struct Expected {
    std::string option, target;
  };
  struct Staged {
    std::string temporary, target;
    bool is_new = true;
  };
  struct Waiting {
    std::string target;
    Writer writer;
  };
  std::vector<Expected> expected_;
  std::vector<std::string> made_;  ///< folders, in the order in which they were made
  std::vector<Staged> staged_;
  std::vector<Waiting> waiting_;
};

}  // namespace varimix::cli
