#include "cli/start_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <vector>

#include "cli/text_file.hpp"
#include "data/csv_cell.hpp"
#include "data/csv_table.hpp"
#include "report/start_json.hpp"
#include "varimix/report.hpp"

namespace varimix::cli {
namespace {

constexpr double kSumTolerance = 1e-6;
constexpr char kAccepted[] = "JSON, CSV, TSV and .npy files";

bool is_json(const std::string& path, std::string_view text) {
  return path.ends_with(".json") || internal::trimmed(text.substr(0, 64)).starts_with("{");
}

bool is_number(std::string_view field) {
  field = internal::trimmed(field);
  if (field.size() > 1 && field.front() == '"' && field.back() == '"') return false;
  return internal::parse_number(field).has_value();
}

/// The fields of the first line when it holds nothing but numbers, else 0.
std::size_t fields_without_header(std::string_view text) {
  std::string_view line = text.substr(0, text.find('\n'));
  std::size_t fields = 0;
  for (;;) {
    const std::size_t end = line.find_first_of(",;\t");
    if (!is_number(line.substr(0, end))) return 0;
    ++fields;
    if (end == std::string_view::npos) return fields;
    line.remove_prefix(end + 1);
  }
}

Table table_from_text(const std::string& text, const std::string& path) {
  const std::size_t fields = fields_without_header(text);
  if (fields == 0) return internal::read_csv(text, path);
  const std::size_t delimiter = text.find_first_of(",;\t\n");
  std::string header = "x1";
  for (std::size_t i = 2; i <= fields; ++i) header += fmt::format("{}x{}", text[delimiter], i);
  Table table = internal::read_csv(header + "\n" + text, path);
  for (Table::Line& entry : table.lines) --entry.line;
  return table;
}

/// Columns that hold the responsibilities of components 1 ... K, or nothing.
std::vector<std::size_t> responsibility_columns(const Table& table, std::size_t components) {
  std::vector<std::size_t> out;
  if (table.columns.size() == components && components > 1) {
    for (std::size_t k = 0; k < components; ++k) out.push_back(k);
  } else if (table.columns.size() == components + 1 && table.columns[0].name == "label") {
    for (std::size_t k = 1; k <= components; ++k) out.push_back(k);
  }
  return out;
}

Responsibilities read_responsibilities(const Table& table,
                                       const std::vector<std::size_t>& columns) {
  Responsibilities out{columns.size(), {}};
  out.values.reserve(table.rows() * columns.size());
  for (std::size_t n = 0; n < table.rows(); ++n) {
    double sum = 0;
    for (const std::size_t column : columns) {
      const double r = table.columns[column].numeric ? table.value(n, column) : NAN;
      if (!(r >= 0 && r <= 1 + kSumTolerance)) {
        throw InputError(table.place(n, column) +
                         ": is no responsibility; accepted are numbers from 0 to 1");
      }
      out.values.push_back(r);
      sum += r;
    }
    if (!(std::abs(sum - 1) <= kSumTolerance)) {
      throw InputError(
          fmt::format("{}: the responsibilities of the row add up to {}; accepted is 1",
                      table.place(n, columns[0]), sum));
    }
    for (std::size_t k = 0; k < columns.size(); ++k) out.values[n * columns.size() + k] /= sum;
  }
  return out;
}

/// Component (from 0) of every level of a column of names.
std::vector<std::int32_t> components_of_levels(const Table& table, const Model& model,
                                               const Dataset& dataset) {
  const Column& column = table.columns[0];
  const std::vector<std::string>& known =
      dataset.label_names.empty() ? column.levels : dataset.label_names;
  std::vector<std::int32_t> out;
  for (const std::string& level : column.levels) {
    const auto at = std::find(known.begin(), known.end(), level);
    if (at == known.end()) {
      throw InputError(fmt::format("{}: '{}' is no label of column \"{}\" of the data",
                                   table.source, level, dataset.labels_column));
    }
    out.push_back(static_cast<std::int32_t>(at - known.begin()));
  }
  if (out.empty() || known.size() > model.components()) {
    throw InputError(fmt::format("{}: more different labels than the {} components of the model",
                                 table.source, model.components()));
  }
  return out;
}

Partition read_partition(const Table& table, const Model& model, const Dataset& dataset) {
  const Column& column = table.columns[0];
  std::vector<std::int32_t> of_levels;
  if (!column.numeric) of_levels = components_of_levels(table, model, dataset);
  Partition out;
  out.components.reserve(table.rows());
  for (std::size_t n = 0; n < table.rows(); ++n) {
    if (!column.numeric && column.codes[n] != kLatent) {
      out.components.push_back(of_levels[static_cast<std::size_t>(column.codes[n])]);
      continue;
    }
    const double label = column.numeric ? table.value(n, 0) : NAN;
    if (!(label >= 1 && label <= static_cast<double>(model.components()) &&
          label == std::floor(label))) {
      throw InputError(fmt::format(
          "{}: {}; accepted as the start of a row is a label from 1 to {}", table.place(n, 0),
          std::isnan(label) ? "is missing" : fmt::format("{}", label), model.components()));
    }
    out.components.push_back(static_cast<std::int32_t>(label) - 1);
  }
  return out;
}

}  // namespace

std::optional<Fit> earlier_fit(const std::string& path) {
  // What can be read but once (a pipe) is left for the start itself.
  if (path.ends_with(".npy") || !std::filesystem::is_regular_file(path)) return std::nullopt;
  const std::string text = read_text(path, kAccepted);
  if (!is_json(path, text) || text.find("\"varimix-fit/1\"") == std::string::npos)
    return std::nullopt;
  return parse_text(path, text, internal::fit_to_continue);
}

Start read_start(const std::string& path, const Model& model, const Dataset& dataset) {
  const std::string text = path.ends_with(".npy") ? "" : read_text(path, kAccepted);
  if (is_json(path, text)) {
    return parse_text(path, text, [&](std::string_view json) {
      return internal::start_from_json(json, model, dataset.data.columns());
    });
  }
  const Table table = text.empty() ? read_table(path) : table_from_text(text, path);
  if (table.rows() != dataset.data.rows()) {
    throw InputError(
        fmt::format("{}: {} rows; accepted is a start for each of the {} rows of the data",
                    table.source, table.rows(), dataset.data.rows()));
  }
  const std::vector<std::size_t> columns = responsibility_columns(table, model.components());
  if (!columns.empty()) return read_responsibilities(table, columns);
  if (table.columns.size() == 1) return read_partition(table, model, dataset);
  throw InputError(
      fmt::format("{}: {} columns; accepted is one column of labels or one responsibility for each "
                  "of the {} components",
                  table.source, table.columns.size(), model.components()));
}

}  // namespace varimix::cli
