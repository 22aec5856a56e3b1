// EM by the textbook and VB with a point mass, by the exponential family: iteration by iteration.
#include <algorithm>

#include "discussion/claims.hpp"
#include "discussion/figure.hpp"

namespace varimix::discussion {
namespace {

/// Row n starts in component n mod K.
Partition dealt(const Data& data, std::size_t components) {
  Partition out;
  for (std::size_t n = 0; n < data.rows(); ++n)
    out.components.push_back(static_cast<std::int32_t>(n % components));
  return out;
}

PointMass::Problem compare(const std::string& name, const Model& model, const Data& data,
                           std::vector<Fit>& by_em, std::vector<Fit>& by_vb) {
  const Start start = dealt(data, model.components());
  by_em = path(model, data, em(), start, 100);
  by_vb = path(model, data, vb_point(), start, 100);
  PointMass::Problem out{name, model.components(), std::min(by_em.size(), by_vb.size()), 0, 0};
  for (std::size_t t = 0; t < out.iterations; ++t) {
    out.gap = std::max(out.gap, gap(parameters(by_em[t]), parameters(by_vb[t])));
    out.objective_gap =
        std::max(out.objective_gap, gap({by_em[t].objective}, {by_vb[t].objective}));
  }
  return out;
}

}  // namespace

PointMass point_mass() {
  PointMass out;
  std::vector<Fit> one, other;
  out.problems.push_back(
      compare("Old Faithful, waits", Model(2, gaussian()), waiting(), one, other));
  out.problems.push_back(compare("Old Faithful, waits and eruptions", Model(2, gaussian()),
                                 read_data("faithful.csv"), one, other));
  out.problems.push_back(compare("the same with cells missing", Model(2, gaussian()),
                                 read_data("faithful_missing.csv"), one, other));
  out.problems.push_back(
      compare("galaxies", Model(3, gaussian()), galaxies(), out.em, out.vb_point));
  return out;
}

Section point_mass_section() {
  const PointMass found = point_mass();
  Section out{"point_mass", {}, {}};
  std::vector<std::vector<std::string>> rows;
  for (const PointMass::Problem& p : found.problems)
    rows.push_back({p.name, whole(p.components), whole(p.iterations),
                    p.gap < 1e-9 ? "below 10⁻⁹" : "above 10⁻⁹",
                    p.objective_gap < 1e-12 ? "below 10⁻¹²" : "above 10⁻¹²"});
  out.numbers["table"] = table({"data", "$K$", "iterations", "parameters", "objective"}, rows);
  Json steps = Json::array();
  const auto add = [&](const std::vector<Fit>& fits, const std::string& name, bool all) {
    for (std::size_t t = 0; t < 60; ++t)
      for (std::size_t k = 0; k < 3; ++k)
        if (all || t % 3 == 0)
          steps.push_back({{"t", t + 1},
                           {"mean", seen(fits[t].mean(k)[0])},
                           {"route", name},
                           {"k", whole(k + 1)}});
  };
  add(found.em, "em", true);
  add(found.vb_point, "vb-point", false);
  out.figures.push_back(figure("point_mass", "Three means along the paths of EM and point-mass VB",
                               R"({
    "width": 520, "height": 230,
    "layer": [
      {"data": {"name": "steps"}, "transform": [{"filter": "datum.route == 'em'"}],
       "mark": {"type": "line", "strokeWidth": 2},
       "encoding": {"detail": {"field": "k"}, "color": {"field": "route", "type": "nominal"}}},
      {"data": {"name": "steps"}, "transform": [{"filter": "datum.route == 'vb-point'"}],
       "mark": {"type": "point", "size": 45, "strokeWidth": 1.5},
       "encoding": {"color": {"field": "route", "type": "nominal"}}}],
    "encoding": {
      "x": {"field": "t", "type": "quantitative", "title": "iteration"},
      "y": {"field": "mean", "type": "quantitative", "title": "means, 1000 km/s",
            "scale": {"zero": false}},
      "color": {"title": null, "scale": {"domain": ["em", "vb-point"],
                "range": ["#D55E00", "#0072B2"]},
                "legend": {"orient": "right", "symbolType": "circle"}}}
  })",
                               {{"steps", steps}}));
  return out;
}

}  // namespace varimix::discussion
