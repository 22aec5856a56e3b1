// EM from 200 random starts: where it ends, and that it never goes down.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "discussion/claims.hpp"
#include "discussion/figure.hpp"

namespace varimix::discussion {
namespace {

constexpr std::size_t kStarts = 200, kComponents = 4;
constexpr double kSameEnd = 1e-4;  // nats

/// Four of the velocities for means, drawn from a generator that is the same everywhere.
Point random_start(std::size_t seed) {
  std::mt19937_64 bits(seed);
  const std::vector<double> x = values(galaxies());
  std::vector<std::size_t> rows;
  while (rows.size() < kComponents) {
    const std::size_t n = bits() % x.size();
    if (std::find(rows.begin(), rows.end(), n) == rows.end()) rows.push_back(n);
  }
  std::vector<Component> out;
  for (const std::size_t n : rows) out.push_back({1. / kComponents, x[n], 1});
  return point(out);
}

std::vector<double> sorted_means(const Fit& fit) {
  std::vector<double> out;
  for (std::size_t k = 0; k < fit.components(); ++k) out.push_back(fit.mean(k)[0]);
  std::sort(out.begin(), out.end());
  return out;
}

void add(const Fit& fit, std::vector<LocalMaxima::Basin>& basins) {
  for (LocalMaxima::Basin& b : basins) {
    if (std::abs(b.log_likelihood - fit.objective) > kSameEnd) continue;
    ++b.runs;
    return;
  }
  basins.push_back({fit.objective, 1, fit.spurious, sorted_means(fit)});
}

/// Every iteration at first, then ever fewer: what a logarithmic axis shows.
bool shown(std::size_t iteration) {
  for (std::size_t t = 1; t <= iteration; t += std::max<std::size_t>(1, t / 6))
    if (t == iteration) return true;
  return false;
}

}  // namespace

LocalMaxima local_maxima() {
  LocalMaxima out;
  for (std::size_t s = 0; s < kStarts; ++s) {
    const Fit f =
        fit(Model(kComponents, gaussian()), galaxies(), em(), until_still(Belief(random_start(s))));
    for (std::size_t t = 1; t < f.trace.size(); ++t)
      out.largest_fall = std::max(out.largest_fall, f.trace[t - 1] - f.trace[t]);
    add(f, out.basins);
    out.traces.push_back(f.trace);
  }
  std::sort(out.basins.begin(), out.basins.end(),
            [](const auto& a, const auto& b) { return a.log_likelihood > b.log_likelihood; });
  return out;
}

Section local_maxima_section() {
  const LocalMaxima found = local_maxima();
  Section out{"local_maxima", {}, {}};
  std::vector<std::vector<std::string>> rows;
  std::size_t spurious = 0;
  const LocalMaxima::Basin* best = nullptr;
  for (const LocalMaxima::Basin& b : found.basins) {
    if (b.spurious) {
      spurious += b.runs;
      continue;
    }
    if (best == nullptr) best = &b;
  }
  for (const LocalMaxima::Basin& b : found.basins) {
    if (b.spurious) continue;
    std::vector<std::string> means;
    for (const double m : b.means) means.push_back(fixed(m, 2));
    rows.push_back(
        {fixed(b.log_likelihood, 3), whole(b.runs), fmt::format("{}", fmt::join(means, ", "))});
  }
  out.numbers["table"] = table({"$\\log L$ at the end", "runs", "the four means, 1000 km/s"}, rows);
  out.numbers["ends"] = whole(static_cast<std::size_t>(std::count_if(
      found.basins.begin(), found.basins.end(), [](const auto& b) { return !b.spurious; })));
  out.numbers["spurious"] = whole(spurious);
  out.numbers["best runs"] = whole(best->runs);
  out.numbers["best"] = fixed(best->log_likelihood, 3);
  out.numbers["starts"] = whole(kStarts);

  Json ends = Json::array(), traces = Json::array();
  for (const LocalMaxima::Basin& b : found.basins)
    ends.push_back({{"end", seen(b.log_likelihood, 6)},
                    {"runs", b.runs},
                    {"what", b.spurious ? "collapsed" : "maximum"}});
  for (std::size_t s = 0; s < kStarts; ++s) {
    const std::vector<double>& trace = found.traces[s];
    if (s % 4 != 0) continue;
    // Up to where nothing can be seen to rise; after that rounding decides how long a run is.
    constexpr double kSeen = 5e-3;
    bool rises = true;
    for (std::size_t t = 1; t <= trace.size() && rises; ++t) {
      if (!shown(t)) continue;
      traces.push_back({{"t", t}, {"f", seen(trace[t - 1])}, {"run", s}});
      rises = trace.back() - trace[t - 1] > kSeen;
    }
  }
  out.figures.push_back(figure("local_maxima", "Traces and end points of EM from random starts",
                               R"({
    "hconcat": [
      {"width": 290, "height": 260, "title": "Fifty of the traces: upwards only",
       "data": {"name": "traces"},
       "mark": {"type": "line", "strokeWidth": 1, "opacity": 0.45, "color": "#0072B2", "clip": true},
       "encoding": {
        "x": {"field": "t", "type": "quantitative", "title": "iteration", "scale": {"type": "log"},
              "axis": {"values": [1, 10, 100, 1000], "format": "d"}},
        "y": {"field": "f", "type": "quantitative", "title": "log L, nats",
              "scale": {"domain": [-235, -195], "nice": false}},
        "detail": {"field": "run"}}},
      {"width": 290, "height": 260, "title": "Where the 200 runs end",
       "data": {"name": "ends"},
       "layer": [
        {"mark": {"type": "bar", "width": 7},
         "encoding": {"color": {"field": "what", "type": "nominal", "title": null,
           "scale": {"domain": ["maximum", "collapsed"], "range": ["#D55E00", "#9FB3C8"]},
           "legend": {"orient": "bottom"}}}},
        {"mark": {"type": "text", "dy": -7, "fontSize": 11},
         "transform": [{"filter": "datum.what == 'maximum'"}],
         "encoding": {"text": {"field": "runs"}}}],
       "encoding": {
        "x": {"field": "end", "type": "quantitative", "title": "log L at the end, nats",
              "scale": {"domain": [-215, -195], "nice": false}},
        "y": {"field": "runs", "type": "quantitative", "title": "runs"}}}]
  })",
                               {{"traces", traces}, {"ends", ends}}));
  return out;
}

}  // namespace varimix::discussion
