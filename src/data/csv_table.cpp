#include "data/csv_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

#include "data/csv_cell.hpp"
#include "data/csv_header.hpp"
#include "data/csv_levels.hpp"
#include "data/csv_scanner.hpp"
#include "math/words.hpp"

namespace varimix::internal {
namespace {

/// No fewer than the rows of `body`: each takes a line of its own, and a byte for each field or so.
std::size_t most_rows(std::string_view body, std::size_t columns) {
  const auto lines = static_cast<std::size_t>(std::count(body.begin(), body.end(), '\n')) + 1;
  return std::min(lines, body.size() / columns + 1);
}

/// Reads the numbers of a text, row by row, into one block of columns.
class NumberReader {
 public:
  NumberReader(const CsvHeader& header, CsvScanner scanner, Table& table)
      : scanner_(std::move(scanner)),
        table_(table),
        columns_(header.names.size()),
        stride_(most_rows(header.body, columns_)),
        values_(new double[columns_ * stride_]) {}

  void read() {
    while (scanner_.begin_row()) {
      note_line();
      read_row();
      ++rows_;
    }
    table_.values = {values_.get(),
                     Data::Element::float64,
                     rows_,
                     columns_,
                     1,
                     static_cast<std::ptrdiff_t>(stride_),
                     values_};
  }

 private:
  void note_line() {
    if (rows_ == 0 || scanner_.line() != line_ + 1) {
      table_.lines.push_back({rows_, scanner_.line()});
    }
    line_ = scanner_.line();
  }

  void read_row() {
    std::size_t column = 0;
    do {
      if (column == columns_) refuse_ragged(column);
      double& cell = values_.get()[column * stride_ + rows_];
      if (!table_.columns[column].numeric) {
        scanner_.take_field();
      } else if (!scanner_.take_number(cell)) {
        cell = read_field(table_.columns[column]);
      }
      ++column;
    } while (!scanner_.at_row_end());
    if (column < columns_) refuse_ragged(column);
  }

  double read_field(Column& column) {
    const std::string_view field = scanner_.take_field();
    const std::string_view text = trimmed(field);
    if (is_missing(text)) return std::numeric_limits<double>::quiet_NaN();
    if (const auto number = parse_number(text)) return *number;
    column.numeric = false;
    column.first_text = {rows_, std::string(field)};
    return 0;
  }

  [[noreturn]] void refuse_ragged(std::size_t fields) {
    while (!scanner_.at_row_end()) {
      scanner_.take_field();
      ++fields;
    }
    throw InputError(fmt::format(
        "{}, row {} (line {}): {} field{}; accepted is one for each of the {} names of the header",
        table_.source, rows_ + 1, line_, fields, fields == 1 ? "" : "s", columns_));
  }

  CsvScanner scanner_;
  Table& table_;
  std::size_t columns_;
  std::size_t stride_;
  std::shared_ptr<double[]> values_;
  std::size_t rows_ = 0;
  std::size_t line_ = 0;
};

}  // namespace

Table read_csv(std::string_view text, const std::string& source) {
  const CsvHeader header = read_header(text, source);
  Table table;
  table.source = source;
  for (const std::string& name : header.names) table.columns.emplace_back().name = name;
  const CsvScanner scanner(header.body, header.delimiter, table.source, header.body_line);
  NumberReader(header, scanner, table).read();
  if (table.rows() == 0) {
    throw InputError(source + ": has a header but no rows; accepted are one or more rows below it");
  }
  const auto is_text = [](const Column& column) { return !column.numeric; };
  if (std::any_of(table.columns.begin(), table.columns.end(), is_text)) {
    read_levels(scanner, table);
  }
  return table;
}

}  // namespace varimix::internal
