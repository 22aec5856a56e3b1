#include "page/charts.hpp"

#include <fmt/format.h>

#include "page/curves.hpp"

namespace varimix::internal {

std::vector<std::string> component_names(std::size_t components) {
  std::vector<std::string> out;
  for (std::size_t k = 1; k <= components; ++k) out.push_back(fmt::format("component {}", k));
  return out;
}

std::string column_name(const Fit& fit, std::size_t d) {
  const std::vector<std::string>& columns = fit.model.columns();
  return d < columns.size() ? columns[d] : fmt::format("x{}", d + 1);
}

void LongTable::add(const std::string& series, std::span<const double> x,
                    std::span<const double> y) {
  x_.insert(x_.end(), x.begin(), x.end());
  y_.insert(y_.end(), y.begin(), y.end());
  series_.insert(series_.end(), x.size(), series);
}

Table LongTable::table(const std::string& y) const {
  Table out;
  out.numbers("x", x_).numbers(y, y_).texts("series", series_);
  return out;
}

Table bar_table(const Data& data, std::size_t column, bool whole, const std::string& y) {
  const Histogram bars = histogram(data, column, whole);
  std::vector<double> height;
  for (std::size_t i = 0; i < bars.weight.size(); ++i)
    height.push_back(bars.weight[i] / (bars.total * (bars.to[i] - bars.from[i])));
  Table out;
  out.numbers("from", bars.from).numbers("to", bars.to).numbers(y, height);
  out.numbers("weight", bars.weight);
  return out;
}

std::vector<Chart> fit_charts(const Fit& fit, const Data& data, const Uncertainty* uncertainty) {
  std::vector<Chart> out;
  const bool one = fit.model.family().columns() == 1, several = fit.components() > 1;
  out.push_back(one ? density_chart(fit, data) : pairs_chart({&fit, 1}, data));
  if (several) out.push_back(one ? shares_chart(fit, data) : certainty_chart(fit, data));
  for (Chart& chart : posterior_charts(fit, {})) out.push_back(std::move(chart));
  for (Chart& chart : interval_charts(fit, uncertainty)) out.push_back(std::move(chart));
  if (fit.trace.size() > 1) out.push_back(trace_chart(fit));
  return out;
}

}  // namespace varimix::internal
