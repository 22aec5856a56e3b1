#include <algorithm>
#include <cmath>
#include <utility>

#include "data/rows.hpp"
#include "fit/frequencies.hpp"
#include "fit/refuse.hpp"
#include "start/random.hpp"
#include "varimix/select.hpp"

namespace varimix {
namespace internal {
namespace {

constexpr std::uint64_t kStream = 0x666f6c6473;  // apart from the draws of starts

/// Only what can be seen can be judged: a label alone has no density.
bool can_judge(const Data& data, std::size_t n) {
  if (!(data.weight(n) > 0)) return false;
  for (std::size_t d = 0; d < data.columns(); ++d)
    if (!std::isnan(data.value(n, d))) return true;
  return false;
}

/// The values of these rows alone: what an absent row holds is nobody's business.
Data values_of(const Data& data, const std::vector<std::size_t>& rows) {
  std::vector<double> values;
  values.reserve(rows.size() * data.columns());
  for (std::size_t d = 0; d < data.columns(); ++d)
    for (const std::size_t n : rows) values.push_back(data.value(n, d));
  return Data::own(std::move(values), rows.size(), data.columns());
}

Data without(const Data& data, const std::vector<double>& held_out) {
  std::vector<double> weights(data.rows());
  for (std::size_t n = 0; n < data.rows(); ++n) weights[n] = data.weight(n) - held_out[n];
  return data.with_weights(std::move(weights));
}

/// Weighted log densities: mean and standard error.
CrossValidation summed_up(const std::vector<std::pair<double, double>>& weighted) {
  double total = 0, sum = 0, squares = 0;
  for (const auto& [w, l] : weighted) total += w, sum += w * l;
  const double mean = sum / total;
  for (const auto& [w, l] : weighted) squares += w * (l - mean) * (l - mean);
  CrossValidation out;
  out.log_density = mean;
  if (total > 1) out.standard_error = std::sqrt(squares / (total * (total - 1)));
  return out;
}

}  // namespace
}  // namespace internal

Folds deal_folds(const Data& data, std::size_t folds, std::uint64_t seed) {
  const bool by_unit = internal::are_frequencies(data);
  std::vector<std::pair<double, std::size_t>> draws;
  for (std::size_t n = 0; n < data.rows(); ++n) {
    if (!internal::can_judge(data, n)) continue;
    const auto units = by_unit ? static_cast<std::size_t>(data.weight(n)) : 1;
    for (std::size_t unit = 0; unit < units; ++unit)
      draws.emplace_back(internal::uniform(seed ^ internal::kStream, n, unit), n);
  }
  if (folds < 2 || folds > draws.size())
    internal::refuse("the data have " + std::to_string(draws.size()) + " rows to hold out, for " +
                     std::to_string(folds) + " folds; accepted: from 2 to one per row");
  std::sort(draws.begin(), draws.end());
  Folds out(folds, std::vector<double>(data.rows(), 0.0));
  for (std::size_t i = 0; i < draws.size(); ++i) {
    const std::size_t n = draws[i].second;
    out[i % folds][n] += by_unit ? 1.0 : data.weight(n);
  }
  return out;
}

CrossValidation cross_validate(const Model& model, const Data& data, const Backend& backend,
                               const Folds& folds, const FitOptions& options) {
  std::vector<std::pair<double, double>> weighted;
  for (std::size_t f = 0; f < folds.size(); ++f) {
    if (folds[f].size() != data.rows())
      internal::refuse("a fold of " + std::to_string(folds[f].size()) + " rows for data of " +
                       std::to_string(data.rows()) + "; accepted: deal_folds()");
    std::vector<std::size_t> rows;
    for (std::size_t n = 0; n < data.rows(); ++n)
      if (folds[f][n] > 0) rows.push_back(n);
    if (rows.empty()) continue;
    try {
      const Fit trained = fit(model, internal::without(data, folds[f]), backend, options);
      const std::vector<double> l = log_density(trained, internal::values_of(data, rows));
      for (std::size_t i = 0; i < rows.size(); ++i) weighted.emplace_back(folds[f][rows[i]], l[i]);
    } catch (const std::invalid_argument& error) {
      CrossValidation out;
      out.refusal = "without fold " + std::to_string(f + 1) + ": " + error.what();
      return out;
    }
  }
  if (weighted.empty()) internal::refuse("no row is in a fold; accepted: deal_folds()");
  return internal::summed_up(weighted);
}

}  // namespace varimix
