#include "cli/values.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "math/nearest_word.hpp"
#include "varimix/error.hpp"

namespace varimix::cli {
namespace {

template <typename Number>
bool parse_whole(const std::string& text, Number& value) {
  const char* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, value);
  return error == std::errc{} && at == end;
}

[[noreturn]] void refuse(const std::string& option, const std::string& text,
                         const std::string& accepted) {
  throw InputError(fmt::format("{} {}: accepted: {}", option, text, accepted));
}

}  // namespace

std::string did_you_mean(const std::string& word, std::span<const std::string> known) {
  const std::string nearest = internal::nearest_word(word, known);
  return nearest.empty() ? "" : fmt::format("; did you mean {}?", nearest);
}

std::string choice(const std::string& option, const std::string& text,
                   std::span<const std::string> known) {
  if (std::find(known.begin(), known.end(), text) != known.end()) return text;
  const std::string hint = did_you_mean(text, known);
  throw InputError(fmt::format("{} {}: not known{} accepted: {}", option, text,
                               hint.empty() ? ";" : hint, fmt::join(known, ", ")));
}

std::uint64_t whole_number(const std::string& option, const std::string& text, std::uint64_t least,
                           std::uint64_t most) {
  std::uint64_t value = 0;
  if (!parse_whole(text, value) || value < least || value > most) {
    const bool bounded = most < std::numeric_limits<std::uint64_t>::max();
    refuse(option, text,
           bounded ? fmt::format("a whole number from {} to {}", least, most)
                   : fmt::format("a whole number from {} up", least));
  }
  return value;
}

double number(const std::string& option, const std::string& text, const std::string& accepted) {
  double value = 0;
  if (!parse_whole(text, value) || !std::isfinite(value)) refuse(option, text, accepted);
  return value;
}

std::vector<std::string> names(const std::string& option, const std::string& text) {
  std::vector<std::string> out(1);
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      out.emplace_back();
    } else {
      out.back() += c;
    }
  }
  const bool empty =
      std::any_of(out.begin(), out.end(), [](const auto& name) { return name.empty(); });
  if (quoted || empty) refuse(option, text, "column names with commas between them, such as a,b");
  return out;
}

Fields scalars(const std::string& option, const std::string& text) {
  const std::string accepted = "KEY=NUMBER with commas between, such as mean=70,strength=0.01";
  Fields out;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const std::string entry = text.substr(begin, end - begin);
    const std::size_t equals = entry.find('=');
    if (equals == 0 || equals == std::string::npos) refuse(option, text, accepted);
    const std::string key = entry.substr(0, equals);
    for (const Field& earlier : out) {
      if (earlier.name == key)
        throw InputError(fmt::format("{} {}: {} is given twice", option, text, key));
    }
    const std::string value = entry.substr(equals + 1);
    out.push_back(
        {key, {}, {number(fmt::format("{} {}=", option, key), value, "a finite number")}});
    begin = end + 1;
  }
  return out;
}

}  // namespace varimix::cli
