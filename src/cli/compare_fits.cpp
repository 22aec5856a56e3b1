#include "cli/compare_fits.hpp"

#include <algorithm>

#include "cli/values.hpp"

namespace varimix::cli {

std::vector<std::string> listed(const std::string& text) {
  std::vector<std::string> out(1);
  for (const char c : text) {
    if (c == ',')
      out.emplace_back();
    else
      out.back() += c;
  }
  return out;
}

std::vector<std::string> methods_from(const std::string& option, const std::string& text) {
  std::vector<std::string> known = {"ml", "em", "map", "vb-point", "vb"};
  if (text.empty()) return known;
  std::vector<std::string> asked = listed(text);
  for (const std::string& word : asked) choice(option, word, known);
  std::erase_if(known, [&](const std::string& method) {
    return std::find(asked.begin(), asked.end(), method) == asked.end();
  });
  return known;
}

}  // namespace varimix::cli
