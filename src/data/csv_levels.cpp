#include "data/csv_levels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string_view>
#include <unordered_map>

#include "data/csv_cell.hpp"
#include "math/words.hpp"

namespace varimix::internal {
namespace {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};

/// Collects one text column.
class Encoder {
 public:
  explicit Encoder(Column& column) : column_(column) {}

  void take(std::string_view text, bool quoted) {
    const std::string_view inner = quoted ? trimmed(text) : text;
    if (is_missing(inner)) {
      if (!overfull_) column_.codes.push_back(kLatent);
      return;
    }
    ++(parse_number(inner) ? column_.numbers : column_.texts);
    if (!overfull_) column_.codes.push_back(code(text));
    if (index_.size() > kMostLevels) drop();
  }

  /// Replaces the codes, given in the order of appearance, by ranks.
  void finish() {
    for (const auto& [text, code] : index_) column_.levels.push_back(text);
    std::sort(column_.levels.begin(), column_.levels.end());
    std::vector<std::int32_t> rank(column_.levels.size());
    for (std::size_t i = 0; i < column_.levels.size(); ++i) {
      rank[static_cast<std::size_t>(index_.find(column_.levels[i])->second)] =
          static_cast<std::int32_t>(i);
    }
    for (std::int32_t& code : column_.codes) {
      if (code != kLatent) code = rank[static_cast<std::size_t>(code)];
    }
  }

 private:
  std::int32_t code(std::string_view text) {
    const auto known = index_.find(text);
    if (known != index_.end()) return known->second;
    const auto next = static_cast<std::int32_t>(index_.size());
    index_.emplace(text, next);
    return next;
  }

  void drop() {
    overfull_ = true;
    column_.codes = {};
    index_.clear();
  }

  Column& column_;
  bool overfull_ = false;
  std::unordered_map<std::string, std::int32_t, TextHash, std::equal_to<>> index_;
};

}  // namespace

void read_levels(CsvScanner scanner, Table& table) {
  std::vector<Encoder> encoders;
  for (Column& column : table.columns) encoders.emplace_back(column);
  for (std::size_t row = 0; row < table.rows() && scanner.begin_row(); ++row) {
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      const std::string_view text = scanner.take_field();
      if (table.columns[c].numeric) continue;
      if (utf8_prefix(text) < text.size()) {
        throw InputError(
            fmt::format("{}: {} is not text; accepted is UTF-8", table.place(row, c), shown(text)));
      }
      encoders[c].take(text, scanner.quoted());
    }
  }
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (!table.columns[c].numeric) encoders[c].finish();
  }
}

}  // namespace varimix::internal
