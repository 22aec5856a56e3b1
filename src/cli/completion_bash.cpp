// The completion script for bash. It asks for no package beside it and runs from version 3.2 on.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/grammar.hpp"

namespace varimix::cli {
namespace {

constexpr char kBegin[] = R"(# Completion of varimix in bash, written by `varimix completion bash`.
_varimix_offer() {
  local line
  while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen "$@")
}
_varimix_files() {
  compopt -o filenames 2>/dev/null
  _varimix_offer -f -- "$word"
}
_varimix() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} head=
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    _varimix_offer -W ')";
constexpr char kCommands[] = R"( --help --version' -- "$word"
    return
  fi
  if [[ $word == = ]]; then  # bash takes --option=value for three words
    word=
  elif [[ $before == = ]]; then
    before=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  [[ $word != *,* ]] || head=${word%,*},
  case "${COMP_WORDS[1]} $before" in
)";
constexpr char kEnd[] = R"(  esac
}
complete -F _varimix varimix
)";

/// What to do where this value is due; empty where nobody can know it.
std::string offer_value(const Slot& slot) {
  std::string out;
  if (!slot.words.empty()) {
    const char* how = slot.takes_list() ? R"(_varimix_offer -P "$head" -W '{}' -- "${{word##*,}}")"
                                        : R"(_varimix_offer -W '{}' -- "$word")";
    out = fmt::format(fmt::runtime(how), fmt::join(slot.words, " "));
  }
  if (slot.takes_file()) out += out.empty() ? "_varimix_files" : "; _varimix_files";
  return out.empty() ? ":" : out;
}

std::string cases(const Grammar& grammar) {
  std::string out, options, arguments = ":";
  for (const Slot& slot : grammar.slots) {
    if (slot.names.empty()) {
      arguments = offer_value(slot);  // where there are several, they are files alike
      continue;
    }
    std::string places;
    for (const std::string& name : slot.names) {
      options += (options.empty() ? "" : " ") + name;
      places += fmt::format("{}'{} {}'", places.empty() ? "" : " | ", grammar.command, name);
    }
    if (!slot.meta.empty()) out += fmt::format("    {}) {} ;;\n", places, offer_value(slot));
  }
  return out + fmt::format(R"(    '{} '*)
      if [[ $word == -* ]]; then _varimix_offer -W '{}' -- "$word"; else {}; fi ;;
)",
                           grammar.command, options, arguments);
}

}  // namespace

std::string bash_completion(const std::vector<Grammar>& grammars) {
  std::string commands, all;
  for (const Grammar& grammar : grammars) {
    commands += (commands.empty() ? "" : " ") + grammar.command;
    all += cases(grammar);
  }
  return kBegin + commands + kCommands + all + kEnd;
}

}  // namespace varimix::cli
