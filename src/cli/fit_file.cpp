#include "cli/fit_file.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "cli/text_file.hpp"
#include "varimix/report.hpp"

namespace varimix::cli {
namespace {

constexpr char kAccepted[] = "files that varimix fit --output writes";

}  // namespace

Fit read_fit(const std::string& path) {
  return parse_text(path == "-" ? "standard input" : path, read_text(path, kAccepted),
                    fit_from_json);
}

void keep_fit(const std::string& path, const std::string& output, const std::string& option) {
  std::error_code error;  // a file that is not there is no other file either
  if (std::filesystem::is_regular_file(output, error) &&
      std::filesystem::equivalent(path, output, error)) {
    throw InputError(
        fmt::format("{} {}: is the fit that is read; accepted: another file", option, output));
  }
}

}  // namespace varimix::cli
