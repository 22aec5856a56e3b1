#include "backends/picture.hpp"

#include <algorithm>
#include <functional>

#include "common/figure.hpp"

namespace varimix::bench {
namespace {

using internal::Json;

/// What is lost below this is noise of the held-out rows.
constexpr double kNoLoss = 1e-6;

struct Measure {
  std::string field, title;
  std::vector<double> ticks;  ///< empty: the axis is linear, from 0
  std::function<double(const Result&)> value;
};

const std::vector<Measure>& measures() {
  static const std::vector<Measure> all = {
      {"iteration",
       "ms per iteration",
       {0.01, 0.1, 1, 10, 100},
       [](const Result& r) { return 1e3 * r.iteration; }},
      {"iterations",
       "iterations",
       {1, 10, 100, 1000},
       [](const Result& r) { return static_cast<double>(r.iterations); }},
      {"all",
       "ms to tolerance",
       {1, 10, 100, 1000, 10'000},
       [](const Result& r) { return 1e3 * r.all; }},
      {"lost",
       "held-out nats lost",
       {1e-6, 1e-4, 0.01, 1},
       [](const Result& r) { return std::max(*r.lost, kNoLoss); }},
      {"in_use",
       "components in use",
       {},
       [](const Result& r) { return static_cast<double>(r.in_use); }},
  };
  return all;
}

Json words(const std::string& field, const std::vector<std::string>& order) {
  return {{"field", field}, {"type", "nominal"}, {"sort", order}, {"title", nullptr}};
}

template <typename Get>
std::vector<std::string> distinct(std::span<const Result> results, Get get) {
  std::vector<std::string> out;
  for (const Result& r : results)
    if (std::find(out.begin(), out.end(), get(r)) == out.end()) out.push_back(get(r));
  return out;
}

Json row_of_panels(const Measure& measure, std::span<const Result> results, bool first, bool last) {
  Json x = words("size", distinct(results, [](const Result& r) { return r.size; }));
  x["axis"] = {{"labels", last}, {"ticks", last}, {"labelAngle", -60}, {"labelOverlap", false}};
  if (last) x["title"] = "rows × columns";
  Json y = measure.ticks.empty() ? internal::axis(measure.field, measure.title, true)
                                 : internal::log_axis(measure.field, measure.title);
  if (measure.ticks.empty())
    y["axis"] = {{"tickCount", 3}};
  else
    y["axis"] = {{"values", measure.ticks},
                 {"labelExpr", "format(datum.value, datum.value < 0.001 ? '.0e' : '~g')"}};
  const Json offset = words("method", distinct(results, [](const Result& r) { return r.method; }));
  Json color = offset;
  color["legend"] = {{"orient", "top"}, {"columns", 6}, {"direction", "horizontal"}};
  // Named as a domain, colour and shape share one legend.
  color["scale"] = {{"domain", color["sort"]}};
  color.erase("sort");
  Json column = words("setting", distinct(results, [](const Result& r) { return r.setting; }));
  column["header"] = {{"labels", first}, {"labelFontSize", 12}};
  return {{"width", {{"step", 4.2}}},
          {"height", 110},
          {"mark", {{"type", "point"}, {"filled", true}, {"size", 16}, {"opacity", 1}}},
          {"encoding",
           {{"column", column},
            {"x", x},
            {"xOffset", offset},
            {"y", y},
            {"color", color},
            {"shape", color}}}};
}

}  // namespace

void write_picture(std::span<const Result> all, const std::string& path) {
  std::vector<Result> results;
  for (const Result& r : all)
    if (r.lost && r.setting.find("K = ") == std::string::npos) results.push_back(r);
  Json values = Json::array(), panels = Json::array();
  for (const Result& r : results) {
    Json row = {{"size", r.size}, {"setting", r.setting}, {"method", r.method}};
    for (const Measure& m : measures()) row[m.field] = internal::number(m.value(r), 4);
    values.push_back(std::move(row));
  }
  for (const Measure& m : measures())
    panels.push_back(
        row_of_panels(m, results, &m == &measures().front(), &m == &measures().back()));
  write_figure({"backends",
                "Every method on the same data, from the default start to the default tolerance",
                "Small multiples: cost of an iteration, iterations, time to tolerance, held-out "
                "nats per row below the truth, components in use, by rows and columns of the data, "
                "for clusters far apart or overlapping and K right or too large.",
                {{"data", {{"values", values}}}, {"vconcat", panels}, {"spacing", 8}}},
               path);
}

}  // namespace varimix::bench
