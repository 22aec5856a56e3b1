#include "report/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace varimix::internal {
namespace {

constexpr char kGap[] = "  ";
constexpr std::size_t kGapWidth = 2;

/// Characters of a text in UTF-8.
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

std::size_t width_of_column(const std::vector<std::string>& cells) {
  std::size_t width = 0;
  for (const std::string& cell : cells) width = std::max(width, width_of(cell));
  return width;
}

std::string padded(const std::string& text, std::size_t width, bool flush_left) {
  const std::string blanks(width - std::min(width, width_of(text)), ' ');
  return flush_left ? text + blanks : blanks + text;
}

/// The place of the first digit that is not 0: 2 for 123, -1 for 0.05.
int magnitude(double value) { return static_cast<int>(std::floor(std::log10(value))); }

/// Decimals that show `digits` significant digits of the largest number, and four of the distance
/// between the largest and the smallest; -1 where only an exponent can.
int decimals_of_numbers(const std::vector<double>& values, int digits) {
  double largest = 0;
  for (const double x : values) largest = std::max(largest, std::abs(x));
  if (largest == 0) return 0;
  if (magnitude(largest) > 9 || magnitude(largest) < -4) return -1;
  const auto [lowest, highest] = std::minmax_element(values.begin(), values.end());
  const double spread = *highest - *lowest;
  const int by_size = digits - 1 - std::max(0, magnitude(largest));
  const int by_spread = digits > 1 && spread > 1e-9 * largest ? 3 - magnitude(spread) : 0;
  return std::clamp(std::max(by_size, std::min(by_spread, 14 - magnitude(largest))), 0, 14);
}

/// Decimals that show three significant digits of the narrowest interval's width; -1 where only an
/// exponent can.
int decimals_of_intervals(const std::vector<double>& widths) {
  double narrowest = std::numeric_limits<double>::infinity();
  for (const double width : widths) {
    if (width > 0) narrowest = std::min(narrowest, width);
  }
  if (std::isinf(narrowest)) return 3;
  const int decimals = 2 - magnitude(narrowest);
  return decimals < -6 || decimals > 9 ? -1 : std::max(0, decimals);
}

std::string number_text(double value, int decimals, int digits) {
  if (decimals < 0) return fmt::format("{:.{}e}", value, std::max(1, digits) - 1);
  std::string text = fmt::format("{:.{}f}", value, decimals);
  const bool zero = text.find_first_not_of("-0.") == std::string::npos;
  return zero && text[0] == '-' ? text.substr(1) : text;
}

std::string without_trailing_blanks(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

}  // namespace

void TextTable::words(const std::string& heading) { columns_.push_back({heading, true, 0, -1}); }
void TextTable::numbers(const std::string& heading, int digits) {
  columns_.push_back({heading, false, digits, -1});
}
void TextTable::decimals(const std::string& heading, int decimals) {
  columns_.push_back({heading, false, 0, decimals});
}
void TextTable::row(std::vector<Cell> cells) {
  cells.resize(columns_.size());
  rows_.push_back(std::move(cells));
}

std::vector<std::string> TextTable::cells_of(std::size_t column) const {
  const Column& style = columns_[column];
  std::vector<double> numbers, widths;
  for (const auto& row : rows_) {
    const auto* number = std::get_if<double>(&row[column]);
    const auto* interval = std::get_if<Interval>(&row[column]);
    if (number && std::isfinite(*number)) numbers.push_back(*number);
    if (interval && std::isfinite(interval->upper))
      widths.push_back(interval->upper - interval->lower);
  }
  const int decimals = style.decimals >= 0 ? style.decimals
                       : widths.empty()    ? decimals_of_numbers(numbers, style.digits)
                                           : decimals_of_intervals(widths);
  std::vector<std::string> out = {style.heading};
  for (const auto& row : rows_) {
    std::string& text = out.emplace_back();
    if (const auto* word = std::get_if<std::string>(&row[column])) text = *word;
    if (const auto* number = std::get_if<double>(&row[column]))
      text = number_text(*number, decimals, style.digits);
    if (const auto* interval = std::get_if<Interval>(&row[column])) {
      text = number_text(interval->lower, decimals, 4) + " to " +
             number_text(interval->upper, decimals, 4);
    }
  }
  return out;
}

std::string TextTable::panel(const std::vector<std::vector<std::string>>& cells,
                             std::span<const std::size_t> shown, std::size_t keys) const {
  std::string out;
  for (std::size_t r = 0; r <= rows_.size(); ++r) {
    const std::span<const std::size_t> values = shown.subspan(keys);
    if (std::all_of(values.begin(), values.end(),
                    [&](std::size_t c) { return cells[c][r].empty(); }))
      continue;
    std::string line;
    for (const std::size_t c : shown) {
      line += (c == shown.front() ? "" : kGap) +
              padded(cells[c][r], width_of_column(cells[c]), columns_[c].flush_left);
    }
    out += without_trailing_blanks(line);
  }
  return out;
}

std::string TextTable::text(std::size_t keys) const {
  std::vector<std::vector<std::string>> cells;
  for (std::size_t c = 0; c < columns_.size(); ++c) cells.push_back(cells_of(c));
  std::string out;
  for (std::size_t next = keys; next < columns_.size();) {
    std::vector<std::size_t> shown(keys);
    std::iota(shown.begin(), shown.end(), std::size_t{0});
    std::size_t width = 0;
    for (const std::size_t c : shown) width += width_of_column(cells[c]) + kGapWidth;
    while (next < columns_.size() &&
           (shown.size() == keys || width + width_of_column(cells[next]) <= kPageWidth)) {
      width += width_of_column(cells[next]) + kGapWidth;
      shown.push_back(next++);
    }
    out += (out.empty() ? "" : "\n") + panel(cells, shown, keys);
  }
  return out;
}

std::string short_number(double value) { return fmt::format("{:.6g}", value); }

std::string wrapped(const std::string& text, std::size_t indent) {
  std::string out;
  std::size_t width = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string word = text.substr(begin, end - begin);
    begin = end + 1;
    if (width > 0 && width + 1 + width_of(word) > kPageWidth) {
      out += "\n" + std::string(indent, ' ');
      width = indent;
    } else if (width > 0) {
      out += ' ';
      ++width;
    }
    out += word;
    width += width_of(word);
  }
  return out;
}

}  // namespace varimix::internal
