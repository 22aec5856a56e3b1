// Writes JSON in the order in which it is told. Numbers print with 17 significant digits, so that
// reading them back loses no bit; what is not finite prints as null.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "varimix/family/family.hpp"

namespace varimix::internal {

class JsonWriter {
 public:
  /// Elements one after the other, or each on a line of its own.
  enum class Layout { kRow, kLines };

  void begin_object(Layout layout = Layout::kRow) { begin('{', '}', layout); }
  void begin_list(Layout layout = Layout::kRow) { begin('[', ']', layout); }
  /// Ends the innermost object or list.
  void end();
  /// Names the next value of an object.
  JsonWriter& key(std::string_view name);

  void null();
  void flag(bool value);
  void count(std::size_t value);
  void number(double value);
  void number(const std::optional<double>& value);
  void text(std::string_view value);
  void numbers(std::span<const double> values);
  void texts(std::span<const std::string> values);
  /// Name and value of each: a number, a list or a list of rows, as its shape says.
  void fields(const Fields& fields);

  const std::string& str() const { return out_; }

 private:
  struct Level {
    char closing;
    Layout layout;
    bool empty = true;
  };

  void begin(char opening, char closing, Layout layout);
  void separate();
  void next_line(std::size_t depth);
  void before_value();
  void quote(std::string_view text);

  std::string out_;
  std::vector<Level> levels_;
  bool named_ = false;  // a key was written, its value comes next
};

}  // namespace varimix::internal
