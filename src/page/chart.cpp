#include "page/chart.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace varimix::internal {
namespace {

constexpr char kSchema[] = "https://vega.github.io/schema/vega-lite/v6.json";
constexpr char kFont[] = "system-ui, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif";
// The palette's yellow is too pale on white: it comes last, a little darker.
constexpr std::array<const char*, 8> kColours = {"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                                 "#e69f00", "#56b4e9", "#6b5b95", "#b5a400"};

Json with_color(Json encoding, Json color) {
  if (!color.is_null()) encoding["color"] = std::move(color);
  return encoding;
}

int digits_of(std::span<const double> values) {
  double low = 0, high = 0;
  bool any = false;
  for (const double x : values) {
    if (!std::isfinite(x)) continue;
    low = any ? std::min(low, x) : x;
    high = any ? std::max(high, x) : x;
    any = true;
  }
  const double size = std::max(std::abs(low), std::abs(high)), range = high - low;
  if (!(range > 0) || !std::isfinite(range)) return 6;
  return std::clamp(6 + static_cast<int>(std::ceil(std::log10(size / range))), 6, 17);
}

}  // namespace

Json theme() {
  return {
      {"background", "white"},
      {"font", kFont},
      {"padding", 6},
      {"view", {{"stroke", nullptr}}},
      {"title",
       {{"anchor", "start"},
        {"fontSize", 14},
        {"fontWeight", 600},
        {"offset", 10},
        {"color", kInk}}},
      {"axis",
       {{"labelFontSize", 12},
        {"titleFontSize", 12},
        {"titleFontWeight", "normal"},
        {"labelColor", kInk},
        {"titleColor", kInk},
        {"gridColor", "#e8eaee"},
        {"domainColor", "#777777"},
        {"tickColor", "#777777"},
        {"labelOverlap", true},
        {"labelSeparation", 4},
        {"titlePadding", 8}}},
      {"axisX", {{"grid", false}}},
      {"axisQuantitative", {{"tickCount", 6}}},
      {"legend",
       {{"orient", "top"},
        {"title", nullptr},
        {"labelFontSize", 12},
        {"labelColor", kInk},
        {"symbolStrokeWidth", 3},
        {"columns", 3},
        {"labelLimit", 240},
        {"symbolOpacity", 1},
        {"layout", {{"top", {{"direction", "vertical"}, {"anchor", "start"}, {"margin", 4}}}}}}},
      {"mark", {{"color", kColours[0]}}},
      {"line", {{"strokeWidth", 2}}},
      {"point", {{"filled", true}, {"size", 60}}},
      {"rule", {{"strokeWidth", 2}}},
      {"range", {{"category", kColours}}}};
}

std::string colour(std::size_t k) { return kColours[k % kColours.size()]; }

Json number(double value, int digits) {
  if (!std::isfinite(value)) return nullptr;
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.*g", digits, value);
  return std::strtod(text.data(), nullptr);
}

Json& Table::row(std::size_t n, std::size_t count) {
  if (rows_.size() < count) rows_.resize(count, Json::object());
  return rows_[n];
}

Table& Table::numbers(const std::string& field, std::span<const double> values) {
  const int digits = digits_of(values);
  for (std::size_t n = 0; n < values.size(); ++n)
    row(n, values.size())[field] = number(values[n], digits);
  return *this;
}

Table& Table::texts(const std::string& field, std::span<const std::string> values) {
  for (std::size_t n = 0; n < values.size(); ++n) row(n, values.size())[field] = values[n];
  return *this;
}

Table& Table::text(const std::string& field, const std::string& value) {
  for (Json& row : rows_) row[field] = value;
  return *this;
}

Json Table::json() const { return {{"values", rows_}}; }

Json axis(const std::string& field, const std::string& title, bool zero) {
  return {{"field", field},
          {"type", "quantitative"},
          {"title", title},
          {"scale", {{"zero", zero}, {"nice", zero}, {"padding", zero ? 0 : 8}}}};
}

Json log_axis(const std::string& field, const std::string& title) {
  Json out = axis(field, title);
  out["scale"] = {{"type", "log"}};
  out["axis"] = {{"format", ".0e"}};
  return out;
}

Json words(const std::string& field, const std::string& title, std::span<const std::string> order) {
  Json out = {{"field", field}, {"type", "nominal"}, {"sort", order}};
  out["title"] = title.empty() ? Json() : Json(title);
  return out;
}

Json series(std::span<const std::string> names, bool first_ink) {
  Json domain = Json::array(), range = Json::array();
  for (std::size_t i = 0; i < names.size(); ++i) {
    domain.push_back(names[i]);
    if (first_ink)
      range.push_back(i == 0 ? std::string(kInk) : colour(i - 1));
    else
      range.push_back(colour(i));
  }
  return {{"field", "series"},
          {"type", "nominal"},
          {"scale", {{"domain", domain}, {"range", range}}},
          {"title", nullptr}};
}

Json layer(Json mark, Json encoding, const Table* data) {
  Json out = Json::object();
  if (data != nullptr) out["data"] = data->json();
  out["mark"] = std::move(mark);
  out["encoding"] = std::move(encoding);
  return out;
}

Json line(Json x, Json y, Json color, const Table* data) {
  return layer({{"type", "line"}, {"interpolate", "linear"}},
               with_color({{"x", std::move(x)}, {"y", std::move(y)}}, std::move(color)), data);
}

Json bars(const std::string& x_title, Json y, const Table* data) {
  Json x = {{"field", "from"}, {"type", "quantitative"}, {"bin", "binned"}, {"title", x_title}};
  return layer({{"type", "bar"}, {"color", kBars}, {"binSpacing", 1}},
               {{"x", std::move(x)}, {"x2", {{"field", "to"}}}, {"y", std::move(y)}}, data);
}

Json area(Json x, Json y, Json color, bool stacked, const Table* data) {
  y["stack"] = stacked ? Json("zero") : Json();
  return layer({{"type", "area"}, {"opacity", stacked ? 0.85 : 0.15}, {"line", false}},
               with_color({{"x", std::move(x)}, {"y", std::move(y)}}, std::move(color)), data);
}

Json points(Json x, Json y, Json color, const Table* data) {
  return layer({{"type", "point"}},
               with_color({{"x", std::move(x)}, {"y", std::move(y)}}, std::move(color)), data);
}

Json rules(const std::string& x_title, Json y, Json color, const Table* data) {
  return layer(
      {{"type", "rule"}},
      with_color({{"x", axis("lower", x_title)}, {"x2", {{"field", "upper"}}}, {"y", std::move(y)}},
                 std::move(color)),
      data);
}

Json layers(const Table& data, std::vector<Json> of) {
  return {{"width", 520}, {"height", 300}, {"data", data.json()}, {"layer", std::move(of)}};
}

std::string script_safe(const Json& json) {
  std::string out;
  for (const char c : json.dump(-1, ' ', false, Json::error_handler_t::replace)) {
    if (c == '<')
      out += "\\u003c";
    else
      out += c;
  }
  return out;
}

std::string to_json(const Chart& chart) {
  Json out = {{"$schema", kSchema},
              {"title", chart.title},
              {"description", chart.description},
              {"config", theme()}};
  out.update(chart.spec);
  return script_safe(out);
}

}  // namespace varimix::internal
