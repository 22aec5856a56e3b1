#include <fmt/format.h>

#include <numeric>

#include "report/comparison.hpp"
#include "report/parameters.hpp"
#include "report/table.hpp"
#include "varimix/gibbs.hpp"
#include "varimix/report.hpp"

namespace varimix {
namespace {

using internal::NamedNumber;
using internal::short_number;

std::string joined(std::span<const std::string> words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

std::string entry(const std::string& name, const std::string& text) {
  return internal::wrapped(fmt::format("{:<16}{}", name, text), 16) + "\n";
}

/// "1 row", "272 rows".
std::string counted(std::size_t count, const std::string& word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

std::string data_text(const Fit& fit) {
  const std::vector<std::string>& columns = fit.model.columns();
  std::string out = counted(fit.rows, "row");
  if (fit.total_weight != static_cast<double>(fit.rows)) {
    out += fmt::format(" of total weight {}", short_number(fit.total_weight));
  }
  return out + (columns.size() == 1 ? ", column " : ", columns ") + joined(columns);
}

std::string model_text(const Fit& fit) {
  const std::string covariance = fit.model.family().covariance();
  return counted(fit.components(), fit.model.family().name() + " component") +
         (covariance.empty() || fit.model.family().columns() == 1
              ? ""
              : ", " + covariance + " covariance");
}

std::string components_prior_text(const Model& model) {
  if (model.hyperparameters().empty()) return "components flat";
  const ConjugateDescription prior =
      model.family().conjugate_rules()->describe_prior(model.hyperparameters());
  std::vector<std::string> entries;
  std::vector<NamedNumber> numbers = internal::flattened(prior.shared, model.columns());
  for (const Fields& fields : prior.components) {
    for (const NamedNumber& number : internal::flattened(fields, model.columns()))
      numbers.push_back(number);
  }
  entries.reserve(numbers.size());
  for (const NamedNumber& number : numbers) {
    entries.push_back(fmt::format("{} {}", number.name, short_number(number.value)));
  }
  return fmt::format("components {} ({})", prior.type, joined(entries));
}

std::string weights_prior_text(const WeightsPrior& prior) {
  if (prior.flat()) return "weights flat";
  std::vector<std::string> numbers;
  for (const double value : prior.concentration) numbers.push_back(short_number(value));
  return fmt::format("weights {} ({})",
                     prior.kind == WeightsPrior::Kind::dirichlet ? "Dirichlet" : "stick-breaking",
                     joined(numbers));
}

std::string method_text(const Fit& fit) {
  if (is_gibbs(fit)) return "gibbs: draws from the posterior, of which these are the means";
  const std::string name = method_name(fit.backend);
  if (name == "ml") return "ml: direct maximum likelihood, a point";
  if (name == "vb") return "vb: mean-field variational Bayes, a posterior distribution";
  if (name == "vb-point") return "vb-point: variational Bayes with a point mass, a point";
  const bool hard = fit.objective_name().starts_with("classification");
  return name +
         (name == "em" ? ": expectation maximisation"
                       : ": EM for the mode of the posterior density") +
         (hard ? ", hard assignment" : "") + ", a point";
}

std::string objective_text(const Fit& fit) {
  std::string out = fmt::format("{} = {:.6f} nats", fit.objective_name(), fit.objective);
  if (fit.objective_name() == "elbo") out += " (a lower bound of log p(data))";
  return out;
}

std::string stopped_text(const Fit& fit) {
  const std::string after = "after " + counted(fit.iterations, "iteration");
  switch (fit.termination) {
    case Termination::tolerance:
      return after + ": what was still to be gained fell below the tolerance";
    case Termination::closed_form:
      return after + ": the solution has a closed form";
    case Termination::iteration_limit:
      return after + ": the iteration limit was reached first, not converged";
    case Termination::stopped_by_user:
      return after + ": stopped by the user, not converged";
    case Termination::no_progress:
      return after + ": no step raised the objective any more";
    case Termination::not_run:
      break;
  }
  return "before it began";
}

std::string criteria_text(const Criteria& criteria) {
  std::vector<std::string> out;
  if (criteria.bic) out.push_back(fmt::format("BIC {:.3f}", *criteria.bic));
  if (criteria.aic) out.push_back(fmt::format("AIC {:.3f}", *criteria.aic));
  if (criteria.icl) out.push_back(fmt::format("ICL {:.3f}", *criteria.icl));
  std::string note = "smaller is better";
  if (criteria.free_parameters) note += ", " + counted(*criteria.free_parameters, "free parameter");
  return out.empty() ? "" : entry("Criteria", fmt::format("{} ({})", joined(out), note));
}

/// Of a mixture that was derived from a fit: nothing ran, nothing was maximised.
std::string derived_heading(const Fit& fit) {
  return entry("Columns", joined(fit.model.columns())) + entry("Model", model_text(fit)) +
         entry("Derived", fit.derived) +
         entry("Method", method_text(fit) + "; fitted to " + counted(fit.rows, "row"));
}

std::string heading(const Fit& fit) {
  if (!fit.derived.empty()) return derived_heading(fit);
  const Seconds& s = fit.seconds;
  return entry("Data", data_text(fit)) + entry("Model", model_text(fit)) +
         entry("Prior", components_prior_text(fit.model) + "; " +
                            weights_prior_text(fit.model.weights_prior())) +
         entry("Method", method_text(fit)) + entry("Objective", objective_text(fit)) +
         entry("Log-likelihood",
               fmt::format("{:.6f} nats at the point below", fit.log_likelihood)) +
         criteria_text(fit.criteria) + entry("Stopped", stopped_text(fit)) +
         entry("Seconds", fmt::format("{:.4f} reading, {:.4f} initialising, {:.4f} iterating",
                                      s.read, s.initialise, s.iterate));
}

std::string component_table(const Fit& fit) {
  internal::TextTable table;
  table.numbers("component", 1);
  table.decimals("weight", 5);
  for (const NamedNumber& parameter : internal::shown_parameters(fit, 0))
    table.numbers(parameter.name, 6);
  for (std::size_t k = 0; k < fit.components(); ++k) {
    std::vector<internal::TextTable::Cell> row = {static_cast<double>(k + 1),
                                                  fit.summary.weights[k]};
    for (const NamedNumber& parameter : internal::shown_parameters(fit, k))
      row.emplace_back(parameter.value);
    table.row(std::move(row));
  }
  return table.text(1);
}

std::string weights_posterior_text(const WeightsPosterior& weights) {
  std::vector<std::string> numbers;
  const bool sticks = weights.kind == WeightsPrior::Kind::stick_breaking;
  for (std::size_t k = 0; k < weights.alpha.size(); ++k) {
    numbers.push_back(short_number(weights.alpha[k]));
    if (sticks)
      numbers.back() = fmt::format("Beta({}, {})", numbers[k], short_number(weights.beta[k]));
  }
  const std::string list = joined(numbers);
  const std::string text =
      sticks ? "Weights by breaking sticks: " + list : "Weights: Dirichlet(" + list + ")";
  return internal::wrapped(text, 2) + "\n";
}

std::string posterior_text(const Fit& fit) {
  const auto* posterior = std::get_if<Posterior>(&fit.belief);
  if (!posterior) return {};
  std::vector<std::size_t> order(fit.components());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const std::string used =
      fit.model.weights_prior().sparse()
          ? fmt::format("\n{} of {} in use: with the weight of at least one row\n",
                        *fit.components_in_use(), counted(fit.components(), "component"))
          : "";
  const std::string type = fit.model.family()
                               .conjugate_rules()
                               ->describe(fit.components(), posterior->hyperparameters)
                               .type;
  return fmt::format("\nPosterior of each component, {}, and 95 % credible intervals\n{}", type,
                     internal::posterior_table(fit, order)) +
         "\n" + weights_posterior_text(posterior->weights) + used;
}

}  // namespace

std::string summary_text(const Fit& fit) {
  std::string out = heading(fit);
  out += std::holds_alternative<Posterior>(fit.belief) ? "\nPosterior means\n" : "\nEstimate\n";
  out += component_table(fit) + posterior_text(fit);
  for (std::size_t i = 0; i < fit.warnings.size(); ++i) {
    out += (i == 0 ? "\nWarnings\n" : "") + internal::wrapped("- " + fit.warnings[i], 2) + "\n";
  }
  return out;
}

}  // namespace varimix
