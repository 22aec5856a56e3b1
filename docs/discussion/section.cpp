#include "discussion/section.hpp"

#include <fmt/format.h>

#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>

#include "discussion/claims.hpp"

namespace varimix::discussion {
namespace {

constexpr std::string_view kOpen = "«", kClose = "»";

std::string fill(const Section& section, const std::string& text) {
  std::string out;
  std::set<std::string> used;
  std::size_t from = 0;
  for (std::size_t at = text.find(kOpen); at != std::string::npos; at = text.find(kOpen, from)) {
    const std::size_t first = at + kOpen.size(), last = text.find(kClose, first);
    const std::string key = text.substr(first, last - first);
    const auto found = section.numbers.find(key);
    if (found == section.numbers.end())
      throw std::runtime_error(section.name + ".in.md: no number is called " + key);
    used.insert(key);
    out += text.substr(from, at - from) + found->second;
    from = last + kClose.size();
  }
  for (const auto& [key, value] : section.numbers)
    if (!used.contains(key))
      throw std::runtime_error(section.name + ".in.md does not use the number " + key);
  return out + text.substr(from);
}

}  // namespace

std::string root() { return VARIMIX_SOURCE_DIR "/"; }

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(path + ": cannot be read");
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

std::string text_of(const Section& section) {
  const std::string name = "docs/discussion/" + section.name + ".in.md";
  std::string out = fill(section, read_file(root() + name));
  for (const Figure& figure : section.figures)
    if (out.find("(pictures/" + figure.name + ".svg)") == std::string::npos)
      throw std::runtime_error(name + " does not show the figure " + figure.name);
  if (section.name == "opening") return out;
  return out + fmt::format(
                   "\n*Experiment:* [{0}.cpp](discussion/{0}.cpp) · *test:* "
                   "[{0}_test.cpp](../tests/discussion/{0}_test.cpp)\n",
                   section.name);
}

const std::vector<MakeSection>& sections() {
  static const std::vector<MakeSection> all = {
      opening_section,         closed_form_section,     interlocking_section,  local_maxima_section,
      missing_cells_section,   arbitrary_start_section, soft_and_hard_section, posterior_section,
      means_and_modes_section, point_mass_section,      replication_section,   divergence_section,
      coverage_section,        one_model_section,       ladder_section};
  return all;
}

}  // namespace varimix::discussion
