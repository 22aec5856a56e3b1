#include "fit/door.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "data/rows.hpp"
#include "fit/refuse.hpp"

namespace varimix::internal {
namespace {

void check_cells(const Family& family, const Data& data) {
  std::vector<double> scratch;
  for (std::size_t first = 0; first < data.rows(); first += kBlockRows) {
    const Block block = data.block(first, std::min(kBlockRows, data.rows() - first), scratch);
    for (std::size_t d = 0; d < block.columns; ++d)
      for (std::size_t n = 0; n < block.rows; ++n)
        if (const double x = block.column(d)[n];
            !std::isnan(x) && data.weight(first + n) > 0 && !family.supports(x))
          refuse("row " + std::to_string(first + n + 1) + ", column '" + data.names()[d] +
                 "': " + text(x) + " is no value of family " + family.name() +
                 "; accepted: " + family.support() + ", or missing");
  }
}

void check_labels(const Data& data, std::size_t components) {
  for (std::size_t n = 0; n < data.labels().size(); ++n)
    if (data.weight(n) > 0 && data.labels()[n] >= static_cast<std::int32_t>(components))
      refuse("row " + std::to_string(n + 1) + ": the label is component " +
             std::to_string(data.labels()[n] + 1) + " of a model with " +
             std::to_string(components));
}

}  // namespace

void check_data(const Family& family, std::size_t components, bool explicit_prior, const Data& data,
                const Summary& summary) {
  if (data.rows() == 0) refuse("the data have no rows");
  if (summary.rows == 0) refuse("no row takes part: every row has weight 0 or no observed cell");
  if (components > summary.rows)
    refuse(std::to_string(components) + " components for " + std::to_string(summary.rows) +
           " rows; accepted: at most one component per row");
  for (std::size_t d = 0; d < data.columns(); ++d) {
    if (!(summary.columns[d].weight > 0))
      refuse("column '" + data.names()[d] + "' has no value at all; leave it out");
    if (!std::isfinite(summary.columns[d].spread))
      refuse("column '" + data.names()[d] +
             "': its values are too large for their variance to be a number; rescale the column");
    if (const std::string why = family.unusable(summary.columns[d], explicit_prior); !why.empty())
      refuse("column '" + data.names()[d] + "': " + why);
  }
  check_cells(family, data);
  check_labels(data, components);
}

void check_options(const Model& model, const Data& data, const FitOptions& options) {
  if (!(options.tolerance >= 0) || !std::isfinite(options.tolerance))
    refuse("tolerance is " + text(options.tolerance) + "; accepted: a finite number >= 0");
  if (options.max_iterations == 0) refuse("max_iterations is 0; accepted: 1 or more");
  if (options.restarts == 0) refuse("restarts is 0; accepted: 1 or more");
  if (options.restarts > 1 && !std::holds_alternative<AutomaticStart>(options.start))
    refuse(
        "more than one restart from a given start would repeat it; accepted: restarts 1, or an "
        "automatic start");
  check_start(model, data, options.start);
}

std::size_t distinct_rows(const Data& data, std::size_t limit) {
  std::set<std::vector<double>> seen;
  std::vector<double> row(data.columns());
  for (std::size_t n = 0; n < data.rows() && seen.size() < limit; ++n) {
    if (!takes_part(data, n)) continue;
    for (std::size_t d = 0; d < row.size(); ++d) {
      const double x = data.value(n, d);
      row[d] = std::isnan(x) ? HUGE_VAL : x;  // NaN has no order; infinity cannot stand in the data
    }
    seen.insert(row);
  }
  return seen.size();
}

}  // namespace varimix::internal
