// Two Gaussians: direct ascent and EM walk from one start to one point.
#include <algorithm>

#include "discussion/claims.hpp"
#include "discussion/figure.hpp"

namespace varimix::discussion {
namespace {

constexpr double kClose = 1e-6;  // nats

const Point& start() {
  static const Point out = point({{0.5, 62, 150}, {0.5, 90, 150}});
  return out;
}

Interlocking::Walk walk(const Backend& backend) {
  const Model model(2, gaussian());
  Interlocking::Walk out;
  out.means.push_back({start().parameters[0], start().parameters[2]});
  for (const Fit& f : path(model, waiting(), backend, Belief(start()), 60)) {
    out.means.push_back({f.mean(0)[0], f.mean(1)[0]});
    out.log_likelihood.push_back(f.objective);
    out.e_passes.push_back(f.e_passes);
  }
  out.end = parameters(fit(model, waiting(), backend, to_the_end(Belief(start()))));
  return out;
}

std::size_t reads_until_close(const Interlocking::Walk& walk, double best) {
  for (std::size_t t = 0; t < walk.e_passes.size(); ++t)
    if (best - walk.log_likelihood[t] < kClose) return walk.e_passes[t];
  return 0;
}

/// log L as a function of the two means, all else as at the end.
double slice(const std::vector<double>& end, double first, double second) {
  double out = 0;
  for (const double x : values(waiting()))
    out += std::log(end[0] * normal_density(x, first, end[3]) +
                    end[1] * normal_density(x, second, end[5]));
  return out;
}

void add(const Interlocking::Walk& walk, const std::string& method, double best, Json& steps,
         Json& gaps) {
  for (std::size_t t = 0; t < walk.means.size(); ++t)
    steps.push_back({{"x", seen(walk.means[t][0])},
                     {"y", seen(walk.means[t][1])},
                     {"step", t},
                     {"method", method}});
  for (std::size_t t = 0; t < walk.log_likelihood.size(); ++t) {
    const double rest = best - walk.log_likelihood[t];
    if (rest < 1e-9) break;  // below is rounding
    gaps.push_back({{"reads", walk.e_passes[t]}, {"gap", seen(rest, 3)}, {"method", method}});
  }
}

}  // namespace

Interlocking interlocking() {
  Interlocking out;
  out.ml = walk(ml());
  out.em = walk(em());
  out.best = fit(Model(2, gaussian()), waiting(), em(), to_the_end(Belief(start()))).objective;
  out.gap = gap(out.ml.end, out.em.end);
  out.ml_reads = reads_until_close(out.ml, out.best);
  out.em_reads = reads_until_close(out.em, out.best);
  return out;
}

Section interlocking_section() {
  const Interlocking found = interlocking();
  const std::vector<double>& end = found.em.end;
  Section out{"interlocking", {}, {}};
  const auto row = [&](const std::string& name, const Interlocking::Walk& w, std::size_t reads) {
    return std::vector<std::string>{name,
                                    fixed(w.end[0], 4),
                                    fixed(w.end[2], 3),
                                    fixed(std::sqrt(w.end[3]), 3),
                                    fixed(w.end[4], 3),
                                    fixed(std::sqrt(w.end[5]), 3),
                                    whole(reads)};
  };
  out.numbers["table"] =
      table({"way", "$\\pi_1$", "$\\mu_1$", "$\\sigma_1$", "$\\mu_2$", "$\\sigma_2$",
             "reads of the data"},
            {row("`ml`: L-BFGS", found.ml, found.ml_reads), row("`em`", found.em, found.em_reads)});
  out.numbers["best"] = fixed(found.best, 4);
  Json steps = Json::array(), gaps = Json::array();
  add(found.ml, "ml (L-BFGS)", found.best, steps, gaps);
  add(found.em, "em", found.best, steps, gaps);
  std::vector<double> levels;
  for (const double fall : {5., 20., 50., 100., 200., 300., 450., 600., 800.})
    levels.push_back(found.best - fall);
  const Json curves = level_curves([&](double x, double y) { return slice(end, x, y); }, {50, 80},
                                   {74, 96}, 30, levels);
  out.figures.push_back(figure(
      "interlocking", "Direct ascent and EM on their way to one maximum of the likelihood", R"({
    "hconcat": [
      {"width": 300, "height": 280,
       "title": "The way, in the plane of the two means",
       "layer": [
        {"data": {"name": "curves"},
         "mark": {"type": "rule", "color": "#9FB3C8", "strokeWidth": 1, "clip": true},
         "encoding": {"x2": {"field": "x2"}, "y2": {"field": "y2"}}},
        {"data": {"name": "steps"},
         "mark": {"type": "line", "strokeWidth": 1.5, "clip": true},
         "encoding": {"order": {"field": "step"}, "color": {"field": "method", "type": "nominal"}}},
        {"data": {"name": "steps"},
         "mark": {"type": "point", "size": 45, "opacity": 1, "clip": true, "filled": true},
         "encoding": {"color": {"field": "method", "type": "nominal"},
                      "shape": {"field": "method", "type": "nominal", "legend": null}}}],
       "encoding": {
        "x": {"field": "x", "type": "quantitative", "title": "μ₁, minutes",
              "scale": {"domain": [50, 80], "nice": false}},
        "y": {"field": "y", "type": "quantitative", "title": "μ₂, minutes",
              "scale": {"domain": [74, 96], "nice": false}}}},
      {"width": 260, "height": 280, "title": "What is still missing of log L",
       "data": {"name": "gaps"},
       "mark": {"type": "line", "strokeWidth": 1.5, "point": {"size": 45, "filled": true}},
       "encoding": {
        "x": {"field": "reads", "type": "quantitative", "title": "reads of the data",
              "axis": {"tickMinStep": 5}},
        "y": {"field": "gap", "type": "quantitative", "title": "nats",
              "scale": {"type": "log", "domain": [1e-9, 1000]},
              "axis": {"values": [1e-9, 1e-6, 1e-3, 1, 1000], "format": ".0e"}},
        "color": {"field": "method", "type": "nominal", "title": null,
          "legend": {"orient": "bottom", "symbolType": "circle"}},
        "shape": {"field": "method", "type": "nominal", "legend": null}}}]
  })",
      {{"curves", curves}, {"steps", steps}, {"gaps", gaps}}));
  return out;
}

}  // namespace varimix::discussion
