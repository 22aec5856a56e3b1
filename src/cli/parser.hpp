// The arguments of one command, taken apart. Everything stays text here: what a text means, and
// whether it was given at all, is for the options that asked for it (options.hpp, values.hpp).
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace varimix::cli {

/// Given this one argument, which nobody can type since it holds a NUL, parse() throws what was
/// declared, a std::vector<Slot> (grammar.hpp): so completion asks every command.
inline const std::string kAskForSlots(1, '\0');

class Parser {
 public:
  /// `command` as typed ("varimix fit"), what it does in a line, and examples, one per line.
  Parser(const std::string& command, const std::string& purpose, const std::string& examples);
  ~Parser();
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  /// An argument without a name; it must be given. Several come in the order of their declaration.
  /// `words` are values known beforehand, for completion.
  void argument(const std::string& name, const std::string& help, std::string& value,
                std::vector<std::string> words = {});
  /// The options that follow stand under this heading in the help.
  void heading(const std::string& title);
  /// `names` as "-k,--components", `meta` what the help calls the value. The value must outlive the
  /// parser.
  void option(const std::string& names, const std::string& meta, const std::string& help,
              std::optional<std::string>& value, std::vector<std::string> words = {});
  /// An option whose value may be left out: it then means `fallback`. What follows is its value
  /// when it is one of `words`, or nearly so; where those are numbers, when it is a number.
  void option_or(const std::string& fallback, const std::string& name, const std::string& meta,
                 const std::string& help, std::optional<std::string>& value,
                 std::vector<std::string> words);
  /// An option without a value.
  void flag(const std::string& name, const std::string& help, bool& given);

  /// Fills the values. False when help was asked for and printed. Throws InputError with one line.
  bool parse(std::span<const std::string> arguments);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace varimix::cli
