// What can be typed after `varimix`. Each command takes the arguments behind its name and returns
// the exit status; it throws std::invalid_argument with one line for arguments or data that cannot
// be used.
#pragma once

#include <span>
#include <string>

namespace varimix::cli {

using Arguments = std::span<const std::string>;

struct Command {
  std::string name, purpose;
  int (*run)(Arguments);
};
/// All of them, in the order of the help (main.cpp).
std::span<const Command> commands();

int run_demo(Arguments arguments);
int run_fit(Arguments arguments);
int run_predict(Arguments arguments);
int run_sample(Arguments arguments);
int run_outliers(Arguments arguments);
int run_merge(Arguments arguments);
int run_marginal(Arguments arguments);
int run_conditional(Arguments arguments);
int run_impute(Arguments arguments);
int run_compare(Arguments arguments);
int run_select(Arguments arguments);
int run_completion(Arguments arguments);

}  // namespace varimix::cli
