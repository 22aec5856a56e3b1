#include "page/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/parameters.hpp"
#include "report/table.hpp"

namespace varimix::internal {
namespace {

constexpr char kNone[] = "–";

std::string count_of(std::size_t count, const std::string& word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

std::string number_or_dash(const std::optional<double>& value) {
  return value && std::isfinite(*value) ? fmt::format("{:.3f}", *value) : kNone;
}

std::string nats(double value) {
  return std::isfinite(value) ? fmt::format("{:.3f} nats", value) : kNone;
}

std::string text(double value) { return std::isfinite(value) ? short_number(value) : kNone; }

std::string interval_text(const Interval& interval) {
  return text(interval.lower) + " to " + text(interval.upper);
}

std::string missing_text(const Data& data) {
  std::size_t missing = 0, labels = 0;
  for (std::size_t n = 0; n < data.rows(); ++n) {
    for (std::size_t d = 0; d < data.columns(); ++d) missing += std::isnan(data.value(n, d));
    labels += data.label(n) != kLatent;
  }
  std::string out;
  if (missing > 0) out += ", " + count_of(missing, "missing cell");
  if (labels > 0) out += ", " + count_of(labels, "known label");
  return out;
}

std::string data_text(const Fit& fit, const Data& data) {
  std::string out = count_of(fit.rows, "row");
  if (fit.total_weight != static_cast<double>(fit.rows))
    out += " of total weight " + short_number(fit.total_weight);
  std::string columns;
  for (const std::string& name : fit.model.columns())
    columns += (columns.empty() ? "" : ", ") + name;
  return out + missing_text(data) + "; " +
         (fit.model.columns().size() == 1 ? "column " : "columns ") + columns;
}

std::string model_text(const Fit& fit) {
  const Family& family = fit.model.family();
  std::string out = count_of(fit.components(), family.name() + " component");
  if (family.columns() > 1 && !family.covariance().empty())
    out += ", " + family.covariance() + " covariance";
  const bool flat = fit.model.hyperparameters().empty();
  return out + (flat ? ", flat prior" : ", with a prior");
}

std::string milliseconds(double seconds) { return fmt::format("{:.3g}", 1000 * seconds); }

std::string time_text(const Seconds& seconds) {
  return fmt::format("{} reading, {} starting, {} iterating", milliseconds(seconds.read),
                     milliseconds(seconds.initialise), milliseconds(seconds.iterate));
}

std::string words_of(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

std::vector<std::string> component_row(const Fit& fit, std::size_t k, const std::string& name) {
  std::vector<std::string> row = {name, fmt::format("{:.4f}", fit.summary.weights[k])};
  for (const NamedNumber& n : shown_parameters(fit, k)) row.push_back(text(n.value));
  return row;
}

std::vector<std::string> component_headings(const Fit& fit) {
  std::vector<std::string> out = {"weight"};
  for (const NamedNumber& n : shown_parameters(fit, 0)) out.push_back(n.name);
  return out;
}

std::string starred(const std::optional<double>& value, bool best) {
  return number_or_dash(value) + (best ? " ★" : "");
}

}  // namespace

std::vector<std::string> warnings_of(const Fit& fit) {
  std::vector<std::string> out = fit.warnings;
  if (!fit.converged())
    out.push_back(fmt::format("not converged: {} after {}", to_string(fit.termination),
                              count_of(fit.iterations, "iteration")));
  return out;
}

Facts fit_facts(const Fit& fit, const Data& data) {
  Facts out = {{"Data", data_text(fit, data)},
               {"Model", model_text(fit)},
               {"Method", method_name(fit.backend)},
               {"Objective", words_of(fit.objective_name()) + " " + nats(fit.objective)},
               {"Log-likelihood at the point summary", nats(fit.log_likelihood)},
               {"Ended by", fmt::format("{}, after {}", to_string(fit.termination),
                                        count_of(fit.iterations, "iteration"))},
               {"Reads of the whole data", std::to_string(fit.e_passes)},
               {"Milliseconds", time_text(fit.seconds)}};
  const Criteria& criteria = fit.criteria;
  if (criteria.bic)
    out.push_back({"BIC, AIC, ICL (smaller is better)",
                   fmt::format("{}, {}, {}", number_or_dash(criteria.bic),
                               number_or_dash(criteria.aic), number_or_dash(criteria.icl))});
  if (criteria.free_parameters)
    out.push_back({"Free parameters", std::to_string(*criteria.free_parameters)});
  if (const auto in_use = fit.components_in_use())
    out.push_back({"Components in use", fmt::format("{} of {}", *in_use, fit.components())});
  return out;
}

HtmlTable component_table(const Fit& fit) {
  const bool posterior = std::holds_alternative<Posterior>(fit.belief);
  HtmlTable out{posterior ? "Components: posterior means" : "Components", {"component"}, {}};
  for (const std::string& heading : component_headings(fit)) out.headings.push_back(heading);
  for (std::size_t k = 0; k < fit.components(); ++k)
    out.rows.push_back(component_row(fit, k, std::to_string(k + 1)));
  return out;
}

HtmlTable interval_table(const Fit& fit, const Uncertainty* uncertainty) {
  const auto name = [&](const std::string& parameter, std::size_t d) {
    const bool one = fit.model.family().columns() == 1 || parameter == "weight";
    return one ? parameter : parameter + " " + fit.model.columns().at(d);
  };
  HtmlTable out;
  if (uncertainty != nullptr) {
    out.caption = fmt::format("Uncertainty ({}), {:g} % intervals", uncertainty->method,
                              100 * uncertainty->level);
    out.headings = {"parameter", "component", "estimate", "standard error", "interval"};
    for (const Estimate& e : uncertainty->estimates) {
      std::string full = name(e.parameter, e.column);
      if (e.parameter == "covariance" && e.row != e.column)
        full += ", " + fit.model.columns().at(e.row);
      out.rows.push_back({full, std::to_string(e.component + 1), text(e.value),
                          text(e.standard_error), interval_text(e.interval)});
    }
    return out;
  }
  out.caption = "Posterior, with credible intervals that hold 95 % of the probability";
  out.headings = {"parameter", "component", "mean", "standard deviation", "interval"};
  for (std::size_t k = 0; k < fit.components(); ++k)
    for (const Marginal& m : fit.marginals(k))
      out.rows.push_back({name(m.name, m.column), std::to_string(k + 1), text(m.mean()),
                          text(m.standard_deviation()), interval_text(m.interval())});
  return out;
}

HtmlTable method_table(std::span<const Fit> fits) {
  HtmlTable out{"Methods",
                {"method", "objective", "value / nats", "log-likelihood", "BIC", "AIC", "ICL",
                 "iterations", "ended by", "milliseconds"},
                {}};
  for (const Fit& fit : fits)
    out.rows.push_back({method_name(fit.backend), words_of(fit.objective_name()),
                        number_or_dash(fit.objective), number_or_dash(fit.log_likelihood),
                        number_or_dash(fit.criteria.bic), number_or_dash(fit.criteria.aic),
                        number_or_dash(fit.criteria.icl), std::to_string(fit.iterations),
                        to_string(fit.termination), milliseconds(fit.seconds.iterate)});
  return out;
}

HtmlTable method_component_table(std::span<const Fit> fits) {
  HtmlTable out{"Components by each method (vb: posterior means)", {"method", "component"}, {}};
  for (const std::string& heading : component_headings(fits.front()))
    out.headings.push_back(heading);
  for (const Fit& fit : fits) {
    const std::vector<std::size_t> order = sorted_components(fit);
    for (std::size_t k = 0; k < order.size(); ++k) {
      std::vector<std::string> row = component_row(fit, order[k], method_name(fit.backend));
      row.insert(row.begin() + 1, std::to_string(k + 1));
      out.rows.push_back(std::move(row));
    }
  }
  return out;
}

namespace {

/// Columns in which nothing was found are left out.
void drop_empty_columns(HtmlTable& table) {
  for (std::size_t i = table.headings.size(); i-- > 1;) {
    if (std::any_of(table.rows.begin(), table.rows.end(),
                    [&](const std::vector<std::string>& row) { return row[i] != kNone; }))
      continue;
    const auto at = static_cast<std::ptrdiff_t>(i);
    table.headings.erase(table.headings.begin() + at);
    for (std::vector<std::string>& row : table.rows) row.erase(row.begin() + at);
  }
}

}  // namespace

HtmlTable candidate_table(const ModelSelection& selection) {
  HtmlTable out{"Candidates; ★ marks the best by each criterion",
                {"K", "covariance", "log-likelihood", "parameters", "BIC", "AIC", "ICL", "ELBO",
                 "ELBO + log K!", "in use", "held out, point", "held out, vb"},
                {}};
  const Winners best = selection.winners();
  for (std::size_t i = 0; i < selection.candidates.size(); ++i) {
    const Candidate& c = selection.candidates[i];
    const Criteria criteria = c.point ? c.point->criteria : Criteria{};
    const auto in_use = c.components_in_use();
    out.rows.push_back(
        {std::to_string(c.components()), c.covariance().empty() ? kNone : c.covariance(),
         c.point ? fmt::format("{:.3f}", c.point->log_likelihood) : "refused",
         criteria.free_parameters ? std::to_string(*criteria.free_parameters) : kNone,
         starred(criteria.bic, best.bic == i), starred(criteria.aic, best.aic == i),
         starred(criteria.icl, best.icl == i), starred(c.elbo(), best.elbo == i),
         starred(c.elbo_plus_log_factorial, best.elbo_plus_log_factorial == i),
         in_use ? std::to_string(*in_use) : kNone,
         starred(c.point_validation.log_density, best.point_validation == i),
         starred(c.variational_validation.log_density, best.variational_validation == i)});
  }
  drop_empty_columns(out);
  return out;
}

}  // namespace varimix::internal
