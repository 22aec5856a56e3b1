#include "support/reference_data.hpp"

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace varimix::test {
namespace {

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> out(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      out.emplace_back();
    else if (c != '\r')
      out.back() += c;
  }
  return out;
}

std::ifstream open(const std::string& path) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error("cannot read " + path);
  return in;
}

std::vector<CsvRow> csv(const std::string& path) {
  std::ifstream in = open(path);
  std::string line;
  std::getline(in, line);
  const std::vector<std::string> names = cells_of(line);
  std::vector<CsvRow> out;
  while (std::getline(in, line)) {
    if (line.empty()) continue;
    const std::vector<std::string> cells = cells_of(line);
    CsvRow row;
    for (std::size_t i = 0; i < names.size(); ++i) row[names[i]] = cells.at(i);
    out.push_back(row);
  }
  return out;
}

}  // namespace

std::vector<CsvRow> reference_csv(const std::string& file) {
  return csv(std::string(VARIMIX_TEST_REFERENCES) + "/" + file);
}

nlohmann::json reference_json(const std::string& file) {
  std::ifstream in = open(std::string(VARIMIX_TEST_REFERENCES) + "/" + file);
  return nlohmann::json::parse(in);
}

std::vector<double> data_column(const std::string& file, const std::string& column) {
  std::vector<double> out;
  for (const CsvRow& row : csv(std::string(VARIMIX_TEST_DATA) + "/" + file))
    out.push_back(row.at(column) == "NA" ? std::nan("") : std::stod(row.at(column)));
  return out;
}

std::vector<double> data_values(const std::string& name) {
  if (name == "waiting" || name == "eruptions") return data_column("faithful.csv", name);
  if (name == "galaxies_k" || name == "galaxies_k_fixed")
    return data_column(name + ".csv", "velocity");
  if (name == "discoveries") return data_column("discoveries.csv", "discoveries");
  if (name == "london_times") return data_column("london_times.csv", "deaths");
  throw std::runtime_error("no data set " + name);
}

std::vector<std::vector<double>> data_columns(const std::string& name) {
  std::vector<std::string> names;
  if (name == "iris") names = {"sepal_length", "sepal_width", "petal_length", "petal_width"};
  if (name == "faithful" || name == "faithful_missing") names = {"eruptions", "waiting"};
  if (name == "faithful_std") names = {"eruptions_std", "waiting_std"};
  if (name == "murray1977") names = {"x1", "x2"};
  if (names.empty()) throw std::runtime_error("no data set of several columns " + name);
  std::vector<std::vector<double>> out;
  for (const std::string& column : names) out.push_back(data_column(name + ".csv", column));
  return out;
}

std::vector<double> data_frequencies(const std::string& name) {
  if (name == "london_times") return data_column("london_times.csv", "freq");
  return std::vector<double>(data_values(name).size(), 1.0);
}

std::vector<int> stated_partition(const std::string& words, const std::vector<double>& values) {
  // No value lies on a cut, so that open and closed ends are the same.
  static const std::map<std::string, std::vector<double>> kCuts = {
      {"waiting<67 -> 1, else 2", {66.5}},
      {"waiting<67", {66.5}},
      {"eruptions<3 -> 1, else 2", {2.95}},
      {"eruptions<3 ->1, <4.2 ->2, else 3", {2.95, 4.1995}},
      {"cut at 15 and 30 -> 1,2,3", {15, 30}},
      {"cut at 15, 21.3, 30 -> 1..4", {15, 21.3, 30}},
      {"deaths<=1 -> 1, else 2", {1.5}}};
  std::vector<int> out;
  for (const double x : values) {
    int component = 0;
    for (const double cut : kCuts.at(words)) {
      if (x == cut) throw std::runtime_error("a value lies on a cut of " + words);
      component += x > cut ? 1 : 0;
    }
    out.push_back(component);
  }
  return out;
}

std::vector<int> stated_partition(const std::string& words, const std::string& data) {
  if (data == "faithful")
    return stated_partition(words,
                            data_values(words.starts_with("waiting") ? "waiting" : "eruptions"));
  if (data != "iris") throw std::runtime_error("no stated partition of " + data);
  const std::map<std::string, int> species = {
      {"setosa", 0}, {"versicolor", 1}, {"virginica", words == "setosa ->1, else 2" ? 1 : 2}};
  std::vector<int> out;
  const bool halves = words == "species, virginica cut at petals of 5.55 -> 1..4";
  for (const CsvRow& row : csv(std::string(VARIMIX_TEST_DATA) + "/iris.csv")) {
    const int k = species.at(row.at("species"));
    out.push_back(halves && k == 2 && std::stod(row.at("petal_length")) > 5.55 ? 3 : k);
  }
  return out;
}

}  // namespace varimix::test
