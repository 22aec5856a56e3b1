// Reads JSON and says where it is not what was asked for.
//
// A JsonNode is a value together with its place in the document. Every function that wants
// something of it throws std::invalid_argument with one line when it is something else, or is not
// there at all:
//
//   components[1].mean: found "12"; accepted: a list of numbers
#pragma once

#include <cstddef>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "math/words.hpp"
#include "varimix/family/family.hpp"

namespace varimix::internal {

class JsonNode {
 public:
  /// The whole document. Nodes keep it alive.
  static JsonNode parse(std::string_view text);

  /// Its place, such as components[1].mean.
  const std::string& where() const { return where_; }
  bool present() const { return value_ != nullptr; }
  bool is_null() const;
  bool is_text() const;
  bool is_number() const;
  bool is_list() const;
  bool is_object() const;

  /// The member of an object, absent when there is none of that name.
  JsonNode operator[](std::string_view key) const;
  /// The element of a list.
  JsonNode operator[](std::size_t index) const;
  /// Elements of a list.
  std::size_t size() const;
  /// This, if it is a list of `size` of such `things`.
  const JsonNode& list_of(std::size_t size, const std::string& things) const;
  /// The keys of an object, in the order of the document.
  std::vector<std::string> keys() const;
  /// Refuses an object with other keys than these.
  void only(const std::vector<std::string>& known) const;

  bool flag() const;
  /// A whole number from `least` to `most`; 3.0 is one.
  std::size_t count(std::size_t least, std::size_t most) const;
  double number() const;
  /// NaN for null, the reverse of what JsonWriter does.
  double number_or_nan() const;
  std::string text() const;
  /// Refuses all but this text.
  void exactly(const std::string& accepted) const;
  /// One of these words.
  std::string choice(const std::vector<std::string>& known) const;
  std::vector<double> numbers() const;
  std::vector<double> numbers(std::size_t size) const;
  std::vector<std::string> texts() const;
  /// A number, a list of numbers or a list of rows.
  Field field(const std::string& name) const;
  /// All members of an object but those named.
  Fields fields_except(const std::vector<std::string>& others) const;
  /// The value as JSON again.
  std::string dump() const;

  [[noreturn]] void refuse(const std::string& accepted) const;
  [[noreturn]] void refuse(const std::string& problem, const std::string& accepted) const;
  /// Calls `read`; puts this place in front of what it refuses.
  template <typename Read>
  auto locate(Read read) const -> decltype(read()) {
    try {
      return read();
    } catch (const std::invalid_argument& error) {
      throw std::invalid_argument(where_ + ": " + error.what());
    }
  }

 private:
  using Json = nlohmann::ordered_json;

  JsonNode(std::shared_ptr<const Json> value, std::string where);
  const Json& value_of(const std::string& accepted, bool (*suits)(const Json&)) const;
  std::string found() const;

  std::shared_ptr<const Json> value_;  // null: there is no such value
  std::string where_;
};

}  // namespace varimix::internal
