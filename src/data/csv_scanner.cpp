#include "data/csv_scanner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <limits>

#include "data/csv_cell.hpp"
#include "math/words.hpp"
#include "varimix/error.hpp"

namespace varimix::internal {
namespace {

constexpr std::size_t kLongestRow = std::size_t{64} << 20;

}  // namespace

CsvScanner::CsvScanner(std::string_view text, char delimiter, const std::string& source,
                       std::size_t first_line)
    : at_(text.data()),
      end_(text.data() + text.size()),
      row_begin_(at_),
      delimiter_(delimiter),
      line_(first_line),
      row_line_(first_line),
      source_(source) {}

bool CsvScanner::begin_row() {
  for (;;) {
    const char* const p = skip_blanks(at_);
    if (p == end_) return false;
    if (*p != '\n') break;
    at_ = p + 1;
    ++line_;
  }
  row_begin_ = at_;
  row_line_ = line_;
  at_row_end_ = false;
  return true;
}

bool CsvScanner::take_number(double& value) {
  const char* p = skip_blanks(at_);
  if (ends_field(p)) {
    value = std::numeric_limits<double>::quiet_NaN();
    finish_field(p);
    return true;
  }
  if (*p == '+' && p + 1 != end_ && p[1] != '-') ++p;
  p = parse_finite(p, end_, value);
  if (p == nullptr) return false;
  p = skip_blanks(p);
  if (!ends_field(p)) return false;
  finish_field(p);
  return true;
}

std::string_view CsvScanner::take_field() {
  const char* const begin = skip_blanks(at_);
  if (begin != end_ && *begin == '"') return take_quoted(begin);
  const char* p = begin;
  while (!ends_field(p)) ++p;
  finish_field(p);
  quoted_ = false;
  return trimmed({begin, static_cast<std::size_t>(p - begin)});
}

const char* CsvScanner::skip_blanks(const char* p) const {
  while (p != end_ && (*p == ' ' || *p == '\r' || (*p == '\t' && delimiter_ != '\t'))) ++p;
  return p;
}

void CsvScanner::finish_field(const char* p) {
  at_row_end_ = p == end_ || *p == '\n';
  at_ = p == end_ ? p : p + 1;
  if (!at_row_end_) return;
  if (static_cast<std::size_t>(p - row_begin_) > kLongestRow) {
    refuse(row_line_,
           fmt::format("is longer than {} MiB; accepted is one row per line", kLongestRow >> 20));
  }
  if (p != end_) ++line_;
}

std::string_view CsvScanner::take_quoted(const char* open) {
  const std::size_t opened_on = line_;
  const char* run = open + 1;  // what has not been copied to unquoted_ yet
  const char* close = nullptr;
  unquoted_.clear();
  for (const char* p = run;; p = run) {
    close = static_cast<const char*>(std::memchr(p, '"', static_cast<std::size_t>(end_ - p)));
    if (close == nullptr)
      refuse(
          opened_on,
          "a quote opens here that is never closed; accepted is one at the end of the field, too");
    if (close + 1 == end_ || close[1] != '"') break;
    unquoted_.append(run, close + 1);
    run = close + 2;
  }
  const char* const after = skip_blanks(close + 1);
  line_ += static_cast<std::size_t>(std::count(open, close, '\n'));
  if (!ends_field(after)) {
    const char* stop = after;
    while (!ends_field(stop)) ++stop;
    refuse(opened_on,
           fmt::format("the quote that opens here closes on line {} before {}; accepted are a "
                       "separator or the end of the line there, and \"\" for a quote inside quotes",
                       line_, shown({after, static_cast<std::size_t>(stop - after)})));
  }
  finish_field(after);
  quoted_ = true;
  if (unquoted_.empty()) return {run, static_cast<std::size_t>(close - run)};
  unquoted_.append(run, close);
  return unquoted_;
}

void CsvScanner::refuse(std::size_t line, const std::string& what) const {
  throw InputError(fmt::format("{}, line {}: {}", source_, line, what));
}

}  // namespace varimix::internal
