// The second look at a text file, at its columns that are not numbers.
#pragma once

#include "data/csv_scanner.hpp"
#include "varimix/read.hpp"

namespace varimix::internal {

/// Fills levels, codes and counts of the text columns of `table`. `scanner` stands at the first row
/// of the same rows that the table was made of. Throws InputError for a cell that is not UTF-8.
void read_levels(CsvScanner scanner, Table& table);

}  // namespace varimix::internal
