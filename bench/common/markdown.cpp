#include "common/markdown.hpp"

#include <algorithm>

namespace varimix::bench {
namespace {

/// Characters of UTF-8.
std::size_t length(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

}  // namespace

std::string markdown(const Cells& head, const std::vector<Cells>& rows, std::size_t texts) {
  std::vector<std::size_t> widths(head.size(), 4);
  const auto widen = [&](const Cells& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i)
      widths[i] = std::max(widths[i], length(cells[i]));
  };
  widen(head);
  for (const Cells& row : rows) widen(row);
  const auto line = [&](const Cells& cells) {
    std::string out = "|";
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string blank(widths[i] - length(cells[i]), ' ');
      out += " " + (i < texts ? cells[i] + blank : blank + cells[i]) + " |";
    }
    return out + "\n";
  };
  Cells rule;
  for (std::size_t i = 0; i < head.size(); ++i)
    rule.push_back(std::string(widths[i] - (i < texts ? 0 : 1), '-') + (i < texts ? "" : ":"));
  std::string out = line(head) + line(rule);
  for (const Cells& row : rows) out += line(row);
  return out;
}

}  // namespace varimix::bench
