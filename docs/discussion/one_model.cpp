// One model, one start, five methods.
#include "discussion/claims.hpp"
#include "discussion/figure.hpp"

namespace varimix::discussion {

OneModel one_model() {
  const Model model(2, gaussian());
  OneModel out;
  for (const Backend& backend : {ml(), em(), map(), vb_point(), vb()})
    out.fits.push_back(fit(model, waiting(), backend, to_the_end(split_at(waiting(), 68))));
  return out;
}

Section one_model_section() {
  const OneModel found = one_model();
  Section out{"one_model", {}, {}};
  std::vector<std::vector<std::string>> rows;
  Json points = Json::array(), intervals = Json::array();
  const std::array<const char*, 3> names = {"weight π₁", "mean μ₁, minutes",
                                            "variance σ₁², minutes²"};
  for (const Fit& f : found.fits) {
    const std::string method = method_name(f.backend);
    std::vector<std::string> row = {"`" + method + "`", f.objective_name(), fixed(f.objective, 3)};
    for (const Component& c : components(f)) {
      row.push_back(fixed(c.weight, 4));
      row.push_back(fixed(c.mean, 3));
      row.push_back(fixed(std::sqrt(c.variance), 3));
    }
    row.push_back(f.marginals(0).empty() ? "a point" : "a distribution");
    rows.push_back(row);
    const Component c = components(f)[0];
    const std::array<double, 3> first = {c.weight, c.mean, c.variance};
    for (std::size_t i = 0; i < 3; ++i)
      points.push_back({{"method", method}, {"of", names[i]}, {"value", seen(first[i])}});
    const std::vector<Marginal> marginals = f.marginals(0);
    for (std::size_t i = 0; i < marginals.size(); ++i)
      intervals.push_back({{"method", method},
                           {"of", names[i]},
                           {"low", seen(marginals[i].interval().lower)},
                           {"high", seen(marginals[i].interval().upper)}});
  }
  out.numbers["table"] = table({"method", "objective", "value", "$\\pi_1$", "$\\mu_1$",
                                "$\\sigma_1$", "$\\pi_2$", "$\\mu_2$", "$\\sigma_2$", "result"},
                               rows, 2);
  Json panels = Json::array();
  for (std::size_t i = 0; i < 3; ++i) {
    Json panel = Json::parse(R"({"width": 165, "height": 150,
      "layer": [
        {"data": {"name": "intervals"},
         "mark": {"type": "rule", "strokeWidth": 6, "opacity": 0.35, "color": "#0072B2"},
         "encoding": {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}}},
        {"data": {"name": "points"},
         "mark": {"type": "point", "filled": true, "size": 70, "opacity": 1, "color": "#1F2933"},
         "encoding": {"x": {"field": "value", "type": "quantitative"}}}],
      "encoding": {
        "y": {"field": "method", "type": "nominal", "title": null,
              "sort": ["ml", "em", "map", "vb-point", "vb"]},
        "x": {"scale": {"zero": false, "padding": 12}, "axis": {"tickCount": 3}}}})");
    panel["encoding"]["x"]["title"] = names[i];
    if (i > 0) panel["encoding"]["y"]["axis"] = {{"labels", false}, {"ticks", false}};
    for (Json& layer : panel["layer"])
      layer["transform"] = {{{"filter", std::string("datum.of == '") + names[i] + "'"}}};
    panels.push_back(panel);
  }
  out.figures.push_back(figure("one_model", "Five results for one model", "{}",
                               {{"points", points}, {"intervals", intervals}}));
  out.figures.back().spec["hconcat"] = panels;
  return out;
}

}  // namespace varimix::discussion
