// The page as files: docs/discussion.md, and a Vega-Lite specification per figure.
#pragma once

#include <string>
#include <vector>

#include "discussion/section.hpp"

namespace varimix::discussion {

struct File {
  std::string name;  ///< from the repository's root
  std::string text;
};

/// All of them, computed.
std::vector<File> page();

/// Where a file differs from what was computed, in one line, or "". Text must be equal; a number of
/// a figure may be off by 10^-3 of itself, for an eye cannot see it and another compiler may round
/// the other way.
std::string difference(const std::string& stored, const File& computed);

}  // namespace varimix::discussion
