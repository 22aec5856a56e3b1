#include "report/merge_page.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "model/json_writer.hpp"
#include "report/table.hpp"

namespace varimix::internal {
namespace {

std::string joined(const std::vector<std::size_t>& components) {
  std::string out;
  for (const std::size_t k : components) out += (out.empty() ? "" : "+") + std::to_string(k + 1);
  return out;
}

double drop_per_weight(const Merging& merging) {
  return merging.merged_weight > 0 ? merging.drop / merging.merged_weight
                                   : std::numeric_limits<double>::quiet_NaN();
}

std::string table_of(const MergePath& path) {
  TextTable table;
  table.numbers("clusters", 1);
  table.decimals("entropy", 3);
  table.decimals("drop", 3);
  table.numbers("rows merged", 1);
  table.decimals("drop per row", 4);
  table.words("merged");
  table.row({static_cast<double>(path.components), path.entropy});
  for (std::size_t i = 0; i < path.mergings.size(); ++i) {
    const Merging& m = path.mergings[i];
    const double ratio = drop_per_weight(m);
    table.row({static_cast<double>(path.components - i - 1), m.entropy, m.drop, m.merged_weight,
               std::isnan(ratio) ? TextTable::Cell() : TextTable::Cell(ratio),
               joined(m.first) + " with " + joined(m.second)});
  }
  return table.text(1);
}

std::string suggestion(const MergePath& path) {
  const std::optional<std::size_t> count = path.suggested();
  if (!count) return "Suggested: nothing, an elbow needs three components or more";
  if (*count < path.components)
    return fmt::format("Suggested: {} clusters, the elbow of entropy against rows merged", *count);
  return fmt::format("Suggested: {} clusters, nothing merged: {}", *count,
                     path.entropy < kCertainEntropy * path.total_weight
                         ? "the components hardly overlap"
                         : "the entropy has no elbow");
}

void write_components(JsonWriter& json, const std::vector<std::size_t>& components) {
  json.begin_list();
  for (const std::size_t k : components) json.count(k + 1);
  json.end();
}

void write_optional(JsonWriter& json, const std::optional<std::size_t>& count) {
  count ? json.count(*count) : json.null();
}

void write_merging(JsonWriter& json, const Merging& m, std::size_t left) {
  json.begin_object();
  json.key("clusters").count(left);
  json.key("merged").begin_list();
  write_components(json, m.first);
  write_components(json, m.second);
  json.end();
  json.key("entropy").number(m.entropy);
  json.key("drop").number(m.drop);
  json.key("merged_weight").number(m.merged_weight);
  json.key("drop_per_weight").number(drop_per_weight(m));
  json.end();
}

}  // namespace

std::string merge_page(const MergePath& path, std::optional<std::size_t> chosen) {
  std::string out = fmt::format(
      "{} component{}, rows of total weight {}; entropy of the responsibilities in "
      "nats\n\n{}\n{}\n",
      path.components, path.components == 1 ? "" : "s", short_number(path.total_weight),
      table_of(path), suggestion(path));
  if (!chosen) return out;
  const Clusters clusters = path.clusters(*chosen);
  for (std::size_t m = 0; m < clusters.size(); ++m)
    out += fmt::format("{}cluster {}: component{} {}\n", m == 0 ? "\n" : "", m + 1,
                       clusters[m].size() == 1 ? "" : "s", joined(clusters[m]));
  return out;
}

std::string merge_json(const MergePath& path, std::optional<std::size_t> chosen) {
  JsonWriter json;
  json.begin_object(JsonWriter::Layout::kLines);
  json.key("format").text("varimix-merge/1");
  json.key("components").count(path.components);
  json.key("total_weight").number(path.total_weight);
  json.key("entropy").number(path.entropy);
  json.key("steps").begin_list(JsonWriter::Layout::kLines);
  for (std::size_t i = 0; i < path.mergings.size(); ++i)
    write_merging(json, path.mergings[i], path.components - i - 1);
  json.end();
  json.key("suggested");
  write_optional(json, path.suggested());
  json.key("clusters");
  if (!chosen) {
    json.null();
  } else {
    json.begin_list();
    for (const auto& cluster : path.clusters(*chosen)) write_components(json, cluster);
    json.end();
  }
  json.end();
  return json.str() + "\n";
}

}  // namespace varimix::internal
