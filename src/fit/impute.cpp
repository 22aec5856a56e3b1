#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "data/rows.hpp"
#include "fit/known.hpp"
#include "varimix/parts.hpp"
#include "varimix/predict.hpp"

namespace varimix {
namespace internal {
namespace {

/// Mean and variance of a mixture; `moments[k * stride]` are those of component k. Squared
/// distances from the mean, no difference of squares: nothing cancels far from the origin.
ValueMoments mixed(std::span<const double> weights, const ValueMoments* moments,
                   std::size_t stride) {
  ValueMoments out;
  for (std::size_t k = 0; k < weights.size(); ++k)
    if (weights[k] > 0) out.mean += weights[k] * moments[k * stride].mean;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    if (!(weights[k] > 0)) continue;  // 0 times infinity
    const double gap = moments[k * stride].mean - out.mean;
    out.variance += weights[k] * (moments[k * stride].variance + gap * gap);
  }
  return out;
}

/// Responsibilities of the rows, known labels prevailing. [N x K]
std::vector<double> responsibilities_with_labels(const Fit& fit, const Data& data) {
  std::vector<double> r = predict(fit, data).responsibilities;
  const std::size_t components = fit.components();
  for (std::size_t n = 0; n < data.rows(); ++n) {
    if (data.label(n) == kLatent) continue;
    const auto row = std::span(r).subspan(n * components, components);
    std::fill(row.begin(), row.end(), 0.0);
    row[static_cast<std::size_t>(data.label(n))] = 1.0;
  }
  return r;
}

void warn_of_infinite_deviations(const Data& data, Imputation& out) {
  const auto infinite = [](double x) { return std::isinf(x); };
  const auto first = std::find_if(out.deviations.begin(), out.deviations.end(), infinite);
  if (first == out.deviations.end()) return;
  const auto at = static_cast<std::size_t>(first - out.deviations.begin());
  out.warnings.push_back(fmt::format(
      "{} of the filled cells have no finite variance, for a component's predictive has 2 degrees "
      "of freedom or less; the first is row {}, column '{}'",
      std::count_if(first, out.deviations.end(), infinite), at / data.columns() + 1,
      data.names()[at % data.columns()]));
}

}  // namespace
}  // namespace internal

Imputation impute(const Fit& fit, const Data& data) {
  using namespace internal;
  const KnownComponents known(fit);
  if (!known.rules.has_moments(known.kind))
    refuse("family " + fit.model.family().name() +
           " does not tell mean and variance of its values; accepted: a family that does, such as "
           "gaussian");
  const std::size_t components = fit.components(), columns = data.columns();
  const std::vector<double> r = responsibilities_with_labels(fit, data);
  Imputation out;
  out.values.resize(data.rows() * columns);
  out.deviations.resize(out.values.size());
  std::vector<ValueMoments> moments(components * columns * kBlockRows);
  std::vector<double> scratch;
  for (std::size_t first = 0; first < data.rows(); first += kBlockRows) {
    Block block = data.block(first, std::min(kBlockRows, data.rows() - first), scratch);
    block.complete = false;  // who knows
    known.rules.moments(known.kind, block, components, known.values, moments.data(), kBlockRows);
    for (std::size_t n = 0; n < block.rows; ++n) {
      const auto weights = std::span(r).subspan((first + n) * components, components);
      for (std::size_t d = 0; d < columns; ++d) {
        ValueMoments cell{block.column(d)[n], 0};
        if (std::isnan(cell.mean))
          cell = mixed(weights, moments.data() + d * kBlockRows + n, columns * kBlockRows);
        out.values[(first + n) * columns + d] = cell.mean;
        out.deviations[(first + n) * columns + d] = std::sqrt(cell.variance);
      }
    }
  }
  warn_of_infinite_deviations(data, out);
  return out;
}

}  // namespace varimix
