#include "model/json_writer.hpp"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

#include "math/words.hpp"

namespace varimix::internal {

void JsonWriter::end() {
  const Level level = levels_.back();
  levels_.pop_back();
  if (level.layout == Layout::kLines && !level.empty) next_line(levels_.size());
  out_ += level.closing;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  separate();
  quote(name);
  out_ += ": ";
  named_ = true;
  return *this;
}

void JsonWriter::null() {
  before_value();
  out_ += "null";
}

void JsonWriter::flag(bool value) {
  before_value();
  out_ += value ? "true" : "false";
}

void JsonWriter::count(std::size_t value) {
  before_value();
  fmt::format_to(std::back_inserter(out_), "{}", value);
}

void JsonWriter::number(double value) {
  if (!std::isfinite(value)) return null();
  before_value();
  // Many readers take "-0" for the integer 0 and lose the sign.
  if (value == 0 && std::signbit(value)) {
    out_ += "-0.0";
  } else {
    fmt::format_to(std::back_inserter(out_), "{:.17g}", value);
  }
}

void JsonWriter::number(const std::optional<double>& value) {
  value.has_value() ? number(*value) : null();
}

void JsonWriter::text(std::string_view value) {
  before_value();
  quote(value);
}

void JsonWriter::numbers(std::span<const double> values) {
  begin_list();
  for (const double value : values) number(value);
  end();
}

void JsonWriter::texts(std::span<const std::string> values) {
  begin_list();
  for (const std::string& value : values) text(value);
  end();
}

void JsonWriter::fields(const Fields& fields) {
  for (const Field& field : fields) {
    key(field.name);
    const std::span<const double> values = field.values;
    if (field.shape.empty()) {
      number(values[0]);
    } else if (field.shape.size() == 1) {
      numbers(values);
    } else {
      const std::size_t columns = field.shape[1];
      begin_list();
      for (std::size_t row = 0; row < field.shape[0]; ++row)
        numbers(values.subspan(row * columns, columns));
      end();
    }
  }
}

void JsonWriter::begin(char opening, char closing, Layout layout) {
  before_value();
  out_ += opening;
  levels_.push_back({closing, layout});
}

void JsonWriter::separate() {
  if (levels_.empty()) return;
  Level& level = levels_.back();
  if (!level.empty) out_ += level.layout == Layout::kLines ? "," : ", ";
  if (level.layout == Layout::kLines) next_line(levels_.size());
  level.empty = false;
}

void JsonWriter::next_line(std::size_t depth) {
  out_ += '\n';
  out_.append(2 * depth, ' ');
}

void JsonWriter::before_value() {
  if (!named_) separate();
  named_ = false;
}

void JsonWriter::quote(std::string_view text) {
  out_ += '"';
  while (!text.empty()) {
    const auto c = static_cast<unsigned char>(text[0]);
    std::size_t length = 1;
    if (c == '"' || c == '\\') {
      out_ += {'\\', text[0]};
    } else if (c < 0x20) {
      fmt::format_to(std::back_inserter(out_), "\\u{:04x}", c);
    } else if (c < 0x80) {
      out_ += text[0];
    } else if (const std::size_t good = utf8_prefix(text.substr(0, 4)); good > 0) {
      // One character: its continuation bytes are those of the form 10xxxxxx.
      while (length < good && (static_cast<unsigned char>(text[length]) & 0xc0) == 0x80) ++length;
      out_ += text.substr(0, length);
    } else {
      out_ += "\\ufffd";
    }
    text.remove_prefix(length);
  }
  out_ += '"';
}

}  // namespace varimix::internal
