// The completion script for zsh: a file _varimix in a folder of $fpath, or evaluated.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/grammar.hpp"

namespace varimix::cli {
namespace {

constexpr char kBegin[] = R"(#compdef varimix
# Completion of varimix in zsh, written by `varimix completion zsh`.
_varimix() {
  if ((CURRENT == 2)); then
    local -a commands
    commands=(
)";
constexpr char kCommands[] = R"(    )
    _describe -t commands command commands
    [[ $PREFIX == -* ]] && compadd -- --help --version
    return
  fi
  local command=$words[2]
  shift words
  ((CURRENT--))
  case $command in
)";
constexpr char kEnd[] = R"(  esac
}
if [[ $funcstack[1] == _varimix ]]; then
  _varimix "$@"
else
  compdef _varimix varimix
fi
)";

std::string replaced(const std::string& text, char what, const std::string& by) {
  std::string out;
  for (const char c : text) c == what ? out += by : out += c;
  return out;
}

std::string quoted(const std::string& text) { return "'" + replaced(text, '\'', "'\\''") + "'"; }

/// The help of an option, between brackets.
std::string explanation(const std::string& help) {
  std::string out = replaced(help, '\n', " ");
  for (const char c : {'[', ']'}) out = replaced(out, c, std::string{'\\', c});
  return "[" + out + "]";
}

/// ":what the value is called:how to complete it".
std::string action(const Slot& slot) {
  std::vector<std::string> words;
  for (const std::string& word : slot.words) words.push_back(replaced(word, ':', "\\:"));
  const std::string known = fmt::format("({})", fmt::join(words, " "));
  std::string how = " ";
  if (slot.takes_list() && !words.empty()) {
    how = fmt::format("_values -s , {} {}", replaced(slot.meta, ',', "\\,"), fmt::join(words, " "));
  } else if (slot.takes_file() && !words.empty()) {
    how = fmt::format(R"({{_alternative "words\:word\:{}" "files\:file\:_files"}})", known);
  } else if (slot.takes_file()) {
    how = "_files";
  } else if (!words.empty()) {
    how = known;
  }
  return fmt::format(":{}:{}", slot.meta, how);
}

std::string specification(const Slot& slot) {
  if (slot.names.empty()) return quoted(action(slot));
  const std::string value = slot.meta.empty() ? "" : action(slot);
  std::vector<std::string> names;
  for (const std::string& name : slot.names) {
    const char* joined = name.starts_with("--") ? "=" : "+";  // --option=value, -kvalue
    names.push_back(name + (value.empty() ? "" : joined));
  }
  const std::string rest = quoted(explanation(slot.help) + value);
  if (names.size() == 1) return names[0] + rest;
  return fmt::format("'({})'{{{}}}{}", fmt::join(slot.names, " "), fmt::join(names, ","), rest);
}

std::string cases(const Grammar& grammar) {
  std::string out = fmt::format("    {})\n      _arguments -S", grammar.command);
  for (const Slot& slot : grammar.slots) out += " \\\n        " + specification(slot);
  return out + " ;;\n";
}

}  // namespace

std::string zsh_completion(const std::vector<Grammar>& grammars) {
  std::string commands, all;
  for (const Grammar& grammar : grammars) {
    commands += fmt::format("      {}\n", quoted(grammar.command + ":" + grammar.purpose));
    all += cases(grammar);
  }
  return kBegin + commands + kCommands + all + kEnd;
}

}  // namespace varimix::cli
