// varimix completion SHELL: what a shell needs to complete the command line.

#include "cli/commands.hpp"
#include "cli/grammar.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"
#include "cli/parser.hpp"
#include "cli/values.hpp"

namespace varimix::cli {
namespace {

constexpr char kPurpose[] =
    "Writes the script with which a shell completes commands, options and their values. Where\n"
    "varimix was installed it is installed too, and need not be written again.";
constexpr char kExamples[] =
    "  varimix completion bash --output ~/.local/share/bash-completion/completions/varimix\n"
    "  varimix completion zsh --output ~/.zfunc/_varimix      (a folder of $fpath)\n"
    "  source <(varimix completion bash)                      (this shell only)\n";

const std::vector<std::string> kShells = {"bash", "zsh"};

struct CompletionArguments {
  std::string shell;
  Text output;

  bool parse(Arguments arguments) {
    Parser parser("varimix completion", kPurpose, kExamples);
    parser.argument("SHELL", "bash or zsh", shell, kShells);
    parser.option("--output", "FILE", "where to write (standard output)", output);
    return parser.parse(arguments);
  }
};

Grammar grammar_of(const Command& command) {
  const std::vector<std::string> question = {kAskForSlots};
  try {
    command.run(question);
  } catch (const std::vector<Slot>& slots) {
    return {command.name, command.purpose, slots};
  }
  return {command.name, command.purpose, {}};
}

}  // namespace

int run_completion(Arguments given) {
  CompletionArguments arguments;
  if (!arguments.parse(given)) return 0;
  const std::string shell = choice("SHELL", arguments.shell, kShells);
  Outputs outputs;
  if (arguments.output) outputs.expect("--output", *arguments.output, "-");

  std::vector<Grammar> grammars;
  for (const Command& command : commands()) grammars.push_back(grammar_of(command));
  outputs.write_text(arguments.output.value_or("-"),
                     shell == "bash" ? bash_completion(grammars) : zsh_completion(grammars));
  outputs.commit();
  return 0;
}

}  // namespace varimix::cli
