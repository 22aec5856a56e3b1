#include "model/json_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "math/nearest_word.hpp"
#include "math/words.hpp"

namespace varimix::internal {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostBytesOfSyntaxError = 160;
constexpr int kDeepest = 64;

/// A callback for the parser that refuses what nobody means: the same key twice, endless nesting.
class Watch {
 public:
  bool operator()(int depth, Json::parse_event_t event, const Json& parsed) {
    if (depth > kDeepest) {
      throw std::invalid_argument(fmt::format("nested too deeply; accepted: {} levels", kDeepest));
    }
    if (event == Json::parse_event_t::object_start) {
      keys_.emplace_back();
    } else if (event == Json::parse_event_t::object_end) {
      keys_.pop_back();
    } else if (event == Json::parse_event_t::key) {
      const auto& key = parsed.get_ref<const std::string&>();
      if (!keys_.back().insert(key).second) {
        throw std::invalid_argument(
            fmt::format("key {} stands twice in one object; accepted: once", shown(key)));
      }
    }
    return true;
  }

 private:
  std::vector<std::set<std::string>> keys_;  // of the objects that are open
};

/// From "[...] parse error at line 1, column 5: why" what follows `before`, on one line.
std::string refusal_of(const std::string& what, const std::string& before) {
  const std::size_t at = what.find(before);
  std::string text = at == std::string::npos ? what : what.substr(at + before.size());
  if (text.size() > kMostBytesOfSyntaxError) {
    text.resize(kMostBytesOfSyntaxError);
    text += " ...";
  }
  for (char& c : text) c = static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  text.resize(utf8_prefix(text));
  return text;
}

std::string join(const std::string& where, std::string_view key) {
  return where.empty() ? std::string(key) : fmt::format("{}.{}", where, key);
}

}  // namespace

JsonNode JsonNode::parse(std::string_view text) {
  try {
    return {std::make_shared<const Json>(Json::parse(text.begin(), text.end(), Watch())), ""};
  } catch (const Json::parse_error& error) {
    throw std::invalid_argument(refusal_of(error.what(), "parse error at ") + "; accepted: JSON");
  } catch (const Json::out_of_range& error) {
    throw std::invalid_argument(refusal_of(error.what(), "] ") + "; accepted: finite numbers");
  }
}

JsonNode::JsonNode(std::shared_ptr<const Json> value, std::string where)
    : value_(std::move(value)), where_(std::move(where)) {}

bool JsonNode::is_null() const { return present() && value_->is_null(); }
bool JsonNode::is_text() const { return present() && value_->is_string(); }
bool JsonNode::is_number() const { return present() && value_->is_number(); }
bool JsonNode::is_list() const { return present() && value_->is_array(); }
bool JsonNode::is_object() const { return present() && value_->is_object(); }

JsonNode JsonNode::operator[](std::string_view key) const {
  const Json& object = value_of("an object", [](const Json& j) { return j.is_object(); });
  const auto at = object.find(std::string(key));
  if (at == object.end()) return {nullptr, join(where_, key)};
  return {std::shared_ptr<const Json>(value_, &*at), join(where_, key)};
}

JsonNode JsonNode::operator[](std::size_t index) const {
  return {std::shared_ptr<const Json>(value_, &value_->at(index)),
          fmt::format("{}[{}]", where_, index)};
}

std::size_t JsonNode::size() const {
  return value_of("a list", [](const Json& j) { return j.is_array(); }).size();
}

const JsonNode& JsonNode::list_of(std::size_t size, const std::string& things) const {
  const std::string accepted = fmt::format("a list of {} {}", size, things);
  if (value_of(accepted, [](const Json& j) { return j.is_array(); }).size() != size)
    refuse(accepted);
  return *this;
}

std::vector<std::string> JsonNode::keys() const {
  std::vector<std::string> keys;
  const Json& object = value_of("an object", [](const Json& j) { return j.is_object(); });
  for (const auto& member : object.items()) keys.push_back(member.key());
  return keys;
}

void JsonNode::only(const std::vector<std::string>& known) const {
  for (const std::string& key : keys()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    throw std::invalid_argument(
        fmt::format("{}key {}", where_.empty() ? "" : where_ + ": ", unknown_word(key, known)));
  }
}

bool JsonNode::flag() const {
  return value_of("true or false", [](const Json& j) { return j.is_boolean(); }).get<bool>();
}

std::size_t JsonNode::count(std::size_t least, std::size_t most) const {
  const std::string accepted = most == std::numeric_limits<std::size_t>::max()
                                   ? fmt::format("a whole number >= {}", least)
                                   : fmt::format("a whole number from {} to {}", least, most);
  const Json& json = value_of(accepted, [](const Json& j) { return j.is_number(); });
  if (json.is_number_unsigned()) {
    const auto value = json.get<std::size_t>();
    if (value < least || value > most) refuse(accepted);
    return value;
  }
  // Beyond 2^53 a double can no longer tell whole numbers apart.
  const double value = json.get<double>();
  if (value != std::floor(value) || value < static_cast<double>(least) || value > 0x1p53 ||
      static_cast<std::size_t>(value) > most) {
    refuse(accepted);
  }
  return static_cast<std::size_t>(value);
}

double JsonNode::number() const {
  return value_of("a number", [](const Json& j) { return j.is_number(); }).get<double>();
}

double JsonNode::number_or_nan() const {
  return is_null() ? std::numeric_limits<double>::quiet_NaN() : number();
}

std::string JsonNode::text() const {
  return value_of("a text", [](const Json& j) { return j.is_string(); }).get<std::string>();
}

void JsonNode::exactly(const std::string& accepted) const {
  if (!is_text() || text() != accepted) refuse(accepted);
}

std::string JsonNode::choice(const std::vector<std::string>& known) const {
  const std::string accepted = listed(known);
  auto word = value_of(accepted, [](const Json& j) { return j.is_string(); }).get<std::string>();
  if (std::find(known.begin(), known.end(), word) != known.end()) return word;
  throw std::invalid_argument(fmt::format("{}: {}", where_, unknown_word(word, known)));
}

std::vector<double> JsonNode::numbers() const {
  const Json& list = value_of("a list of numbers", [](const Json& j) { return j.is_array(); });
  std::vector<double> values;
  values.reserve(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!list[i].is_number()) (*this)[i].refuse("a number");
    values.push_back(list[i].get<double>());
  }
  return values;
}

std::vector<double> JsonNode::numbers(std::size_t size) const {
  return list_of(size, size == 1 ? "number" : "numbers").numbers();
}

std::vector<std::string> JsonNode::texts() const {
  std::vector<std::string> values;
  const std::size_t size = this->size();
  for (std::size_t i = 0; i < size; ++i) values.push_back((*this)[i].text());
  return values;
}

Field JsonNode::field(const std::string& name) const {
  if (is_number()) return {name, {}, {number()}};
  const std::string accepted = "a number, a list of numbers or a list of rows";
  const Json& list = value_of(accepted, [](const Json& j) { return j.is_array() && !j.empty(); });
  if (!list[0].is_array()) return {name, {list.size()}, numbers()};
  Field field{name, {list.size(), list[0].size()}, {}};
  for (std::size_t row = 0; row < list.size(); ++row) {
    const std::vector<double> values = (*this)[row].numbers(list[0].size());
    field.values.insert(field.values.end(), values.begin(), values.end());
  }
  return field;
}

Fields JsonNode::fields_except(const std::vector<std::string>& others) const {
  Fields fields;
  for (const std::string& key : keys()) {
    if (std::find(others.begin(), others.end(), key) == others.end())
      fields.push_back((*this)[key].field(key));
  }
  return fields;
}

std::string JsonNode::dump() const { return value_->dump(); }

void JsonNode::refuse(const std::string& accepted) const { refuse(found(), accepted); }

void JsonNode::refuse(const std::string& problem, const std::string& accepted) const {
  throw std::invalid_argument(fmt::format(
      "{}: {}; accepted: {}", where_.empty() ? "the document" : where_, problem, accepted));
}

const Json& JsonNode::value_of(const std::string& accepted, bool (*suits)(const Json&)) const {
  if (!present() || !suits(*value_)) refuse(accepted);
  return *value_;
}

std::string JsonNode::found() const {
  if (!present()) return "is missing";
  if (value_->is_object()) return "found an object";
  if (value_->is_array()) return fmt::format("found a list of {}", value_->size());
  if (value_->is_string()) return "found " + shown(value_->get_ref<const std::string&>());
  return "found " + value_->dump();
}

}  // namespace varimix::internal
