// Charts of one fit: density, shares, trace.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "page/charts.hpp"
#include "page/curves.hpp"

namespace varimix::internal {
namespace {

std::string weights_in_words(const Fit& fit) {
  std::string out;
  for (const double w : fit.summary.weights)
    out += (out.empty() ? "" : ", ") + fmt::format("{:.3g}", w);
  return out;
}

/// The colours of the components, without the total.
Json component_colours(const Fit& fit) { return series(component_names(fit.components())); }

}  // namespace

Chart density_chart(const Fit& fit, const Data& data) {
  const bool whole = discrete(fit.model.family());
  const std::string column = column_name(fit, 0), y = whole ? "probability" : "density";
  const Curves at = curves(fit, grid(fit, data));
  std::vector<std::string> names = component_names(fit.components());
  LongTable lines;
  if (fit.components() > 1)
    for (std::size_t k = 0; k < names.size(); ++k) lines.add(names[k], at.x, at.components[k]);
  else
    names.clear();
  names.insert(names.begin(), "mixture");
  lines.add("mixture", at.x, at.mixture);

  Json x_axis = axis("x", column);
  x_axis["scale"]["padding"] = 0;
  const Json y_axis = axis("y", y, true);
  const Json colours = series(names, true);
  const Table heights = bar_table(data, 0, whole, "y");
  std::vector<Json> of = {bars(column, y_axis, &heights)};
  Json curve = line(x_axis, y_axis, colours);
  if (whole) {
    curve["mark"]["point"] = {{"size", 25}};
  } else if (fit.components() > 1) {
    Json filled = area(x_axis, y_axis, colours, false);
    filled["transform"] = {
        {{"filter", {{"field", "series"}, {"oneOf", component_names(fit.components())}}}}};
    of.push_back(std::move(filled));
  }
  of.push_back(std::move(curve));
  return {"density", "Data and fitted " + y,
          fmt::format("Histogram of {} ({} rows) under the fitted {}; {} of weight {}.", column,
                      fit.rows, y,
                      fit.components() == 1 ? "one component" : "its components, drawn apart,",
                      weights_in_words(fit)),
          layers(lines.table("y"), std::move(of))};
}

Chart shares_chart(const Fit& fit, const Data& data) {
  const std::vector<double> x = grid(fit, data);
  const std::vector<double> r = responsibilities(
      fit, Data::view(x).with_labels(std::vector<std::int32_t>(x.size(), kLatent)));
  const std::vector<std::string> names = component_names(fit.components());
  LongTable shares;
  std::vector<double> share(x.size());
  for (std::size_t k = 0; k < names.size(); ++k) {
    for (std::size_t g = 0; g < x.size(); ++g) share[g] = r[g * names.size() + k];
    shares.add(names[k], x, share);
  }
  Json y = axis("share", "responsibility", true);
  y["scale"] = {{"domain", {0, 1}}};
  Json x_axis = axis("x", column_name(fit, 0));
  x_axis["scale"]["padding"] = 0;
  Json layer = area(x_axis, y, component_colours(fit), true);
  layer["encoding"]["order"] = {{"field", "series"}, {"type", "nominal"}, {"sort", "descending"}};
  Chart out{"responsibilities", "Which component a value belongs to",
            fmt::format("Stacked areas along {}: the probability of each of {} components.",
                        column_name(fit, 0), names.size()),
            layers(shares.table("share"), {std::move(layer)})};
  out.spec["height"] = 200;
  return out;
}

Chart certainty_chart(const Fit& fit, const Data& data) {
  constexpr std::size_t kBins = 20, kMostRows = 20000;
  const std::size_t step = data.rows() / kMostRows + 1;
  std::vector<double> values, weights, from, to;
  std::size_t rows = 0;
  for (std::size_t n = 0; n < data.rows(); n += step, ++rows) weights.push_back(data.weight(n));
  for (std::size_t d = 0; d < data.columns(); ++d)
    for (std::size_t n = 0; n < data.rows(); n += step) values.push_back(data.value(n, d));
  const std::vector<double> r =
      responsibilities(fit, Data::own(std::move(values), rows, data.columns()));
  std::vector<double> count(kBins);
  for (std::size_t n = 0; n < rows; ++n) {
    const auto row = r.begin() + static_cast<std::ptrdiff_t>(n * fit.components());
    const double most = *std::max_element(row, row + static_cast<std::ptrdiff_t>(fit.components()));
    count[std::min(static_cast<std::size_t>(most * kBins), kBins - 1)] += weights[n];
  }
  const double sum = std::accumulate(count.begin(), count.end(), 0.0), all = sum > 0 ? sum : 1;
  for (std::size_t i = 0; i < kBins; ++i) {
    count[i] /= all;
    from.push_back(static_cast<double>(i) / kBins);
    to.push_back(static_cast<double>(i + 1) / kBins);
  }
  Table table;
  table.numbers("from", from).numbers("to", to).numbers("share", count);
  Json y = axis("share", "share of the rows", true);
  y["axis"] = {{"format", "%"}};
  Json bar = bars("largest responsibility of a row", y);
  bar["encoding"]["x"]["scale"] = {{"domain", {0, 1}}};
  bar["encoding"]["x"]["axis"] = {{"tickCount", 6}};
  bar["mark"]["color"] = colour(0);
  Chart out{
      "responsibilities", "How surely rows belong to a component",
      fmt::format("Histogram of each row's largest responsibility{}; {:.1f} % of the rows "
                  "are above 0.95.",
                  step > 1 ? fmt::format(", of every {}th row", step) : "", 100 * count.back()),
      layers(table, {std::move(bar)})};
  out.spec["height"] = 200;
  return out;
}

Chart trace_chart(const Fit& fit) {
  std::vector<double> iteration(fit.trace.size());
  std::iota(iteration.begin(), iteration.end(), 1.0);
  Table table;
  table.numbers("x", iteration).numbers("y", fit.trace);
  std::string name = fit.objective_name();
  std::replace(name.begin(), name.end(), '_', ' ');
  Json x = axis("x", "iteration");
  x["axis"] = {{"tickMinStep", 1}, {"format", "d"}};
  Json curve = line(x, axis("y", name + " / nats"), nullptr);
  curve["mark"]["point"] = fit.trace.size() <= 50;
  return {"trace", "The objective, iteration by iteration",
          fmt::format("A line that rises by {:.3g} nats, to {:.3f}, in {} iterations.",
                      fit.trace.back() - fit.trace.front(), fit.trace.back(), fit.trace.size()),
          layers(table, {std::move(curve)})};
}

}  // namespace varimix::internal
