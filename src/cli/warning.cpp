#include "cli/warning.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace varimix::cli {

// A standard error that cannot be written must not turn a fit that was made into a failure.
void warn(const std::string& message) {
  static_cast<void>(std::fputs(("varimix: warning: " + message + "\n").c_str(), stderr));
}

void warn(const Fit& fit, const std::string& about) {
  const std::string prefix = about.empty() ? "" : about + ": ";
  for (const std::string& warning : fit.warnings) warn(prefix + warning);
  if (!fit.converged())
    warn(fmt::format("{}converged: false ({} after {} iterations)", prefix,
                     to_string(fit.termination), fit.iterations));
}

}  // namespace varimix::cli
