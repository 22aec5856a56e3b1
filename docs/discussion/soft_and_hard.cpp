// Soft and hard EM: responsibilities beside bare numbers, and what hard assignment does to them.
#include "discussion/claims.hpp"
#include "discussion/figure.hpp"

namespace varimix::discussion {
namespace {

constexpr std::size_t kDataSets = 120, kRows = 1000;
constexpr double kWeight = 0.3;

/// 0.3 N(0, 1) + 0.7 N(distance, 1).
std::vector<Component> two(double distance) {
  return {{kWeight, 0, 1}, {1 - kWeight, distance, 1}};
}

/// Errors of the first weight and of both means. From the truth, so that nothing
/// but the method is to blame.
std::array<double, 3> errors(const Data& data, const Backend& backend, double distance) {
  const Fit f = fit(Model(2, gaussian()), data, backend,
                    {.start = Belief(point(two(distance))),
                     .tolerance = 1e-9,
                     .max_iterations = 5000,
                     .acceleration = Acceleration::none,
                     .threads = 1});
  return {f.weights()[0] - kWeight, f.mean(0)[0], f.mean(1)[0] - distance};
}

void average(const std::vector<std::array<double, 3>>& all, std::array<double, 3>& mean,
             std::array<double, 3>& error) {
  const auto n = static_cast<double>(all.size());
  for (std::size_t i = 0; i < 3; ++i) {
    double squares = 0;
    for (const auto& e : all) mean[i] += e[i] / n;
    for (const auto& e : all) squares += (e[i] - mean[i]) * (e[i] - mean[i]);
    error[i] = std::sqrt(squares / (n - 1) / n);
  }
}

SoftAndHard::Row measure(double distance) {
  std::vector<std::array<double, 3>> soft, hard;
  for (std::uint64_t s = 0; s < kDataSets; ++s) {
    const Data data = Data::own(sample(truth(two(distance)), kRows, s).values, kRows, 1);
    soft.push_back(errors(data, em(), distance));
    hard.push_back(errors(data, hard_em(), distance));
  }
  SoftAndHard::Row out;
  out.distance = distance;
  average(soft, out.soft, out.soft_error);
  average(hard, out.hard, out.hard_error);
  return out;
}

}  // namespace

SoftAndHard soft_and_hard() {
  const Model model(2, gaussian());
  const Start halves = split_at(waiting(), 68);
  SoftAndHard out{{},
                  fit(model, waiting(), em(), to_the_end(halves)),
                  fit(model, waiting(), hard_em(), to_the_end(halves))};
  for (const double distance : {2.5, 3.0, 3.5, 4.0, 5.0}) out.rows.push_back(measure(distance));
  return out;
}

Section soft_and_hard_section() {
  const SoftAndHard found = soft_and_hard();
  Section out{"soft_and_hard", {}, {}};
  const auto row = [](const std::string& name, const Fit& f) {
    std::vector<std::string> cells = {name};
    for (const Component& c : components(f))
      for (const double v : {c.weight, c.mean, std::sqrt(c.variance)}) cells.push_back(fixed(v, 3));
    return cells;
  };
  out.numbers["waiting"] =
      table({"EM", "$\\pi_1$", "$\\mu_1$", "$\\sigma_1$", "$\\pi_2$", "$\\mu_2$", "$\\sigma_2$"},
            {row("soft", found.soft_fit), row("hard", found.hard_fit)});
  out.numbers["sets"] = whole(kDataSets);
  out.numbers["rows"] = whole(kRows);
  out.numbers["hard weight"] = fixed(found.rows[0].hard[0], 3);
  out.numbers["hard first"] = fixed(found.rows[0].hard[1], 3);
  out.numbers["hard second"] = fixed(found.rows[0].hard[2], 3);
  out.numbers["distance"] = fixed(found.rows[0].distance, 1);

  Json curves = Json::array(), bias = Json::array();
  double step = 0;  // where the hard assignment changes
  for (int i = 0; i <= 120; ++i) {
    const double x = 42 + 0.45 * i;
    const Data one = Data::own({x}, 1, 1);
    const double r = predict(found.soft_fit, one).responsibilities[1];
    curves.push_back({{"x", seen(x)}, {"r", seen(r, 4)}, {"em", "soft"}});
    const double h = responsibilities(found.hard_fit, one)[1];
    if (h == 0) step = x + 0.225;
  }
  for (const auto& [x, r] :
       std::vector<std::pair<double, int>>{{42, 0}, {step, 0}, {step, 1}, {96, 1}})
    curves.push_back({{"x", seen(x)}, {"r", r}, {"em", "hard"}});
  const std::array<const char*, 3> names = {"weight π₁", "mean μ₁", "mean μ₂"};
  for (const SoftAndHard::Row& r : found.rows) {
    for (std::size_t i = 0; i < 3; ++i) {
      bias.push_back({{"distance", r.distance},
                      {"of", names[i]},
                      {"em", "soft"},
                      {"bias", seen(r.soft[i], 3)},
                      {"low", seen(r.soft[i] - 2 * r.soft_error[i], 3)},
                      {"high", seen(r.soft[i] + 2 * r.soft_error[i], 3)}});
      bias.push_back({{"distance", r.distance},
                      {"of", names[i]},
                      {"em", "hard"},
                      {"bias", seen(r.hard[i], 3)},
                      {"low", seen(r.hard[i] - 2 * r.hard_error[i], 3)},
                      {"high", seen(r.hard[i] + 2 * r.hard_error[i], 3)}});
    }
  }
  out.figures.push_back(figure("responsibilities", "Responsibility of the component of long waits",
                               R"({
    "width": 520, "height": 170, "data": {"name": "curves"},
    "mark": {"type": "line", "strokeWidth": 2},
    "encoding": {
      "x": {"field": "x", "type": "quantitative", "title": "wait, minutes",
            "scale": {"domain": [42, 96], "nice": false}},
      "y": {"field": "r", "type": "quantitative", "title": "responsibility",
            "axis": {"values": [0, 0.25, 0.5, 0.75, 1], "format": ".2f"}},
      "strokeDash": {"field": "em", "type": "nominal", "legend": null,
        "scale": {"domain": ["soft", "hard"], "range": [[1, 0], [4, 3]]}},
      "color": {"field": "em", "type": "nominal", "title": null,
        "scale": {"domain": ["soft", "hard"], "range": ["#0072B2", "#D55E00"]},
        "legend": {"orient": "right"}}}
  })",
                               {{"curves", curves}}));
  out.figures.push_back(figure("hard_bias",
                               "Bias of soft and hard EM by distance of the components", R"({
    "data": {"name": "bias"},
    "facet": {"column": {"field": "of", "type": "nominal", "title": null,
              "sort": ["weight π₁", "mean μ₁", "mean μ₂"]}},
    "spec": {"width": 180, "height": 200,
      "layer": [
        {"mark": {"type": "rule", "color": "#7B8794", "strokeDash": [3, 3]},
         "encoding": {"y": {"datum": 0}}},
        {"mark": {"type": "rule", "strokeWidth": 1.5},
         "encoding": {"x": {"field": "distance", "type": "quantitative", "scale": {"domain": [2.3, 5.2], "nice": false}},
           "y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"},
           "color": {"field": "em", "type": "nominal"}}},
        {"mark": {"type": "line", "strokeWidth": 1.5},
         "encoding": {"x": {"field": "distance", "type": "quantitative", "scale": {"domain": [2.3, 5.2], "nice": false}},
           "y": {"field": "bias", "type": "quantitative"},
           "color": {"field": "em", "type": "nominal"}}},
        {"mark": {"type": "point", "filled": true, "size": 55, "opacity": 1},
         "encoding": {
           "x": {"field": "distance", "type": "quantitative", "title": "distance of the means, sd"},
           "y": {"field": "bias", "type": "quantitative", "title": "average error"},
           "shape": {"field": "em", "type": "nominal", "title": null,
             "scale": {"domain": ["soft", "hard"]}},
           "color": {"field": "em", "type": "nominal", "title": null,
             "scale": {"domain": ["soft", "hard"], "range": ["#0072B2", "#D55E00"]}}}}]},
    "resolve": {"scale": {"y": "independent"}}
  })",
                               {{"bias", bias}}));
  return out;
}

}  // namespace varimix::discussion
