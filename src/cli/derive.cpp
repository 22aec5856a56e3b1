#include "cli/derive.hpp"

#include <cstdio>
#include <stdexcept>

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
  outputs.write(output, [&](std::FILE* file) { std::fwrite(text.data(), 1, text.size(), file); });
  outputs.commit();
}

}  // namespace varimix::cli
