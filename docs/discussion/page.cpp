#include "discussion/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace varimix::discussion {
namespace {

/// "" or the place where two documents differ.
std::string json_difference(const Json& a, const Json& b, const std::string& where) {
  if (a.is_number() && b.is_number()) {
    const double x = a.get<double>(), y = b.get<double>();
    // After a thousand steps rounding decides in which one a stopping rule is met.
    constexpr double kDigits = 5e-3;
    const bool close = std::abs(x - y) <= kDigits * std::max(std::abs(x), std::abs(y)) + 1e-9;
    return close ? "" : fmt::format("{}: {} is now {}", where, x, y);
  }
  if (a.type() != b.type() || a.size() != b.size()) return where + " differs";
  if (a.is_object()) {
    for (const auto& [key, value] : a.items()) {
      if (!b.contains(key)) return where + "." + key + " is no more";
      if (std::string d = json_difference(value, b.at(key), where + "." + key); !d.empty())
        return d;
    }
    return "";
  }
  if (a.is_array()) {
    for (std::size_t i = 0; i < a.size(); ++i)
      if (std::string d = json_difference(a[i], b[i], fmt::format("{}[{}]", where, i)); !d.empty())
        return d;
    return "";
  }
  return a == b ? "" : where + " differs";
}

/// One record of a data set per line, so that a change can be read.
std::string spec_text(const Json& spec) {
  Json frame = spec;
  const Json datasets = frame["datasets"];
  frame.erase("datasets");
  std::string out = frame.dump(1);
  out.resize(out.size() - 2);  // "\n}"
  out += ",\n \"datasets\": {";
  const char* between = "\n";
  for (const auto& [name, rows] : datasets.items()) {
    out += fmt::format("{}  \"{}\": [", between, name);
    between = ",\n";
    for (std::size_t i = 0; i < rows.size(); ++i)
      out += (i > 0 ? ",\n   " : "\n   ") + rows[i].dump();
    out += "]";
  }
  return out + "}\n}\n";
}

std::string text_difference(const std::string& stored, const std::string& computed) {
  if (stored == computed) return "";
  std::size_t line = 1, from = 0;
  for (;; ++line) {
    const std::size_t a = stored.find('\n', from), b = computed.find('\n', from);
    const std::string old = stored.substr(from, a - from), now = computed.substr(from, b - from);
    if (old != now || a == std::string::npos || b == std::string::npos)
      return fmt::format("line {} is\n  {}\nand should be\n  {}", line, old, now);
    from = a + 1;
  }
}

}  // namespace

std::vector<File> page() {
  std::string text;
  std::vector<File> out = {{"docs/discussion.md", ""}};
  for (const MakeSection make : sections()) {
    const Section section = make();
    text += (text.empty() ? "" : "\n") + text_of(section);
    for (const Figure& figure : section.figures)
      out.push_back(
          {"docs/discussion/figures/" + figure.name + ".vl.json", spec_text(figure.spec)});
  }
  out[0].text = std::move(text);
  return out;
}

std::string difference(const std::string& stored, const File& computed) {
  if (!computed.name.ends_with(".json")) return text_difference(stored, computed.text);
  return json_difference(Json::parse(stored), Json::parse(computed.text), "figure");
}

}  // namespace varimix::discussion
