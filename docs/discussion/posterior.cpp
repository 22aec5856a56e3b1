// VB's posterior over everything, and EM's point on it.
#include "discussion/claims.hpp"
#include "discussion/figure.hpp"

namespace varimix::discussion {

PosteriorOverEverything posterior_over_everything() {
  const Model model(2, gaussian());
  const Start halves = split_at(waiting(), 68);
  PosteriorOverEverything out{fit(model, waiting(), em(), to_the_end(halves)),
                              fit(model, waiting(), vb(), to_the_end(halves)),
                              {},
                              {}};
  out.factors = factors(out.vb);
  for (std::size_t k = 0; k < 2; ++k) {
    const Nig& q = out.factors[k];
    out.mass_inside.push_back(
        q.probability_above(q.log_density(out.em.mean(k)[0], out.em.covariance(k)(0, 0))));
  }
  return out;
}

Section posterior_section() {
  const PosteriorOverEverything found = posterior_over_everything();
  Section out{"posterior", {}, {}};
  std::vector<std::vector<std::string>> four, seven;
  Json contours = Json::array(), points = Json::array();
  const std::vector<double>& alpha = std::get<Posterior>(found.vb.belief).weights.alpha;
  for (std::size_t k = 0; k < 2; ++k) {
    const std::string name = k == 0 ? "short waits" : "long waits";
    const Nig& q = found.factors[k];
    const Component c = components(found.em)[k];
    four.push_back({name, fixed(q.m, 3), fixed(q.kappa, 2), fixed(q.a, 3), fixed(q.b, 1),
                    fixed(alpha[k], 2), percent(found.mass_inside[k], 1)});
    for (const double p : {0.5, 0.9, 0.99}) {
      int order = 0;
      for (const auto& [mean, variance] : q.contour(q.level(p)))
        contours.push_back({{"mean", seen(mean)},
                            {"variance", seen(variance, 4)},
                            {"inside", percent(p, 0)},
                            {"order", order++},
                            {"of", name}});
    }
    points.push_back(
        {{"mean", seen(c.mean)}, {"variance", seen(c.variance)}, {"of", name}, {"what", "EM"}});
    for (const Marginal& m : found.vb.marginals(k)) {
      const double em_value = m.name == "weight" ? c.weight
                              : m.name == "mean" ? c.mean
                                                 : c.variance;
      const int digits = m.name == "weight" ? 3 : m.name == "mean" ? 2 : 1;
      const Interval i = m.interval();
      seven.push_back({name + ", " + m.name, fixed(em_value, digits), fixed(m.mean(), digits),
                       fixed(m.standard_deviation(), digits),
                       fixed(i.lower, digits) + " to " + fixed(i.upper, digits)});
    }
  }
  out.numbers["four"] = table(
      {"component", "$m$", "$\\kappa$", "$a$", "$b$", "$\\alpha$", "inside of EM's contour"}, four);
  out.numbers["seven"] =
      table({"parameter", "EM", "VB: mean", "VB: sd", "VB: 95 % interval"}, seven);
  const std::string panel = R"({"width": 260, "height": 260, "title": "TITLE",
    "layer": [
      {"data": {"name": "contours"}, "transform": [{"filter": "datum.of == 'TITLE'"}],
       "mark": {"type": "line", "strokeWidth": 1.8},
       "encoding": {"order": {"field": "order"},
        "color": {"field": "inside", "type": "ordinal", "title": "of q lies inside",
         "scale": {"domain": ["50 %", "90 %", "99 %"], "range": ["#084C7A", "#0072B2", "#7FB8D8"]}}}},
      {"data": {"name": "points"}, "transform": [{"filter": "datum.of == 'TITLE'"}],
       "mark": {"type": "point", "shape": "cross", "filled": true, "size": 130, "opacity": 1},
       "encoding": {"fill": {"field": "what", "type": "nominal", "title": null,
         "scale": {"domain": ["EM"], "range": ["#D55E00"]}}}}],
    "encoding": {
      "x": {"field": "mean", "type": "quantitative", "title": "mean μ, minutes",
            "scale": {"zero": false}},
      "y": {"field": "variance", "type": "quantitative", "title": "variance σ², minutes²",
            "scale": {"zero": false}}}})";
  const auto titled = [&](const std::string& title) {
    std::string text = panel;
    for (std::size_t at = text.find("TITLE"); at != std::string::npos; at = text.find("TITLE"))
      text.replace(at, 5, title);
    return text;
  };
  out.figures.push_back(
      figure("posterior", "VB's posterior of mean and variance, and EM's point",
             "{\"hconcat\": [" + titled("short waits") + "," + titled("long waits") + "]}",
             {{"contours", contours}, {"points", points}}));
  return out;
}

}  // namespace varimix::discussion
