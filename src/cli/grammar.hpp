// What a command takes, as it was declared to its parser: what a shell can complete.
#pragma once

#include <string>
#include <vector>

namespace varimix::cli {

/// An option, or (without names) the place of an argument.
struct Slot {
  std::vector<std::string> names;  ///< "-k", "--components"
  std::string meta;                ///< what the help calls the value; empty: there is none
  std::string help;
  std::vector<std::string> words;  ///< values that are known beforehand

  /// FILE.json, FIT.json, DATA, START|FILE.
  bool takes_file() const {
    for (const char* part : {"FILE", "FIT", "DATA", "DIR"}) {
      if (meta.find(part) != std::string::npos) return true;
    }
    return false;
  }
  /// Several words with commas between them: a,b.
  bool takes_list() const {
    return meta.find(',') != std::string::npos && meta.find('=') == std::string::npos;
  }
};

struct Grammar {
  std::string command, purpose;
  std::vector<Slot> slots;
};

/// Completion scripts for all commands.
std::string bash_completion(const std::vector<Grammar>& grammars);
std::string zsh_completion(const std::vector<Grammar>& grammars);

}  // namespace varimix::cli
