#include "data/csv_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "data/csv_cell.hpp"
#include "data/csv_scanner.hpp"
#include "math/words.hpp"
#include "varimix/error.hpp"

namespace varimix::internal {
namespace {

/// Other formats that are often handed over by mistake, by how they begin.
struct Foreign {
  std::string_view beginning;
  const char* what;
};
constexpr char kJson[] = "is JSON; accepted as data are CSV, TSV and .npy files";
constexpr Foreign kForeign[] = {
    {"\x1f\x8b", "is compressed with gzip; unpack it first"},
    {"PK\x03\x04",
     "is a zip archive (.npz, .xlsx and the like); accepted are CSV, TSV and .npy files"},
    {"{\"", kJson},
    {"{\n", kJson},
    {"\xff\xfe", "is text in UTF-16; save it as UTF-8"},
    {"\xfe\xff", "is text in UTF-16; save it as UTF-8"},
};

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

/// Tab if one stands outside quotes in the first line, else comma, else semicolon if there is one.
char find_delimiter(std::string_view text) {
  bool quoted = false;
  bool comma = false;
  bool semicolon = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n') break;
    if (c == '\t') return '\t';
    comma = comma || c == ',';
    semicolon = semicolon || c == ';';
  }
  return semicolon && !comma ? ';' : ',';
}

std::string_view without_blank_lines(std::string_view text, std::size_t& line) {
  for (;;) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos || !trimmed(text.substr(0, end)).empty()) return text;
    text.remove_prefix(end + 1);
    ++line;
  }
}

class HeaderCheck {
 public:
  HeaderCheck(const std::string& source, std::size_t line) : source_(source), line_(line) {}

  void take(const std::string& name, bool quoted) {
    const std::size_t field = ++fields_;
    if (utf8_prefix(name) < name.size()) {
      refuse(fmt::format("field {}, {}, is not text; accepted is UTF-8", field, shown(name)));
    }
    if (!quoted && name.find('\r') != std::string::npos) {
      refuse("lines end in a carriage return alone; accepted are LF and CRLF");
    }
    if (name.empty()) refuse_nameless(field);
    const auto [earlier, is_new] = fields_of_.emplace(name, field);
    if (!is_new) {
      refuse(fmt::format("fields {} and {} are both named {}; each column needs a name of its own",
                         earlier->second, field, shown(name)));
    }
    if (!quoted && parse_number(name)) {
      if (number_.empty()) number_ = name;
      has_fraction_ = has_fraction_ || name.find('.') != std::string::npos;
    } else {
      has_word_ = has_word_ || quoted || !is_missing(name);
    }
  }

  /// Data without a header: nothing but numbers, or a number such as 5.1, which is rarely a name.
  void finish() const {
    if (!number_.empty() && (has_fraction_ || !has_word_)) {
      refuse(
          fmt::format("the number {} stands where a column name is expected; accepted is a first "
                      "line of names, in quotes where a name is a number",
                      number_));
    }
  }

 private:
  [[noreturn]] void refuse_nameless(std::size_t field) const {
    refuse(fmt::format("field {} of the header is empty; every column needs a name{}", field,
                       field == 1 ? " (row numbers can be left out: index=False in pandas, "
                                    "row.names=FALSE in R)"
                                  : ""));
  }
  [[noreturn]] void refuse(const std::string& what) const {
    throw InputError(fmt::format("{}, line {}: {}", source_, line_, what));
  }

  const std::string& source_;
  std::size_t line_;
  std::size_t fields_ = 0;
  std::string number_;  // the first name that is a number
  bool has_fraction_ = false;
  bool has_word_ = false;
  std::unordered_map<std::string, std::size_t> fields_of_;
};

}  // namespace

CsvHeader read_header(std::string_view text, const std::string& source) {
  for (const Foreign& foreign : kForeign) {
    if (text.starts_with(foreign.beginning)) {
      throw InputError(fmt::format("{}: {}", source, foreign.what));
    }
  }
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  std::size_t first_line = 1;
  text = without_blank_lines(text, first_line);

  CsvHeader header;
  header.delimiter = find_delimiter(text);
  CsvScanner scanner(text, header.delimiter, source, first_line);
  if (!scanner.begin_row()) {
    throw InputError(source +
                     ": holds only blank lines; accepted is a line of column names "
                     "with the data below it");
  }
  HeaderCheck check(source, scanner.line());
  while (!scanner.at_row_end()) {
    header.names.emplace_back(scanner.take_field());
    check.take(header.names.back(), scanner.quoted());
  }
  check.finish();
  header.body = scanner.rest();
  header.body_line = scanner.next_line();
  return header;
}

}  // namespace varimix::internal
