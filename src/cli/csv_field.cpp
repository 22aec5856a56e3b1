#include "cli/csv_field.hpp"

namespace varimix::cli {

std::string csv_field(const std::string& text) {
  const bool plain = !text.empty() && text.find_first_of("\",;\t\r\n") == std::string::npos &&
                     text.front() != ' ' && text.back() != ' ';
  if (plain) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

}  // namespace varimix::cli
