// The data sets and reference numbers that lie in tests/data and tests/references.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace varimix::test {

/// One row of a CSV file, cell by column name.
using CsvRow = std::map<std::string, std::string>;
/// A file of tests/references. Throws std::runtime_error when it cannot be read.
std::vector<CsvRow> reference_csv(const std::string& file);
nlohmann::json reference_json(const std::string& file);

/// A column of numbers of a file of tests/data.
std::vector<double> data_column(const std::string& file, const std::string& column);
/// "waiting", "eruptions", "galaxies_k", "galaxies_k_fixed",
/// "discoveries", "london_times" (its ten distinct counts).
std::vector<double> data_values(const std::string& name);
/// How many rows each value stands for: 1, but for london_times.
std::vector<double> data_frequencies(const std::string& name);

/// All columns of numbers of "faithful", "faithful_std", "faithful_missing", "iris" or
/// "murray1977", [D][N], NaN where a cell is missing.
std::vector<std::vector<double>> data_columns(const std::string& name);

/// The hard partitions the references start from, by the words they are stated in.
std::vector<int> stated_partition(const std::string& words, const std::vector<double>& values);
/// The same of data of several columns.
std::vector<int> stated_partition(const std::string& words, const std::string& data);

}  // namespace varimix::test
