// Hyperparameters and parameters of one-column families by name, broadcast over columns (the
// adapter's helpers).
#include "varimix/family/arrays.hpp"

#include <algorithm>
#include <stdexcept>

#include "math/nearest_word.hpp"

namespace varimix::internal {
namespace {

std::string list(std::span<const char* const> names) {
  std::string out;
  for (const char* name : names) out += (out.empty() ? "" : ", ") + std::string(name);
  return out;
}

std::size_t place_of(const std::string& what, std::span<const char* const> names,
                     const std::string& name) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (name == names[i]) return i;
  const std::string nearest =
      nearest_word(name, std::vector<std::string>(names.begin(), names.end()));
  throw std::invalid_argument(what + ": unknown entry '" + name + "'" +
                              (nearest.empty() ? "" : " (did you mean '" + nearest + "'?)") +
                              "; accepted: " + list(names));
}

void put(const std::string& what, std::span<const char* const> names, std::size_t columns,
         const Fields& fields, std::vector<double>& out) {
  for (const Field& field : fields) {
    const std::size_t i = place_of(what, names, field.name);
    if (field.values.size() != 1 && field.values.size() != columns)
      throw std::invalid_argument(
          what + ": " + field.name + " has " + std::to_string(field.values.size()) +
          " entries; accepted: 1 or " + std::to_string(columns) + ", one per column");
    for (std::size_t d = 0; d < columns; ++d)
      out[d * names.size() + i] = field.values[field.values.size() == 1 ? 0 : d];
  }
}

}  // namespace

std::vector<double> named_hyperparameters(const std::string& family,
                                          std::span<const char* const> names, std::size_t columns,
                                          const Fields& entries, std::vector<double> fallback) {
  put("prior of family " + family, names, columns, entries, fallback);
  return fallback;
}

Fields fields_by_column(std::span<const char* const> names, std::size_t columns,
                        std::span<const double> values) {
  Fields out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    Field field{names[i], {columns}, {}};
    for (std::size_t d = 0; d < columns; ++d) field.values.push_back(values[d * names.size() + i]);
    out.push_back(std::move(field));
  }
  return out;
}

std::vector<double> values_by_column(const std::string& what, std::span<const char* const> names,
                                     std::size_t columns, const Fields& fields) {
  std::vector<double> out(columns * names.size());
  for (const char* name : names)
    if (std::none_of(fields.begin(), fields.end(), [&](const Field& f) { return f.name == name; }))
      throw std::invalid_argument(what + ": '" + std::string(name) +
                                  "' is missing; needed: " + list(names));
  put(what, names, columns, fields, out);
  return out;
}

}  // namespace varimix::internal
