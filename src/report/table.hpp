// A table of text with aligned columns, for terminals.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "varimix/marginal.hpp"

namespace varimix::internal {

/// No line of a report is longer, columns with long names apart.
inline constexpr std::size_t kPageWidth = 100;

class TextTable {
 public:
  /// Nothing, a word, a number or an interval; those of a column share their number of decimals.
  using Cell = std::variant<std::monostate, std::string, double, Interval>;

  /// A column of words or of intervals, flush left.
  void words(const std::string& heading);
  /// A column of numbers, flush right: this many significant digits of the largest, more where they
  /// lie close together.
  void numbers(const std::string& heading, int digits);
  /// The same, always with this many decimals.
  void decimals(const std::string& heading, int decimals);
  /// One cell per column; those that are left out are empty.
  void row(std::vector<Cell> cells);

  /// Lines of the table. Where it is wider than the page it goes on below, the first `keys` columns
  /// repeated, rows without anything more than those left out.
  std::string text(std::size_t keys = 1) const;

 private:
  struct Column {
    std::string heading;
    bool flush_left = false;
    int digits = 0;     ///< significant ones
    int decimals = -1;  ///< not less than 0: fixed
  };
  std::string panel(const std::vector<std::vector<std::string>>& cells,
                    std::span<const std::size_t> shown, std::size_t keys) const;
  std::vector<std::string> cells_of(std::size_t column) const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

/// A few numbers as they read best: six significant digits.
std::string short_number(double value);

/// `text` in lines no longer than the page, each after the first behind `indent` blanks.
std::string wrapped(const std::string& text, std::size_t indent);

}  // namespace varimix::internal
