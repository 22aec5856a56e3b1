#include "cli/derive.hpp"

#include <stdexcept>
#include <utility>

#include "cli/fit_file.hpp"
#include "cli/output.hpp"
#include "varimix/error.hpp"
#include "varimix/report.hpp"

namespace varimix::cli {

void derive_fit(const std::string& fit, const std::string& output,
                const std::function<Fit(const Fit&)>& derive) {
  Outputs outputs;
  keep_fit(fit, output);
  outputs.expect("--output", output, "-");
  const Fit from = read_fit(fit);
  std::string text;
  try {
    text = to_json(derive(from)) + "\n";
  } catch (const std::invalid_argument& error) {
    throw InputError((fit == "-" ? "standard input" : fit) + ": " + error.what());
  }
  outputs.write_text(output, std::move(text));
  outputs.commit();
}

}  // namespace varimix::cli
