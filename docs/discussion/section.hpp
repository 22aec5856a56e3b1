// A section of docs/discussion.md: its text lies in NAME.in.md, its numbers come from NAME.cpp.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace varimix::discussion {

using Json = nlohmann::ordered_json;

/// A Vega-Lite specification, figures/NAME.vl.json, drawn as docs/pictures/NAME.svg.
struct Figure {
  std::string name;
  Json spec;
};

struct Section {
  std::string name;                            ///< of its files
  std::map<std::string, std::string> numbers;  ///< what the text calls by name, between « and »
  std::vector<Figure> figures;
};

/// The section's text with its numbers in place. Throws std::runtime_error for a name that only one
/// of the two knows, and for a figure that the text does not show.
std::string text_of(const Section& section);

/// All of them in the order of the page; the first is the opening.
using MakeSection = Section (*)();
const std::vector<MakeSection>& sections();

/// The repository's root, with a / behind it.
std::string root();
std::string read_file(const std::string& path);

}  // namespace varimix::discussion
