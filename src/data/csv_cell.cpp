#include "data/csv_cell.hpp"

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <locale>
#include <sstream>
#include <string>
#include <system_error>

namespace varimix::internal {
namespace {

constexpr std::string_view kBlanks = " \t\r";

/// std::from_chars leaves the value alone beyond either end of the range.
double out_of_range(std::string_view text) {
  std::istringstream stream{std::string(text)};
  stream.imbue(std::locale::classic());
  double value = 0;
  stream >> value;
  const bool too_large = std::abs(value) >= std::numeric_limits<double>::max();
  return too_large ? std::copysign(std::numeric_limits<double>::infinity(), value) : value;
}

/// A number of at most kShort digits and no exponent, null for any other. Digits and power of ten
/// are exact in a double, so their quotient is rounded once, that is, correctly.
const char* parse_short(const char* first, const char* last, double& value) {
  constexpr std::ptrdiff_t kShort = 9;
  constexpr double kPowers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
  const bool negative = first != last && *first == '-';
  const char* const begin = negative ? first + 1 : first;
  const char* const limit = last - begin > kShort + 2 ? begin + kShort + 2 : last;
  const char* point = nullptr;
  std::uint64_t digits = 0;
  const char* p = begin;
  for (; p != limit; ++p) {
    const auto digit = static_cast<unsigned>(*p - '0');
    if (digit <= 9) {
      digits = 10 * digits + digit;
    } else if (*p == '.' && point == nullptr) {
      point = p;
    } else {
      break;
    }
  }
  const std::ptrdiff_t count = p - begin - (point != nullptr ? 1 : 0);
  if (count == 0 || count > kShort || (p != last && (*p == 'e' || *p == 'E'))) return nullptr;
  const double size = static_cast<double>(digits) / kPowers[point != nullptr ? p - point - 1 : 0];
  value = negative ? -size : size;
  return p;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

bool is_missing(std::string_view text) {
  if (text.empty() || text == "NA" || text == "?") return true;
  if (text.front() == '+' || text.front() == '-') text.remove_prefix(1);
  return text.size() == 3 && (text[0] | 0x20) == 'n' && (text[1] | 0x20) == 'a' &&
         (text[2] | 0x20) == 'n';
}

std::optional<double> parse_number(std::string_view text) {
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  const char* const end = text.data() + text.size();
  double value = 0;
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (rest != end || error == std::errc::invalid_argument || std::isnan(value)) return std::nullopt;
  return error == std::errc::result_out_of_range ? out_of_range(text) : value;
}

const char* parse_finite(const char* first, const char* last, double& value) {
  if (const char* const end = parse_short(first, last, value)) return end;
  const auto [end, error] = std::from_chars(first, last, value);
  return error == std::errc{} && std::isfinite(value) ? end : nullptr;
}

}  // namespace varimix::internal
