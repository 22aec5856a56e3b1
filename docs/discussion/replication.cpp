// The same data many times over: VB's posterior closes in on EM's point.
#include "discussion/claims.hpp"
#include "discussion/figure.hpp"

namespace varimix::discussion {
namespace {

/// Of weights, means and variances, in the order of parameters().
std::vector<double> standard_deviations(const Fit& vb) {
  std::vector<double> weights, others;
  for (std::size_t k = 0; k < vb.components(); ++k)
    for (const Marginal& m : vb.marginals(k))
      (m.name == "weight" ? weights : others).push_back(m.standard_deviation());
  weights.insert(weights.end(), others.begin(), others.end());
  return weights;
}

}  // namespace

Replication replication() {
  const Model model(2, gaussian());
  const Fit point = fit(model, waiting(), em(), to_the_end(split_at(waiting(), 68)));
  const std::vector<double> at = parameters(point);
  Replication out;
  std::vector<double> unit;
  for (double times = 1; times <= 4096; times *= 4) {
    const Data data = waiting().with_weights(std::vector<double>(waiting().rows(), times));
    const Fit posterior = fit(model, data, vb(), to_the_end(point.belief));
    const std::vector<double> mean = parameters(posterior), sd = standard_deviations(posterior);
    if (unit.empty()) unit = sd;
    double squares = 0;
    for (std::size_t i = 0; i < mean.size(); ++i)
      squares += (mean[i] - at[i]) * (mean[i] - at[i]) / (unit[i] * unit[i]);
    out.times.push_back(times);
    out.distance.push_back(std::sqrt(squares));
    out.width.push_back(sd[2]);
    out.mean_gap.push_back(std::abs(mean[2] - at[2]));
  }
  out.distance_slope = log_slope(out.times, out.distance);
  out.width_slope = log_slope(out.times, out.width);
  return out;
}

Section replication_section() {
  const Replication found = replication();
  Section out{"replication", {}, {}};
  std::vector<std::vector<std::string>> rows;
  Json points = Json::array();
  for (std::size_t i = 0; i < found.times.size(); ++i) {
    rows.push_back({"× " + whole(static_cast<std::size_t>(found.times[i])),
                    fixed(found.mean_gap[i], 7), fixed(found.width[i], 5),
                    fixed(found.distance[i], 7)});
    points.push_back({{"times", found.times[i]},
                      {"y", seen(found.distance[i], 4)},
                      {"of", "distance of VB's means from EM"}});
    points.push_back({{"times", found.times[i]},
                      {"y", seen(found.width[i] / found.width[0], 4)},
                      {"of", "standard deviation of q"}});
  }
  out.numbers["table"] =
      table({"data", "$\\lvert \\mathrm{E}_q[\\mu_1] - \\hat\\mu_1 \\rvert$, min",
             "sd of $q(\\mu_1)$, min", "distance, all parameters"},
            rows);
  out.numbers["distance slope"] = fixed(found.distance_slope, 3);
  out.numbers["width slope"] = fixed(found.width_slope, 3);
  out.figures.push_back(figure("replication",
                               "Rates at which VB's posterior shrinks onto EM's point", R"({
    "width": 420, "height": 270, "data": {"name": "points"},
    "layer": [
      {"mark": {"type": "line", "strokeWidth": 1.5}},
      {"mark": {"type": "point", "filled": true, "size": 60, "opacity": 1},
       "encoding": {"shape": {"field": "of", "type": "nominal", "legend": null}}}],
    "encoding": {
      "x": {"field": "times", "type": "quantitative", "title": "copies of the data",
            "scale": {"type": "log", "base": 4}, "axis": {"values": [1, 4, 16, 64, 256, 1024, 4096], "format": "d", "labelOverlap": false}},
      "y": {"field": "y", "type": "quantitative", "title": "in standard deviations of q at × 1",
            "scale": {"type": "log"}, "axis": {"format": "~e", "tickCount": 6}},
      "color": {"field": "of", "type": "nominal", "title": null,
                "legend": {"orient": "bottom", "direction": "vertical", "symbolType": "circle"}}}
  })",
                               {{"points", points}}));
  return out;
}

}  // namespace varimix::discussion
