// 95 % intervals against the truth, over many simulated data sets.
//
// The results are committed as coverage.json (format varimix-coverage/1) and made anew by
// `./dev docs --all`.
#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <tuple>

#include "discussion/claims.hpp"
#include "discussion/figure.hpp"

namespace varimix::discussion {
namespace {

constexpr std::array<std::size_t, 7> kSizes = {20, 50, 100, 200, 500, 1000, 2000};

/// 0.4 N(0, 1) + 0.6 N(separation, 1).
std::vector<Component> two(double separation) { return {{0.4, 0, 1}, {0.6, separation, 1}}; }

double true_value(const std::string& parameter, const Component& c) {
  return parameter == "weight" ? c.weight : parameter == "mean" ? c.mean : c.variance;
}

/// Of the first component; VB started at the truth, so that components keep their names.
void measure(std::size_t rows, double separation, std::size_t data_sets, Coverage& out) {
  std::map<std::string, Coverage::Row> found;
  for (std::uint64_t s = 0; s < data_sets; ++s) {
    const Data data = Data::own(sample(truth(two(separation)), rows, s).values, rows, 1);
    const Fit f =
        fit(Model(2, gaussian()), data, vb(),
            {.start = Belief(point(two(separation))), .max_iterations = 3000, .threads = 1});
    for (const Marginal& m : f.marginals(0)) {
      Coverage::Row& row = found[m.name];
      const Interval i = m.interval();
      const double value = true_value(m.name, two(separation)[0]);
      row.coverage += i.lower <= value && value <= i.upper ? 1 : 0;
      row.width += i.upper - i.lower;
    }
  }
  for (auto& [parameter, row] : found) {
    const auto n = static_cast<double>(data_sets);
    out.rows.push_back(
        {"vb", rows, separation, parameter, row.coverage / n, row.width / n, data_sets, 0});
  }
}

std::string title(double separation) { return fixed(separation, 0) + " sd apart"; }

/// One line per method, separation and size, for three sizes.
std::string coverage_table(const Coverage& found, const std::set<std::string>& methods,
                           const std::set<std::string>& parameters) {
  std::map<std::tuple<double, std::size_t, std::string>, std::map<std::string, std::string>> cells;
  std::set<std::size_t> sizes;
  for (const Coverage::Row& r : found.rows) {
    sizes.insert(r.rows);
    cells[{r.separation, r.rows, r.method}][r.parameter] =
        percent(r.coverage, 1) + ", " + fixed(r.width, 2);
  }
  const std::set<std::size_t> shown = {*sizes.begin(), 200, *sizes.rbegin()};
  std::vector<std::string> head = {"components", "$N$"};
  if (methods.size() > 1) head.emplace_back("method");
  for (const std::string& p : parameters) head.push_back(p + ": held, width");
  std::vector<std::vector<std::string>> rows;
  for (const auto& [key, line] : cells) {
    const auto& [separation, size, method] = key;
    if (!shown.contains(size)) continue;
    std::vector<std::string> row = {title(separation), whole(size)};
    if (methods.size() > 1) row.push_back("`" + method + "`");
    for (const std::string& p : parameters) row.push_back(line.contains(p) ? line.at(p) : "");
    rows.push_back(row);
  }
  return table(head, rows, methods.size() > 1 ? 3 : 1);
}

/// By vb, of the largest data.
double held(const Coverage& found, double separation, const std::string& parameter) {
  const Coverage::Row* last = nullptr;
  for (const Coverage::Row& r : found.rows)
    if (r.method == "vb" && r.separation == separation && r.parameter == parameter &&
        (last == nullptr || r.rows > last->rows))
      last = &r;
  if (last == nullptr) throw std::runtime_error("coverage.json has no such row of vb");
  return last->coverage;
}

constexpr const char* kCoverage = R"({
    "data": {"name": "points"},
    "facet": {"row": {"field": "separation", "type": "nominal", "title": null},
              "column": {"field": "of", "type": "nominal", "title": null}},
    "spec": {"width": 170, "height": 150,
      "layer": [
        {"mark": {"type": "rule", "color": "#1F2933", "strokeDash": [4, 3]},
         "encoding": {"y": {"datum": 0.95}}},
        {"mark": {"type": "line", "strokeWidth": 1.5},
         "encoding": {"x": {"field": "N", "type": "quantitative"},
           "y": {"field": "coverage", "type": "quantitative"},
           "color": {"field": "method", "type": "nominal", "title": null}}},
        {"mark": {"type": "point", "filled": true, "size": 40, "opacity": 1},
         "encoding": {
           "x": {"field": "N", "type": "quantitative", "title": "rows N",
                 "scale": {"type": "log", "domain": [17, 2400], "nice": false},
                 "axis": {"values": [20, 100, 500, 2000], "format": "d"}},
           "y": {"field": "coverage", "type": "quantitative",
                 "title": "hold the truth", "scale": {"domain": [0, 1]},
                 "axis": {"format": ".0%", "values": [0, 0.25, 0.5, 0.75, 0.95]}},
           "shape": {"field": "method", "type": "nominal", "title": null},
           "color": {"field": "method", "type": "nominal", "title": null}}}]}
  })";

constexpr const char* kWidth = R"({
    "data": {"name": "points"},
    "facet": {"row": {"field": "separation", "type": "nominal", "title": null},
              "column": {"field": "of", "type": "nominal", "title": null}},
    "spec": {"width": 170, "height": 150,
      "layer": [
        {"mark": {"type": "line", "strokeWidth": 1.5},
         "encoding": {"x": {"field": "N", "type": "quantitative"},
           "y": {"field": "width", "type": "quantitative"},
           "color": {"field": "method", "type": "nominal", "title": null}}},
        {"mark": {"type": "point", "filled": true, "size": 40, "opacity": 1},
         "encoding": {
           "x": {"field": "N", "type": "quantitative", "title": "rows N",
                 "scale": {"type": "log", "domain": [17, 2400], "nice": false},
                 "axis": {"values": [20, 100, 500, 2000], "format": "d"}},
           "y": {"field": "width", "type": "quantitative",
                 "title": "mean width", "scale": {"type": "log"},
                 "axis": {"values": [0.03, 0.1, 0.3, 1, 3], "format": "~g"}},
           "shape": {"field": "method", "type": "nominal", "title": null},
           "color": {"field": "method", "type": "nominal", "title": null}}}]}
  })";

}  // namespace

Coverage measure_coverage(std::size_t data_sets, std::size_t most_rows) {
  Coverage out;
  for (const double separation : {2.0, 4.0})
    for (const std::size_t rows : kSizes)
      if (rows <= most_rows) measure(rows, separation, data_sets, out);
  return out;
}

Coverage stored_coverage() {
  const Json json = Json::parse(read_file(root() + "docs/discussion/coverage.json"));
  Coverage out;
  for (const Json& r : json.at("rows"))
    out.rows.push_back({r.at("method"), r.at("rows"), r.at("separation"), r.at("parameter"),
                        r.at("coverage"), r.at("width"), r.at("data_sets"), r.at("failed")});
  return out;
}

Json to_json(const Coverage& coverage) {
  Json rows = Json::array();
  for (const Coverage::Row& r : coverage.rows)
    rows.push_back({{"method", r.method},
                    {"rows", r.rows},
                    {"separation", r.separation},
                    {"parameter", r.parameter},
                    {"coverage", r.coverage},
                    {"width", seen(r.width, 6)},
                    {"data_sets", r.data_sets},
                    {"failed", r.failed}});
  return {{"format", "varimix-coverage/1"}, {"rows", rows}};
}

Section coverage_section() {
  const Coverage found = stored_coverage();
  Section out{"coverage", {}, {}};
  Json points = Json::array();
  std::set<std::string> methods, parameters;
  for (const Coverage::Row& r : found.rows) {
    methods.insert(r.method);
    parameters.insert(r.parameter);
    points.push_back({{"N", r.rows},
                      {"coverage", r.coverage},
                      {"width", r.width},
                      {"of", r.parameter},
                      {"separation", title(r.separation)},
                      {"method", r.method}});
  }
  out.numbers["table"] = coverage_table(found, methods, parameters);
  const auto n = static_cast<double>(found.rows.front().data_sets);
  out.numbers["sets"] = whole(found.rows.front().data_sets);
  out.numbers["near mean"] = percent(held(found, 2, "mean"), 0);
  out.numbers["far mean"] = percent(held(found, 4, "mean"), 0);
  out.numbers["error"] = percent(2 * std::sqrt(0.95 * 0.05 / n), 1);
  const Json domain = std::vector<std::string>(methods.begin(), methods.end());
  out.figures.push_back(
      figure("coverage", "Coverage of 95 % intervals by method", kCoverage, {{"points", points}}));
  out.figures.push_back(
      figure("width", "Width of 95 % intervals by method", kWidth, {{"points", points}}));
  for (Figure& f : out.figures)
    for (Json& layer : f.spec["spec"]["layer"])
      for (const char* channel : {"color", "shape"})
        if (layer["encoding"].contains(channel))
          layer["encoding"][channel]["scale"] = {{"domain", domain}};
  return out;
}

}  // namespace varimix::discussion
