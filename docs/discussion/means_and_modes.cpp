// VB's mean, VB's mode and EM's estimate of one component, with ever more rows.
#include "discussion/claims.hpp"
#include "discussion/figure.hpp"

namespace varimix::discussion {

MeansAndModes means_and_modes() {
  MeansAndModes out;
  for (const std::size_t rows : {12U, 34U, 96U, 272U}) {
    const Data data = head(waiting(), rows);
    const Start halves = split_at(data, 68);
    const Model model(2, gaussian());
    const Fit point = fit(model, data, em(), to_the_end(halves));
    const Fit whole = fit(model, data, vb(), to_the_end(halves));
    const Nig q = factors(whole)[0];
    out.rows.push_back({rows, whole.expected_counts()[0], q, components(point)[0],
                        q.mean_variance() / q.mode_variance() - 1});
  }
  return out;
}

Section means_and_modes_section() {
  const MeansAndModes found = means_and_modes();
  Section out{"means_and_modes", {}, {}};
  std::vector<std::vector<std::string>> rows;
  Json contours = Json::array(), points = Json::array(), panels = Json::array();
  for (const MeansAndModes::Row& r : found.rows) {
    rows.push_back({whole(r.rows), fixed(r.count, 1), fixed(r.em.mean, 2), fixed(r.q.m, 2),
                    fixed(r.em.variance, 1), fixed(r.q.mode_variance(), 1),
                    fixed(r.q.mean_variance(), 1), percent(r.parting, 1)});
    const std::string name = "N = " + whole(r.rows);
    for (const double p : {0.5, 0.9}) {
      int order = 0;
      for (const auto& [mean, variance] : r.q.contour(r.q.level(p)))
        contours.push_back({{"mean", seen(mean)},
                            {"variance", seen(variance, 4)},
                            {"inside", percent(p, 0)},
                            {"order", order++},
                            {"of", name}});
    }
    points.push_back({{"mean", seen(r.em.mean)},
                      {"variance", seen(r.em.variance)},
                      {"of", name},
                      {"what", "EM"}});
    points.push_back({{"mean", seen(r.q.m)},
                      {"variance", seen(r.q.mode_variance())},
                      {"of", name},
                      {"what", "VB: mode"}});
    points.push_back({{"mean", seen(r.q.m)},
                      {"variance", seen(r.q.mean_variance())},
                      {"of", name},
                      {"what", "VB: mean"}});
  }
  out.numbers["table"] = table({"$N$", "$N_1$", "$\\mu_1$: EM", "VB", "$\\sigma_1^2$: EM",
                                "VB mode", "VB mean", "mean over mode"},
                               rows);
  out.numbers["first"] = percent(found.rows.front().parting, 0);
  out.numbers["last"] = percent(found.rows.back().parting, 0);
  for (const std::size_t i : {0U, 1U, 3U}) {
    const std::string name = "N = " + whole(found.rows[i].rows);
    Json panel = Json::parse(R"({"width": 190, "height": 230,
      "layer": [
        {"data": {"name": "contours"},
         "mark": {"type": "line", "strokeWidth": 1.6, "color": "#829AB1"},
         "encoding": {"order": {"field": "order"}, "detail": {"field": "inside"}}},
        {"data": {"name": "points"},
         "mark": {"type": "point", "filled": true, "size": 110, "opacity": 1},
         "encoding": {
          "color": {"field": "what", "type": "nominal", "title": null,
           "scale": {"domain": ["EM", "VB: mode", "VB: mean"],
                     "range": ["#D55E00", "#0072B2", "#009E73"]},
           "legend": {"orient": "bottom", "direction": "horizontal"}},
          "shape": {"field": "what", "type": "nominal", "title": null,
           "scale": {"domain": ["EM", "VB: mode", "VB: mean"],
                     "range": ["cross", "circle", "triangle-up"]}}}}],
      "encoding": {
        "x": {"field": "mean", "type": "quantitative", "title": "μ₁, minutes",
              "scale": {"zero": false}, "axis": {"tickCount": 4}},
        "y": {"field": "variance", "type": "quantitative", "title": "σ₁², minutes²",
              "scale": {"zero": false}}}})");
    panel["title"] = name;
    for (Json& layer : panel["layer"])
      layer["transform"] = {{{"filter", "datum.of == '" + name + "'"}}};
    panels.push_back(panel);
  }
  out.figures.push_back(figure("means_and_modes", "Mean and mode of VB's posterior, and EM", "{}",
                               {{"contours", contours}, {"points", points}}));
  out.figures.back().spec["hconcat"] = panels;
  return out;
}

}  // namespace varimix::discussion
