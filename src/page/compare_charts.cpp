// Several methods on the same data.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "page/charts.hpp"
#include "page/curves.hpp"

namespace varimix::internal {
namespace {

std::vector<std::string> method_names(std::span<const Fit> fits) {
  std::vector<std::string> out;
  for (const Fit& fit : fits) out.push_back(method_name(fit.backend));
  return out;
}

/// One layer per method, in their order. Lines that coincide stay visible: the first is the widest,
/// the last is drawn on top of it.
std::vector<Json> nested(const Json& x, const Json& y, std::span<const std::string> names) {
  std::vector<Json> out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    Json curve = line(x, y, series(names));
    curve["transform"] = {{{"filter", {{"field", "series"}, {"equal", names[i]}}}}};
    curve["mark"]["strokeWidth"] = 1.5 + 1.1 * static_cast<double>(names.size() - 1 - i);
    out.push_back(std::move(curve));
  }
  return out;
}

Chart densities_chart(std::span<const Fit> fits, const Data& data) {
  const bool whole = discrete(fits.front().model.family());
  const std::string column = column_name(fits.front(), 0), y = whole ? "probability" : "density";
  const std::vector<std::string> names = method_names(fits);
  const std::vector<double> x = grid(fits.front(), data);
  LongTable lines;
  for (std::size_t i = 0; i < fits.size(); ++i) lines.add(names[i], x, curves(fits[i], x).mixture);
  const Table heights = bar_table(data, 0, whole, "y");
  const Json y_axis = axis("y", y, true);
  std::vector<Json> of = nested(axis("x", column), y_axis, names);
  of.insert(of.begin(), bars(column, y_axis, &heights));
  return {"densities", "Data and the " + y + " by each method",
          fmt::format("Histogram of {} under {} fitted curves, nested where they coincide; vb: "
                      "posterior predictive.",
                      column, fits.size()),
          layers(lines.table("y"), std::move(of))};
}

Json iterations() {
  Json out = axis("x", "iteration");
  out["axis"] = {{"tickMinStep", 1}, {"format", "d"}};
  return out;
}

Chart traces_chart(std::span<const Fit> fits) {
  const std::vector<std::string> names = method_names(fits);
  LongTable lines;
  for (std::size_t i = 0; i < fits.size(); ++i) {
    std::vector<double> x(fits[i].trace.size());
    std::iota(x.begin(), x.end(), 1.0);
    lines.add(names[i], x, fits[i].trace);
  }
  return {"traces", "Each method's own objective, iteration by iteration",
          "Rising lines, one per method. Objectives with different names have different units of "
          "account: compare how they rise, not where they end.",
          layers(lines.table("y"), nested(iterations(), axis("y", "objective / nats"), names))};
}

/// F_T - F_t; what is below a billionth of a nat is rounding.
Chart gaps_chart(std::span<const Fit> fits) {
  const std::vector<std::string> names = method_names(fits);
  LongTable lines;
  for (std::size_t i = 0; i < fits.size(); ++i) {
    std::vector<double> x, y;
    for (std::size_t t = 0; t < fits[i].trace.size(); ++t) {
      const double gap = fits[i].objective - fits[i].trace[t];
      if (gap < 1e-9) continue;
      x.push_back(static_cast<double>(t + 1));
      y.push_back(gap);
    }
    lines.add(names[i], x, y);
  }
  return {
      "gaps", "What each method still had to gain",
      "Falling lines on a logarithmic scale: the last value of each objective minus its value "
      "at an iteration. The steeper, the faster.",
      layers(lines.table("y"), nested(iterations(), log_axis("y", "still to gain / nats"), names))};
}

}  // namespace

std::vector<Chart> compare_charts(std::span<const Fit> fits, const Data& data) {
  std::vector<Chart> out;
  if (fits.empty()) return out;
  const bool one = fits.front().model.family().columns() == 1;
  out.push_back(one ? densities_chart(fits, data) : pairs_chart(fits, data));
  std::vector<PointFit> others;
  for (const Fit& fit : fits)
    if (const std::string name = method_name(fit.backend); name == "em" || name == "map")
      others.push_back({name, &fit});
  for (const Fit& fit : fits) {
    if (!std::holds_alternative<Posterior>(fit.belief)) continue;
    for (Chart& chart : posterior_charts(fit, others)) out.push_back(std::move(chart));
    for (Chart& chart : interval_charts(fit, nullptr)) out.push_back(std::move(chart));
  }
  const bool iterates =
      std::any_of(fits.begin(), fits.end(), [](const Fit& fit) { return fit.trace.size() > 1; });
  if (iterates) {
    out.push_back(traces_chart(fits));
    out.push_back(gaps_chart(fits));
  }
  return out;
}

}  // namespace varimix::internal
