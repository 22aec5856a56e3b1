// Cells that are missing and components that are not known: EM over both at once.
#include <algorithm>
#include <limits>

#include "discussion/claims.hpp"
#include "discussion/figure.hpp"

namespace varimix::discussion {
namespace {

Data whole_rows(const Data& data) {
  std::vector<double> kept;
  std::vector<std::size_t> rows;
  for (std::size_t n = 0; n < data.rows(); ++n)
    if (!std::isnan(data.value(n, 0)) && !std::isnan(data.value(n, 1))) rows.push_back(n);
  for (std::size_t d = 0; d < 2; ++d)
    for (const std::size_t n : rows) kept.push_back(data.value(n, d));
  return Data::own(std::move(kept), rows.size(), 2).with_names(data.names());
}

/// Largest difference of the means, in the complete fit's standard deviations of the component.
double mean_gap(const Fit& a, const Fit& reference) {
  double out = 0;
  for (std::size_t k = 0; k < 2; ++k)
    for (int d = 0; d < 2; ++d)
      out = std::max(out, std::abs(a.mean(k)[d] - reference.mean(k)[d]) /
                              std::sqrt(reference.covariance(k)(d, d)));
  return out;
}

/// Points of the ellipse of Mahalanobis distance 2.
Json ellipse(const Fit& f, std::size_t k, const std::string& name) {
  const Eigen::MatrixXd c = f.covariance(k);
  const double l11 = std::sqrt(c(0, 0)), l21 = c(1, 0) / l11;
  const double l22 = std::sqrt(c(1, 1) - l21 * l21);
  Json out = Json::array();
  for (int i = 0; i <= 60; ++i) {
    const double u = 2 * std::cos(2 * M_PI * i / 60), v = 2 * std::sin(2 * M_PI * i / 60);
    out.push_back({{"eruptions", seen(f.mean(k)[0] + l11 * u)},
                   {"waiting", seen(f.mean(k)[1] + l21 * u + l22 * v)},
                   {"order", i},
                   {"ellipse", name + whole(k)},
                   {"fit", name}});
  }
  return out;
}

}  // namespace

MissingCells missing_cells() {
  const Data all = read_data("faithful.csv"), gaps = read_data("faithful_missing.csv");
  const Model model(2, gaussian());
  const Partition halves = [&] {
    Partition p;
    for (const double w : values(all, 1)) p.components.push_back(w < 68 ? 0 : 1);
    return p;
  }();
  const Fit complete = fit(model, all, em(), to_the_end(halves));
  MissingCells out{complete,
                   fit(model, gaps, em(), to_the_end(complete.belief)),
                   fit(model, whole_rows(gaps), em(), to_the_end(complete.belief)),
                   0,
                   0,
                   0,
                   0,
                   0,
                   0};
  // The trace that is shown starts where nothing is known yet: from the same halves.
  out.missing = fit(model, gaps, em(), to_the_end(halves));
  out.rows = all.rows();
  const Imputation filled = impute(out.missing, gaps);
  double squares = 0;
  for (std::size_t n = 0; n < all.rows(); ++n) {
    bool touched = false;
    for (std::size_t d = 0; d < 2; ++d) {
      if (!std::isnan(gaps.value(n, d))) continue;
      const double z = (filled.values[2 * n + d] - all.value(n, d)) / filled.deviations[2 * n + d];
      squares += z * z;
      ++out.missing_cells;
      touched = true;
    }
    out.touched_rows += touched ? 1 : 0;
  }
  out.root_mean_square = std::sqrt(squares / static_cast<double>(out.missing_cells));
  out.gap_missing = mean_gap(out.missing, complete);
  out.gap_dropped = mean_gap(out.incomplete_rows_dropped, complete);
  return out;
}

Section missing_cells_section() {
  const MissingCells found = missing_cells();
  const Data all = read_data("faithful.csv"), gaps = read_data("faithful_missing.csv");
  const Imputation filled = impute(found.missing, gaps);
  Section out{"missing_cells", {}, {}};
  const auto row = [&](const std::string& name, const Fit& f) {
    return std::vector<std::string>{name,
                                    whole(f.rows),
                                    fixed(f.weights()[0], 4),
                                    fixed(f.mean(0)[0], 3),
                                    fixed(f.mean(0)[1], 2),
                                    fixed(f.mean(1)[0], 3),
                                    fixed(f.mean(1)[1], 2)};
  };
  out.numbers["table"] =
      table({"EM on", "rows", "$\\pi_1$", "eruption 1", "wait 1", "eruption 2", "wait 2"},
            {row("all cells", found.complete), row("what is left", found.missing),
             row("untouched rows only", found.incomplete_rows_dropped)});
  out.numbers["cells"] = whole(found.missing_cells);
  out.numbers["rows"] = whole(found.rows);
  out.numbers["touched"] = whole(found.touched_rows);
  out.numbers["iterations"] =
      whole(static_cast<std::size_t>(
                std::count_if(found.missing.trace.begin(), found.missing.trace.end(),
                              [&](double f) { return found.missing.objective - f > 1e-6; })) +
            1);
  out.numbers["rms"] = fixed(found.root_mean_square, 2);
  out.numbers["gap"] = fixed(found.gap_missing, 2);

  Json points = Json::array(), ellipses = Json::array(), trace = Json::array();
  for (std::size_t n = 0; n < all.rows(); ++n) {
    const bool whole_row = !std::isnan(gaps.value(n, 0)) && !std::isnan(gaps.value(n, 1));
    const double e = filled.values[2 * n], w = filled.values[2 * n + 1];
    points.push_back({{"eruptions", seen(e, 4)},
                      {"waiting", seen(w, 4)},
                      {"e0", seen(e - filled.deviations[2 * n], 4)},
                      {"e1", seen(e + filled.deviations[2 * n], 4)},
                      {"w0", seen(w - filled.deviations[2 * n + 1], 4)},
                      {"w1", seen(w + filled.deviations[2 * n + 1], 4)},
                      {"cell", whole_row ? "observed" : "filled in, ± 1 sd"}});
  }
  for (std::size_t k = 0; k < 2; ++k) {
    for (const Json& p : ellipse(found.complete, k, "all cells")) ellipses.push_back(p);
    for (const Json& p : ellipse(found.missing, k, "cells removed")) ellipses.push_back(p);
  }
  for (std::size_t t = 0; t < std::min<std::size_t>(found.missing.trace.size(), 12); ++t)
    trace.push_back({{"t", t + 1}, {"f", seen(found.missing.trace[t], 6)}});
  out.figures.push_back(figure("missing_cells", "Old Faithful with cells removed and filled in",
                               R"({
    "hconcat": [
      {"width": 340, "height": 290,
       "layer": [
        {"data": {"name": "points"}, "transform": [{"filter": "datum.cell == 'observed'"}],
         "mark": {"type": "point", "filled": true, "size": 14, "opacity": 0.45, "color": "#627D98"}},
        {"data": {"name": "points"}, "transform": [{"filter": "datum.w1 > datum.w0"}],
         "mark": {"type": "rule", "color": "#D55E00", "opacity": 0.55, "strokeWidth": 1},
         "encoding": {"y": {"field": "w0", "type": "quantitative"}, "y2": {"field": "w1"}}},
        {"data": {"name": "points"}, "transform": [{"filter": "datum.e1 > datum.e0"}],
         "mark": {"type": "rule", "color": "#D55E00", "opacity": 0.55, "strokeWidth": 1},
         "encoding": {"x": {"field": "e0", "type": "quantitative"}, "x2": {"field": "e1"}}},
        {"data": {"name": "points"}, "transform": [{"filter": "datum.cell != 'observed'"}],
         "mark": {"type": "point", "filled": true, "size": 18, "opacity": 1, "color": "#D55E00"}},
        {"data": {"name": "ellipses"},
         "mark": {"type": "line", "strokeWidth": 1.8},
         "encoding": {"order": {"field": "order"}, "detail": {"field": "ellipse"},
          "strokeDash": {"field": "fit", "type": "nominal", "title": "ellipses: 2 sd of EM on",
            "scale": {"domain": ["all cells", "cells removed"], "range": [[1, 0], [5, 4]]},
            "legend": {"orient": "bottom"}}}}],
       "encoding": {
        "x": {"field": "eruptions", "type": "quantitative", "title": "eruption, minutes",
              "scale": {"zero": false}},
        "y": {"field": "waiting", "type": "quantitative", "title": "wait to the next, minutes",
              "scale": {"zero": false}}}},
      {"width": 210, "height": 290, "title": "One trace for both unknowns",
       "data": {"name": "trace"},
       "mark": {"type": "line", "color": "#0072B2", "point": {"size": 30, "color": "#0072B2"}},
       "encoding": {
        "x": {"field": "t", "type": "quantitative", "title": "iteration"},
        "y": {"field": "f", "type": "quantitative", "title": "log L of the observed cells, nats",
              "scale": {"zero": false}}}}]
  })",
                               {{"points", points}, {"ellipses", ellipses}, {"trace", trace}}));
  return out;
}

}  // namespace varimix::discussion
