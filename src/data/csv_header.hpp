// The first line of a text file: its delimiter and its column names.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace varimix::internal {

struct CsvHeader {
  char delimiter = ',';
  std::vector<std::string> names;  // unique, not empty
  std::string_view body;           // what follows the header
  std::size_t body_line = 2;       // the line on which the body begins
};

/// Throws InputError when the text does not begin with a line of names.
CsvHeader read_header(std::string_view text, const std::string& source);

}  // namespace varimix::internal
