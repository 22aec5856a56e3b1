// A density that is a mixture of three univariate Gaussians, with its components.
#include "discussion/claims.hpp"
#include "discussion/figure.hpp"

namespace varimix::discussion {

const std::vector<Component>& three_gaussians() {
  static const std::vector<Component> mixture = {
      {0.30, -2.0, 0.64}, {0.45, 0.5, 1.21}, {0.25, 4.0, 1.44}};
  return mixture;
}

Section opening_section() {
  Json curves = Json::array(), ticks = Json::array();
  for (int i = 0; i <= 150; ++i) {
    const double x = -5 + 0.09 * i;
    double sum = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      const Component& c = three_gaussians()[k];
      const double y = c.weight * normal_density(x, c.mean, c.variance);
      sum += y;
      curves.push_back({{"x", seen(x)}, {"y", seen(y, 4)}, {"of", "component " + whole(k + 1)}});
    }
    curves.push_back({{"x", seen(x)}, {"y", seen(sum, 4)}, {"of", "mixture"}});
  }
  const Sample sample = varimix::sample(truth(three_gaussians()), 150, 1);
  for (std::size_t n = 0; n < sample.values.size(); ++n)
    ticks.push_back(
        {{"x", seen(sample.values[n], 4)},
         {"of", "component " + whole(static_cast<std::size_t>(sample.components[n]) + 1)}});

  Section out{"opening", {}, {}};
  std::vector<std::vector<std::string>> rows;
  for (std::size_t k = 0; k < 3; ++k) {
    const Component& c = three_gaussians()[k];
    rows.push_back(
        {whole(k + 1), fixed(c.weight, 2), fixed(c.mean, 1), fixed(std::sqrt(c.variance), 1)});
  }
  out.numbers["truth"] = table({"component $k$", "$\\pi_k$", "$\\mu_k$", "$\\sigma_k$"}, rows);
  out.figures.push_back(figure(
      "three_gaussians", "A mixture of three Gaussians, its components, and draws from it", R"({
    "width": 560, "height": 260,
    "layer": [
      {"data": {"name": "curves"},
       "transform": [{"filter": "datum.of != 'mixture'"}],
       "mark": {"type": "area", "opacity": 0.35, "line": {"strokeWidth": 1.5}},
       "encoding": {"x": {"field": "x", "type": "quantitative"},
         "y": {"field": "y", "type": "quantitative", "stack": null},
         "color": {"field": "of", "type": "nominal"}}},
      {"data": {"name": "curves"},
       "transform": [{"filter": "datum.of == 'mixture'"}],
       "mark": {"type": "line", "strokeWidth": 2.5},
       "encoding": {"x": {"field": "x", "type": "quantitative"},
         "y": {"field": "y", "type": "quantitative"},
         "color": {"field": "of", "type": "nominal"}}},
      {"data": {"name": "draws"},
       "mark": {"type": "tick", "thickness": 1, "size": 10, "yOffset": 7, "opacity": 0.9},
       "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"datum": 0},
         "color": {"field": "of", "type": "nominal"}}}],
    "encoding": {
      "x": {"title": "x", "scale": {"domain": [-5, 8.5], "nice": false}},
      "y": {"title": "density", "scale": {"domain": [-0.008, 0.2], "nice": false},
            "axis": {"values": [0, 0.05, 0.1, 0.15, 0.2]}},
      "color": {"title": null,
        "scale": {"domain": ["mixture", "component 1", "component 2", "component 3"],
                  "range": ["#1F2933", "#0072B2", "#D55E00", "#009E73"]},
        "legend": {"orient": "top-right", "symbolType": "stroke"}}}
  })",
      {{"curves", curves}, {"draws", ticks}}));
  return out;
}

}  // namespace varimix::discussion
