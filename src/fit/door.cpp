#include "fit/door.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>
#include <stdexcept>

#include "data/rows.hpp"

namespace varimix::internal {
namespace {

[[noreturn]] void refuse(const std::string& what) { throw std::invalid_argument(what); }

std::string text(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.6g", value);
  return buffer;
}

void check_cells(const Family& family, const Data& data) {
  std::vector<double> scratch;
  for (std::size_t first = 0; first < data.rows(); first += kBlockRows) {
    const Block block = data.block(first, std::min(kBlockRows, data.rows() - first), scratch);
    for (std::size_t d = 0; d < block.columns; ++d)
      for (std::size_t n = 0; n < block.rows; ++n)
        if (const double x = block.column(d)[n]; !std::isnan(x) && !family.supports(x))
          refuse("row " + std::to_string(first + n + 1) + ", column '" + data.names()[d] +
                 "': " + text(x) + " is no value of family " + family.name() +
                 "; accepted: " + family.support() + ", or missing");
  }
}

void check_labels(const Data& data, std::size_t components) {
  for (std::size_t n = 0; n < data.labels().size(); ++n)
    if (data.labels()[n] >= static_cast<std::int32_t>(components))
      refuse("row " + std::to_string(n + 1) + ": the label is component " +
             std::to_string(data.labels()[n] + 1) + " of a model with " +
             std::to_string(components));
}

std::size_t expected_size(const WeightsPosterior& weights) {
  return weights.alpha.size() + (weights.kind == WeightsPrior::Kind::stick_breaking ? 1 : 0);
}

void check_start(const Model& model, const Data& data, const Start& start) {
  const std::size_t components = model.components();
  const Family::Sizes sizes = model.family().sizes();
  if (const auto* partition = std::get_if<Partition>(&start)) {
    if (partition->components.size() != data.rows())
      refuse("the start's partition has " + std::to_string(partition->components.size()) +
             " rows, the data have " + std::to_string(data.rows()));
    for (std::size_t n = 0; n < data.rows(); ++n)
      if (partition->components[n] < 0 ||
          partition->components[n] >= static_cast<std::int32_t>(components))
        refuse("the start's partition puts row " + std::to_string(n + 1) + " into component " +
               std::to_string(partition->components[n] + 1) + " of " + std::to_string(components));
  } else if (const auto* soft = std::get_if<Responsibilities>(&start)) {
    if (soft->components != components || soft->values.size() != data.rows() * components)
      refuse("the start's responsibilities do not have " + std::to_string(data.rows()) +
             " rows of " + std::to_string(components));
    for (std::size_t n = 0; n < data.rows(); ++n) {
      double sum = 0;
      for (std::size_t k = 0; k < components; ++k) {
        const double r = soft->values[n * components + k];
        if (!(r >= 0))
          refuse("the start's responsibilities have an entry that is not >= 0 in row " +
                 std::to_string(n + 1));
        sum += r;
      }
      if (!(std::abs(sum - 1) < 1e-6))
        refuse("the start's responsibilities of row " + std::to_string(n + 1) + " sum to " +
               text(sum) + "; accepted: rows that sum to 1");
    }
  } else if (const auto* belief = std::get_if<Belief>(&start)) {
    const Point* point = std::get_if<Point>(belief);
    const std::size_t have = point != nullptr ? point->parameters.size()
                                              : std::get<Posterior>(*belief).hyperparameters.size();
    const std::size_t need = components * (point != nullptr ? sizes.point : sizes.posterior);
    const std::size_t weights = point != nullptr
                                    ? point->weights.size()
                                    : expected_size(std::get<Posterior>(*belief).weights);
    if (have != need || weights != components)
      refuse("the start does not fit the model: it needs " + std::to_string(components) +
             " components of family " + model.family().name() + " over " +
             std::to_string(model.family().columns()) + " columns");
  }
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
    if (data.weight(n) == 0 || says_nothing(data, n)) continue;
    for (std::size_t d = 0; d < row.size(); ++d) {
      const double x = data.value(n, d);
      row[d] = std::isnan(x) ? HUGE_VAL : x;  // NaN has no order; infinity cannot stand in the data
    }
    seen.insert(row);
  }
  return seen.size();
}

}  // namespace varimix::internal
