// The fields of a delimited text, one after the other, without a copy.
//
// Quoting as in RFC 4180, and a little more: blanks around a quoted field are ignored, and a quote
// inside a field that does not begin with one stands for itself. Rows of nothing but blanks are
// skipped.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace varimix::internal {

class CsvScanner {
 public:
  /// `text` and `source`, the name that errors begin with, must outlive the scanner.
  CsvScanner(std::string_view text, char delimiter, const std::string& source,
             std::size_t first_line = 1);

  /// Goes to the next row that is not blank; false at the end of the text.
  bool begin_row();
  /// Takes the cell that comes next if it is empty (NaN) or an unquoted number; otherwise stays
  /// there.
  bool take_number(double& value);
  /// Takes the field that comes next. The view holds until the next call.
  std::string_view take_field();
  /// Whether the field last taken was quoted.
  bool quoted() const { return quoted_; }
  /// Whether the field last taken was the last of its row.
  bool at_row_end() const { return at_row_end_; }

  /// The line, from 1, on which the row begins.
  std::size_t line() const { return row_line_; }
  /// What has not been taken yet, and the line on which it begins.
  std::string_view rest() const { return {at_, static_cast<std::size_t>(end_ - at_)}; }
  std::size_t next_line() const { return line_; }

 private:
  bool ends_field(const char* p) const { return p == end_ || *p == '\n' || *p == delimiter_; }
  const char* skip_blanks(const char* p) const;
  void finish_field(const char* p);
  std::string_view take_quoted(const char* open);
  [[noreturn]] void refuse(std::size_t line, const std::string& what) const;

  const char* at_;
  const char* end_;
  const char* row_begin_;
  char delimiter_;
  bool quoted_ = false;
  bool at_row_end_ = false;
  std::size_t line_;
  std::size_t row_line_;
  std::string unquoted_;  // the field last taken, if it held doubled quotes
  const std::string& source_;
};

}  // namespace varimix::internal
