// From arbitrary parameters, or from arbitrary assignments: one end.
#include <algorithm>
#include <random>

#include "discussion/claims.hpp"
#include "discussion/figure.hpp"

namespace varimix::discussion {
namespace {

/// A coin for every row.
Partition coins() {
  std::mt19937_64 bits(1985);
  Partition out;
  for (std::size_t n = 0; n < waiting().rows(); ++n)
    out.components.push_back(static_cast<std::int32_t>(bits() >> 63U));
  return out;
}

ArbitraryStart::Way way(const Start& start, std::size_t iterations) {
  const Model model(2, gaussian());
  ArbitraryStart::Way out;
  for (const Fit& f : path(model, waiting(), em(), start, iterations)) {
    out.means.push_back({f.mean(0)[0], f.mean(1)[0]});
    out.trace.push_back(f.objective);
  }
  out.end = parameters(fit(model, waiting(), em(), to_the_end(start)));
  if (out.end[2] < out.end[4]) return out;
  // Named the other way round; names are no part of the answer.
  for (std::array<double, 2>& m : out.means) std::swap(m[0], m[1]);
  std::swap(out.end[0], out.end[1]);
  std::swap_ranges(out.end.begin() + 2, out.end.begin() + 4, out.end.begin() + 4);
  return out;
}

void add(const ArbitraryStart::Way& way, const std::string& name, Json& steps, Json& traces) {
  for (std::size_t t = 0; t < way.trace.size(); ++t) {
    steps.push_back({{"x", seen(way.means[t][0])},
                     {"y", seen(way.means[t][1])},
                     {"t", t + 1},
                     {"start", name}});
    traces.push_back({{"t", t + 1}, {"f", seen(way.trace[t], 6)}, {"start", name}});
  }
}

}  // namespace

ArbitraryStart arbitrary_start() {
  ArbitraryStart out;
  out.from_parameters = way(Belief(point({{0.9, 45, 400}, {0.1, 48, 4}})), 70);
  out.from_assignments = way(coins(), 70);
  out.gap = gap(out.from_parameters.end, out.from_assignments.end);
  return out;
}

Section arbitrary_start_section() {
  const ArbitraryStart found = arbitrary_start();
  Section out{"arbitrary_start", {}, {}};
  const auto until = [](const ArbitraryStart::Way& w) {
    std::size_t t = 0;
    while (w.trace.back() - w.trace[t] > 1e-6) ++t;
    return whole(t + 1);
  };
  const auto row = [&](const std::string& name, const ArbitraryStart::Way& w) {
    return std::vector<std::string>{name,     fixed(w.means[0][0], 2), fixed(w.means[0][1], 2),
                                    until(w), fixed(w.end[2], 5),      fixed(w.end[4], 5)};
  };
  out.numbers["table"] =
      table({"start", "$\\mu_1$ after one iteration", "$\\mu_2$ after one iteration",
             "iterations to 10⁻⁶ nats", "$\\mu_1$ at the end", "$\\mu_2$ at the end"},
            {row("parameters", found.from_parameters), row("assignments", found.from_assignments)});
  Json steps = Json::array(), traces = Json::array();
  add(found.from_parameters, "arbitrary parameters", steps, traces);
  add(found.from_assignments, "arbitrary assignments", steps, traces);
  const Json end = {
      {{"x", seen(found.from_parameters.end[2])}, {"y", seen(found.from_parameters.end[4])}}};
  out.figures.push_back(figure("arbitrary_start", "Two paths of EM to one maximum", R"({
    "hconcat": [
      {"width": 290, "height": 270, "title": "The two means, iteration by iteration",
       "layer": [
        {"data": {"name": "steps"},
         "mark": {"type": "line", "strokeWidth": 1.2, "point": {"size": 28, "filled": true}},
         "encoding": {"order": {"field": "t"}, "color": {"field": "start", "type": "nominal"}}},
        {"data": {"name": "end"},
         "mark": {"type": "point", "shape": "cross", "size": 320, "strokeWidth": 2, "opacity": 1, "color": "#1F2933"}}],
       "encoding": {
        "x": {"field": "x", "type": "quantitative", "title": "μ₁, minutes", "scale": {"zero": false}},
        "y": {"field": "y", "type": "quantitative", "title": "μ₂, minutes",
              "scale": {"zero": false}}}},
      {"width": 270, "height": 270, "title": "The log-likelihood",
       "data": {"name": "traces"},
       "mark": {"type": "line", "strokeWidth": 2},
       "encoding": {
        "x": {"field": "t", "type": "quantitative", "title": "iteration"},
        "y": {"field": "f", "type": "quantitative", "title": "log L, nats", "scale": {"zero": false}},
        "color": {"field": "start", "type": "nominal", "title": null,
                  "legend": {"orient": "bottom"}}}}]
  })",
                               {{"steps", steps}, {"traces", traces}, {"end", end}}));
  return out;
}

}  // namespace varimix::discussion
