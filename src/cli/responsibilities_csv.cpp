#include "cli/responsibilities_csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace varimix::cli {

void write_responsibilities(std::FILE* file, std::span<const double> responsibilities,
                            std::size_t components, std::span<const double> log_density) {
  constexpr std::size_t write_at_once = 1 << 16;
  fmt::memory_buffer buffer;
  const auto out = std::back_inserter(buffer);
  fmt::format_to(out, "label");
  for (std::size_t k = 1; k <= components; ++k) fmt::format_to(out, ",responsibility_{}", k);
  fmt::format_to(out, "{}\n", log_density.empty() ? "" : ",log_density");
  for (std::size_t at = 0; at < responsibilities.size(); at += components) {
    const std::span<const double> row = responsibilities.subspan(at, components);
    fmt::format_to(out, "{}", std::max_element(row.begin(), row.end()) - row.begin() + 1);
    for (const double r : row) fmt::format_to(out, ",{:.17g}", r);
    if (!log_density.empty()) fmt::format_to(out, ",{:.17g}", log_density[at / components]);
    fmt::format_to(out, "\n");
    if (buffer.size() < write_at_once) continue;
    if (std::fwrite(buffer.data(), 1, buffer.size(), file) < buffer.size()) return;  // ferror tells
    buffer.clear();
  }
  std::fwrite(buffer.data(), 1, buffer.size(), file);
}

}  // namespace varimix::cli
