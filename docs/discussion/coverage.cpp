// 95 % intervals against the truth, over many simulated data sets.
//
// The results of bench/coverage are committed as coverage.json (format varimix-coverage/1) and made
// anew by `./dev docs --all`.
#include <stdexcept>

#include "discussion/claims.hpp"
#include "discussion/figure.hpp"

namespace varimix::discussion {
namespace {

/// As the figures' legends call them, in the order of the page.
const std::vector<std::array<std::string, 2>> kMethods = {
    {"information", "EM, information"},
    {"bootstrap", "EM, bootstrap"},
    {"posterior", "VB"},
    {"linear-response", "VB, linear response"},
    {"gibbs", "Gibbs"}};

std::string name_of(const std::string& method) {
  for (const auto& [key, name] : kMethods)
    if (key == method) return name;
  throw std::runtime_error("coverage.json: unknown method " + method);
}

std::string title(const std::string& separation) {
  return separation == "well" ? "well apart" : "overlapping";
}

const Coverage::Row& at(const Coverage& found, const std::string& method, std::size_t rows,
                        const std::string& separation, const std::string& parameter) {
  for (const Coverage::Row& r : found.rows)
    if (r.method == method && r.rows == rows && r.separation == separation &&
        r.parameter == parameter)
      return r;
  throw std::runtime_error("coverage.json has no row of " + method);
}

/// One line per separation, size and method; for three sizes.
std::string coverage_table(const Coverage& found) {
  std::vector<std::vector<std::string>> rows;
  for (const char* separation : {"well", "badly"})
    for (const std::size_t size : {20, 200, 2000})
      for (const auto& [method, name] : kMethods) {
        std::vector<std::string> row = {title(separation), whole(size), name};
        for (const char* parameter : {"weight", "mean", "variance"}) {
          const Coverage::Row& r = at(found, method, size, separation, parameter);
          row.push_back(percent(r.coverage, 0) + ", " + fixed(r.width, 2));
        }
        row.push_back(whole(at(found, method, size, separation, "mean").data_sets));
        rows.push_back(std::move(row));
      }
  return table({"components", "$N$", "method", "weight: held, width", "mean: held, width",
                "variance: held, width", "data sets"},
               rows, 3);
}

constexpr const char* kFacets = R"({
    "data": {"name": "points"},
    "facet": {"row": {"field": "separation", "type": "nominal", "title": null},
              "column": {"field": "of", "type": "nominal", "title": null}},
    "spec": {"width": 170, "height": 150, "layer": []}
  })";

constexpr const char* kNominal = R"({
    "mark": {"type": "rule", "color": "#1F2933", "strokeDash": [4, 3]},
    "encoding": {"y": {"datum": 0.95}}
  })";

constexpr const char* kRows = R"({
    "field": "N", "type": "quantitative", "title": "rows N",
    "scale": {"type": "log", "domain": [17, 2400], "nice": false},
    "axis": {"values": [20, 100, 500, 2000], "format": "d"}
  })";

constexpr const char* kHeld = R"({
    "title": "hold the truth", "scale": {"domain": [0, 1]},
    "axis": {"format": ".0%", "values": [0, 0.25, 0.5, 0.75, 0.95], "labelOverlap": false}
  })";

constexpr const char* kWidth = R"({
    "title": "mean width", "scale": {"type": "log"},
    "axis": {"values": [0.03, 0.1, 0.3, 1, 3], "format": "~g"}
  })";

/// Lines and points of one number against N, a colour and a shape per method; a panel per parameter
/// and distance. `axis`: of that number. `first`: a layer under them, or null.
Figure by_method(const std::string& name, const std::string& description, const std::string& field,
                 const char* axis, const Json& first, const Json& points) {
  Json methods = Json::array();
  for (const auto& [method, words] : kMethods) methods.push_back(words);
  const Json method = {{"field", "method"},
                       {"type", "nominal"},
                       {"title", nullptr},
                       {"scale", {{"domain", methods}}}};
  const Json number = {{"field", field}, {"type", "quantitative"}};
  Json labelled = number;
  labelled.update(Json::parse(axis));
  Json spec = Json::parse(kFacets), &layers = spec["spec"]["layer"];
  if (!first.is_null()) layers.push_back(first);
  layers.push_back(
      {{"mark", {{"type", "line"}, {"strokeWidth", 1.5}}},
       {"encoding",
        {{"x", {{"field", "N"}, {"type", "quantitative"}}}, {"y", number}, {"color", method}}}});
  layers.push_back(
      {{"mark", {{"type", "point"}, {"filled", true}, {"size", 40}, {"opacity", 1}}},
       {"encoding",
        {{"x", Json::parse(kRows)}, {"y", labelled}, {"shape", method}, {"color", method}}}});
  return figure(name, description, spec.dump(), {{"points", points}});
}

}  // namespace

Coverage stored_coverage() {
  const Json json = Json::parse(read_file(root() + "docs/discussion/coverage.json"));
  Coverage out;
  for (const Json& r : json.at("rows"))
    out.rows.push_back({r.at("method"), r.at("rows"), r.at("separation"), r.at("parameter"),
                        r.at("coverage"), r.at("width"), r.at("data_sets"), r.at("failed")});
  return out;
}

Section coverage_section() {
  const Coverage found = stored_coverage();
  Section out{"coverage", {}, {}};
  Json points = Json::array();
  for (const Coverage::Row& r : found.rows)
    points.push_back({{"N", r.rows},
                      {"coverage", r.coverage},
                      {"width", seen(r.width, 4)},
                      {"of", r.parameter},
                      {"separation", title(r.separation)},
                      {"method", name_of(r.method)}});
  const auto held = [&](const char* method, const char* separation) {
    return percent(at(found, method, 2000, separation, "mean").coverage, 0);
  };
  out.numbers["table"] = coverage_table(found);
  out.numbers["sets"] = whole(at(found, "posterior", 20, "well", "mean").data_sets);
  out.numbers["VB apart"] = held("posterior", "well");
  out.numbers["VB overlapping"] = held("posterior", "badly");
  out.numbers["information overlapping"] = held("information", "badly");
  out.numbers["response overlapping"] = held("linear-response", "badly");
  out.numbers["Gibbs overlapping"] = held("gibbs", "badly");
  out.numbers["times"] = fixed(at(found, "linear-response", 2000, "badly", "mean").width /
                                   at(found, "posterior", 2000, "badly", "mean").width,
                               1);
  out.figures.push_back(by_method("coverage", "Coverage of 95 % intervals by method", "coverage",
                                  kHeld, Json::parse(kNominal), points));
  out.figures.push_back(
      by_method("width", "Width of 95 % intervals by method", "width", kWidth, {}, points));
  return out;
}

}  // namespace varimix::discussion
