// From a file to Data: CSV, TSV or NumPy .npy, and which columns are data, weights and labels.
//
//   const Table table = read_table("faithful.csv");
//   const Dataset chosen = select(table, {.columns = {"waiting"}, .weights = {}, .labels = {}}, 2);
//
// A Table and a Dataset are plain values that may be read from several threads at once. Copies
// share the numbers, which are never changed. A .npy file stays mapped for as long as a Table or a
// Data refers to it and must not be shortened while it does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "varimix/data.hpp"
#include "varimix/error.hpp"

namespace varimix {

/// A text column with more distinct texts than this keeps none of them.
inline constexpr std::size_t kMostLevels = 65536;

/// What is known of one column of a Table beside its numbers.
struct Column {
  /// The first cell that is neither a number nor missing.
  struct Text {
    std::size_t row = 0;
    std::string text;
  };

  std::string name;
  bool numeric = true;  ///< every cell that is not missing is a number

  // Of a text column (not numeric) only:
  std::vector<std::string> levels;  ///< its distinct texts, sorted by byte; empty if > kMostLevels
  std::vector<std::int32_t> codes;  ///< [rows] index into levels, kLatent where missing
  std::size_t numbers = 0;          ///< how many of its cells are numbers all the same
  std::size_t texts = 0;            ///< how many of its cells are neither numbers nor missing
  Text first_text;

  /// A text column that looks like numbers with mistakes in it: at least half of its values are
  /// numbers.
  bool meant_as_numbers() const { return !numeric && numbers >= texts; }
};

/// A file as it was read.
struct Table {
  /// From `row` on, until the next entry, row r stands on line `line` + (r - row) of the file.
  struct Line {
    std::size_t row = 0;
    std::size_t line = 0;
  };

  std::string source;           ///< the file's name, or "standard input"
  std::vector<Column> columns;  ///< [D], names unique and not empty
  Data::Layout values;      ///< [N x D], NaN is missing; the cells of text columns are unspecified
  std::vector<Line> lines;  ///< ascending by row; empty when the file has no lines (.npy)

  std::size_t rows() const { return values.rows; }
  /// The number in a numeric column, NaN where it is missing.
  double value(std::size_t row, std::size_t column) const;
  /// Where a cell (rows and columns from 0) stands, as messages begin:
  /// faithful.csv, row 3 (line 4), column "waiting".
  std::string place(std::size_t row, std::size_t column) const;
};

/// Reads a whole file, or standard input when `path` is "-".
///
/// A file that is called *.npy or begins as one is mapped: format 1, 2 or 3, <f8 or <f4, in C or
/// Fortran order; one dimension is one column, two are N x D; the columns are x1 ... xD.
///
/// Anything else is text in UTF-8 whose first line that is not blank names the columns. The fields
/// are separated by tabs if that line has one outside quotes, else by commas, else by semicolons.
/// Quotes as in RFC 4180, LF or CRLF, blanks around fields are ignored. Missing are: nothing, NA,
/// NaN in any case, ?. Numbers are read the same in every locale. Blank lines are skipped, also in
/// a file of one column, as R and pandas do: there a missing value is written "", NA, NaN or ?.
///
/// Throws InputError when the file cannot be read, has no rows, or is not well formed.
Table read_table(const std::string& path);

/// Which columns of a Table play which part.
struct Selection {
  std::vector<std::string>
      columns;          ///< the data, in this order; empty: all numeric ones not named below
  std::string weights;  ///< a weight per row; empty: none
  std::string labels;   ///< known components; empty: none
};

/// What was selected, ready for a fit.
struct Dataset {
  Data data;
  std::vector<std::string>
      label_names;             ///< [<= K] the name that stands for each component, or empty
  std::string weights_column;  ///< as in the Selection
  std::string labels_column;
};

/// The data [N x D], weights and labels of a table. The values are not copied when the chosen
/// columns lie at equal distances, as all of them, one, or two do; the Data keeps alive what it
/// refers to.
///
/// Weights are finite, not negative, not missing, and not all 0. Labels are integers 1 ...
/// components, or at most `components` distinct names, which sorted by byte stand for the
/// components in order; a missing label is latent. With Selection::columns empty, a column that is
/// numbers but for a few cells is refused rather than left out.
///
/// Throws InputError for a column that is unknown, has two parts to play, is not of the right kind
/// or has no value, for an infinite cell and when no column is left.
Dataset select(const Table& table, const Selection& selection,
               std::size_t components = std::numeric_limits<std::int32_t>::max());

}  // namespace varimix
