#include <fmt/format.h>

#include "report/comparison.hpp"
#include "report/parameters.hpp"
#include "report/table.hpp"

namespace varimix::internal {
namespace {

double seconds(const Fit& fit) { return fit.seconds.initialise + fit.seconds.iterate; }

}  // namespace

std::string comparison_table(std::span<const Fit> fits) {
  TextTable table;
  if (fits.empty()) return {};
  table.words("method");
  table.numbers("component", 1);
  table.words("objective");
  table.decimals("value", 3);
  table.decimals("log-lik.", 3);
  table.decimals("iter.", 0);
  table.decimals("seconds", 4);
  table.decimals("weight", 4);
  for (const NamedNumber& parameter : shown_parameters(fits[0], 0)) {
    table.numbers(parameter.name == "standard deviation" ? "sd" : parameter.name, 6);
  }
  for (const Fit& fit : fits) {
    const std::vector<std::size_t> order = sorted_components(fit);
    for (std::size_t i = 0; i < order.size(); ++i) {
      std::vector<TextTable::Cell> row(7);
      if (i == 0) {
        row = {method_name(fit.backend),
               {},
               fit.objective_name(),
               fit.objective,
               fit.log_likelihood,
               static_cast<double>(fit.iterations),
               seconds(fit)};
      }
      row[1] = static_cast<double>(i + 1);
      row.emplace_back(fit.summary.weights[order[i]]);
      for (const NamedNumber& parameter : shown_parameters(fit, order[i]))
        row.emplace_back(parameter.value);
      table.row(std::move(row));
    }
  }
  return table.text(2);
}

std::string posterior_table(const Fit& fit, std::span<const std::size_t> order) {
  const auto* posterior = std::get_if<Posterior>(&fit.belief);
  if (!posterior) return {};
  const ConjugateDescription described =
      fit.model.family().conjugate_rules()->describe(fit.components(), posterior->hyperparameters);
  TextTable table;
  table.numbers("component", 1);
  for (const NamedNumber& entry : flattened(described.components[0], fit.model.columns())) {
    table.numbers(entry.name, 5);
  }
  for (const Marginal& marginal : fit.marginals(0)) {
    const bool named = fit.model.columns().size() > 1 && marginal.name != "weight";
    table.words(marginal.name + (named ? " " + fit.model.columns()[marginal.column] : "") +
                ", 95 %");
  }
  for (std::size_t i = 0; i < order.size(); ++i) {
    std::vector<TextTable::Cell> row = {static_cast<double>(i + 1)};
    for (const NamedNumber& entry :
         flattened(described.components[order[i]], fit.model.columns())) {
      row.emplace_back(entry.value);
    }
    for (const Marginal& marginal : fit.marginals(order[i]))
      row.emplace_back(marginal.interval(0.95));
    table.row(std::move(row));
  }
  return table.text(1);
}

}  // namespace varimix::internal
