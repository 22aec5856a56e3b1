// varimix: the command.
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/values.hpp"
#include "varimix/error.hpp"
#include "varimix/version.hpp"

namespace {

using varimix::cli::Arguments;

constexpr int kUnusable = 2;
constexpr char kNoMemory[] =
    "not enough memory for what was asked; accepted are fewer rows, columns or components";

using varimix::cli::Command;

const Command kCommands[] = {
    {"demo", "the built-in data by every method, side by side", varimix::cli::run_demo},
    {"fit", "a mixture model to your data, by one method", varimix::cli::run_fit},
    {"predict", "labels, responsibilities and densities of rows by a fit",
     varimix::cli::run_predict},
    {"sample", "new rows drawn from a fit", varimix::cli::run_sample},
    {"outliers", "how unusual each row is under a fit", varimix::cli::run_outliers},
    {"merge", "clusters of overlapping components of a fit", varimix::cli::run_merge},
    {"marginal", "the mixture of some of a fit's columns", varimix::cli::run_marginal},
    {"conditional", "the mixture of a fit's other columns, given values of some",
     varimix::cli::run_conditional},
    {"impute", "missing cells filled with their posterior mean", varimix::cli::run_impute},
    {"compare", "every method on your data, side by side", varimix::cli::run_compare},
    {"select", "how many components, which covariance: BIC, AIC, ICL, ELBO, held-out density",
     varimix::cli::run_select},
    {"completion", "the script with which bash or zsh completes all this",
     varimix::cli::run_completion},
};

std::string help() {
  std::string out =
      "varimix: mixture models by maximum likelihood, EM, MAP and variational Bayes\n\n"
      "Usage: varimix COMMAND [arguments]\n\nCommands:\n";
  std::size_t width = 0;
  for (const Command& command : kCommands) width = std::max(width, command.name.size());
  for (const Command& command : kCommands)
    out += fmt::format("  {:<{}}{}\n", command.name, width + 2, command.purpose);
  return out +
         "\nvarimix COMMAND --help lists the options of a command; varimix --version tells the "
         "version.\n";
}

[[noreturn]] void refuse_command(const std::string& word) {
  std::vector<std::string> known;
  std::string listed;
  for (const Command& command : kCommands) {
    known.push_back(command.name);
    listed += (listed.empty() ? "" : ", ") + command.name;
  }
  const std::string hint = varimix::cli::did_you_mean(word, known);
  throw varimix::InputError(
      fmt::format("{}{} accepted: {}; see varimix --help",
                  word.empty() ? "which command?" : "no command is called " + word,
                  hint.empty() && !word.empty() ? ";" : hint, listed));
}

int run(const std::vector<std::string>& arguments) {
  const std::string word = arguments.empty() ? "" : arguments.front();
  if (word == "help" && arguments.size() == 2) return run({arguments[1], "--help"});
  if (word == "--help" || word == "-h" || word == "help") {
    fmt::print("{}", help());
    return 0;
  }
  if (word == "--version") {
    fmt::print("varimix {}\n", varimix::version());
    return 0;
  }
  for (const Command& command : kCommands) {
    if (command.name == word) return command.run(Arguments(arguments).subspan(1));
  }
  refuse_command(word);
}

/// One line on standard error, whatever the message holds.
int refuse(std::string message) {
  for (char& c : message) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  static_cast<void>(std::fputs(fmt::format("varimix: {}\n", message).c_str(), stderr));
  return kUnusable;
}

}  // namespace

std::span<const Command> varimix::cli::commands() { return kCommands; }

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader who leaves early is no reason to leave half a file
  try {
    return run(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc));
  } catch (const varimix::cli::ReaderGone&) {
    std::signal(SIGPIPE, SIG_DFL);  // all is tidied up: now end as other commands do
    return std::raise(SIGPIPE) == 0 ? 0 : kUnusable;
  } catch (const std::bad_alloc&) {
    return refuse(kNoMemory);
  } catch (const std::length_error&) {
    return refuse(kNoMemory);
  } catch (const std::exception& error) {
    return refuse(error.what());
  }
}
