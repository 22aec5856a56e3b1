#include "report/compare_page.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "model/json_writer.hpp"
#include "report/comparison.hpp"
#include "report/fit_json.hpp"
#include "report/parameters.hpp"
#include "report/table.hpp"

namespace varimix::internal {
namespace {

constexpr char kLegend[] =
    "\nvalue     of the objective that the method raises, in nats (natural-log units). elbo: a "
    "lower bound\n"
    "          of log p(data). Values of objectives with different names are not comparable.\n"
    "log-lik.  log-likelihood in nats at the point shown (vb: its posterior mean)\n";

std::string heading(const Comparison& comparison) {
  const Fit& fit = comparison.fits.front();
  const std::string covariance = fit.model.family().covariance();
  const bool shaped = !covariance.empty() && fit.model.family().columns() > 1;
  std::vector<std::string> names;
  for (const Fit& each : comparison.fits) names.push_back(method_name(each.backend));
  return wrapped(fmt::format("{}: {} rows{}, column{} {}", comparison.source, fit.rows,
                             comparison.held_out
                                 ? fmt::format(", {} of them held out", comparison.held_out->rows)
                                 : "",
                             fit.model.columns().size() == 1 ? "" : "s",
                             fmt::join(fit.model.columns(), ", ")),
                 0) +
         "\n" +
         fmt::format("One model: {} {} component{}{}. One start. Methods: {}\n\n", fit.components(),
                     fit.model.family().name(), fit.components() == 1 ? "" : "s",
                     shaped ? ", " + covariance + " covariance" : "", fmt::join(names, ", "));
}

std::string posterior(const Fit& fit) {
  const auto* known = std::get_if<Posterior>(&fit.belief);
  if (!known) return {};
  const std::string type =
      fit.model.family().conjugate_rules()->describe(fit.components(), known->hyperparameters).type;
  return fmt::format("\nThe posterior of {}, {}, and credible intervals of 95 % probability:\n\n",
                     method_name(fit.backend), type) +
         posterior_table(fit, sorted_components(fit));
}

std::string held_out_text(const std::vector<Fit>& fits, const HeldOut& held_out) {
  const double best =
      *std::max_element(held_out.mean_log_density.begin(), held_out.mean_log_density.end());
  TextTable table;
  table.words("method");
  table.decimals("nats per row", 6);
  table.decimals("behind the best", 6);
  for (std::size_t i = 0; i < fits.size(); ++i) {
    const double density = held_out.mean_log_density[i];
    table.row({method_name(fits[i].backend), density, best - density});
  }
  return fmt::format(
             "\nMean log predictive density of the {} rows held out, larger is better. This is "
             "the number to\ncompare methods by: objectives of different methods are not "
             "comparable.\n\n",
             held_out.rows) +
         table.text(1);
}

void write_held_out(JsonWriter& json, const std::vector<Fit>& fits, const HeldOut& held_out) {
  json.key("held_out").begin_object();
  json.key("rows").count(held_out.rows);
  json.key("total_weight").number(held_out.total_weight);
  json.key("mean_log_density").begin_object();
  for (std::size_t i = 0; i < fits.size(); ++i)
    json.key(method_name(fits[i].backend)).number(held_out.mean_log_density[i]);
  json.end();
  json.end();
}

void write_exact(JsonWriter& json, const Exact& exact) {
  json.key("exact").begin_object();
  json.key("log_evidence").number(exact.log_evidence);
  json.key("methods").begin_object(JsonWriter::Layout::kLines);
  for (const Decomposition& d : exact.methods) {
    json.key(d.method).begin_object();
    if (d.is_point) {
      json.key("log_likelihood").number(d.log_likelihood);
      json.key("log_prior").number(d.log_prior);
    }
    json.key("log_probability").number(d.log_probability);
    json.key("objective").number(d.objective);
    json.key("divergence").number(d.divergence);
    json.end();
  }
  json.end();
  json.end();
}

}  // namespace

std::string compare_page(const Comparison& comparison) {
  std::string out = heading(comparison) + comparison_table(comparison.fits) + kLegend;
  for (const Fit& fit : comparison.fits) out += posterior(fit);
  out += "\n" + differences_in_words(comparison.fits);
  if (comparison.held_out) out += held_out_text(comparison.fits, *comparison.held_out);
  if (comparison.exact) out += exact_text(*comparison.exact);
  return out;
}

std::string compare_json(const Comparison& comparison) {
  JsonWriter json;
  json.begin_object(JsonWriter::Layout::kLines);
  json.key("format").text("varimix-compare/1");
  json.key("fits").begin_list(JsonWriter::Layout::kLines);
  for (const Fit& fit : comparison.fits) write_fit(json, fit);
  json.end();
  if (comparison.held_out) write_held_out(json, comparison.fits, *comparison.held_out);
  if (comparison.exact) write_exact(json, *comparison.exact);
  json.end();
  return json.str() + "\n";
}

}  // namespace varimix::internal
