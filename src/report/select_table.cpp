#include "report/select_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "math/special.hpp"
#include "model/json_writer.hpp"
#include "report/table.hpp"

namespace varimix::internal {
namespace {

using Score = std::function<std::optional<double>(const Candidate&)>;

/// The candidate of the highest score.
std::optional<std::size_t> highest(const std::vector<Candidate>& candidates, const Score& score) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const std::optional<double> value = score(candidates[i]);
    if (!value || std::isnan(*value)) continue;
    if (!best || *value > *score(candidates[*best])) best = i;
  }
  return best;
}

/// Smaller is better; a spurious maximum cannot win.
Score smallest(std::optional<double> Criteria::*criterion) {
  return [criterion](const Candidate& c) -> std::optional<double> {
    const std::optional<double>& value = c.criteria.*criterion;
    return c.spurious || !value ? std::nullopt : std::optional(-*value);
  };
}

/// A number, starred where it wins; the blank keeps the digits of a column in line.
std::string starred(const std::optional<double>& value, bool wins) {
  return value ? fmt::format("{:.3f}{}", *value, wins ? "*" : " ") : "";
}

std::string name_of(const Candidate& candidate, bool shaped) {
  return fmt::format("{}{}", candidate.components, shaped ? " " + candidate.covariance : "");
}

constexpr char kLegend[] =
    "\n*            the winner: BIC, AIC and ICL smaller is better, ELBO larger is better\n"
    "ELBO         a lower bound of log p(data), of vb; covers one of the K! equal labelings\n"
    "ELBO+log K!  counts them all (Bishop 2006, 10.2.4); labels in the data leave fewer to count\n";

}  // namespace

Candidate candidate(const Fit& point, const Fit& vb, const Data& data) {
  Candidate out;
  out.components = point.components();
  out.covariance = point.model.family().covariance();
  out.criteria = point.criteria;
  out.log_likelihood = point.log_likelihood;
  out.elbo = vb.objective;
  out.converged = point.converged() && vb.converged();
  out.spurious = point.spurious;
  if (vb.model.weights_prior().kind == WeightsPrior::Kind::dirichlet) {
    std::set<std::int32_t> named;
    for (std::size_t n = 0; n < data.rows(); ++n)
      if (data.label(n) != kLatent && data.weight(n) > 0) named.insert(data.label(n));
    out.elbo_plus_log_factorial =
        out.elbo + log_factorial(static_cast<double>(out.components - named.size()));
  }
  return out;
}

Winners winners(const std::vector<Candidate>& candidates) {
  return {highest(candidates, smallest(&Criteria::bic)),
          highest(candidates, smallest(&Criteria::aic)),
          highest(candidates, smallest(&Criteria::icl)),
          highest(candidates, [](const Candidate& c) { return std::optional(c.elbo); }),
          highest(candidates, [](const Candidate& c) { return c.elbo_plus_log_factorial; })};
}

std::string select_page(const std::string& source, const std::string& method, std::size_t restarts,
                        const std::vector<Candidate>& candidates) {
  const Winners best = winners(candidates);
  const bool shaped = std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& c) {
    return c.covariance != candidates[0].covariance;
  });
  TextTable table;
  table.numbers("K", 1);
  if (shaped) table.words("covariance");
  table.decimals("log-lik.", 3);
  table.decimals("parameters", 0);
  for (const char* name : {"BIC ", "AIC ", "ICL ", "ELBO ", "ELBO+log K! "})
    table.decimals(name, 3);
  std::string notes;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const Candidate& c = candidates[i];
    std::vector<TextTable::Cell> row = {static_cast<double>(c.components)};
    if (shaped) row.emplace_back(c.covariance);
    row.emplace_back(c.log_likelihood);
    row.emplace_back(static_cast<double>(c.criteria.free_parameters.value_or(0)));
    row.emplace_back(starred(c.criteria.bic, best.bic == i));
    row.emplace_back(starred(c.criteria.aic, best.aic == i));
    row.emplace_back(starred(c.criteria.icl, best.icl == i));
    row.emplace_back(starred(c.elbo, best.elbo == i));
    row.emplace_back(starred(c.elbo_plus_log_factorial, best.elbo_plus_log_factorial == i));
    table.row(std::move(row));
    if (c.spurious)
      notes += fmt::format("K = {}: {} found only a spurious maximum; its criteria cannot win.\n",
                           name_of(c, shaped), method);
  }
  return fmt::format("{}: criteria of {}, ELBO of vb; the best of {} run{} each, nats\n\n", source,
                     method, restarts, restarts == 1 ? "" : "s") +
         table.text(shaped ? 2 : 1) + kLegend + (notes.empty() ? "" : "\n" + notes);
}

std::string select_json(const std::string& method, const std::vector<Candidate>& candidates) {
  JsonWriter json;
  json.begin_object(JsonWriter::Layout::kLines);
  json.key("format").text("varimix-select/1");
  json.key("method").text(method);
  json.key("rows").begin_list(JsonWriter::Layout::kLines);
  for (const Candidate& c : candidates) {
    json.begin_object();
    json.key("components").count(c.components);
    json.key("covariance");
    c.covariance.empty() ? json.null() : json.text(c.covariance);
    json.key("log_likelihood").number(c.log_likelihood);
    json.key("bic").number(c.criteria.bic);
    json.key("aic").number(c.criteria.aic);
    json.key("icl").number(c.criteria.icl);
    json.key("elbo").number(c.elbo);
    json.key("free_parameters");
    c.criteria.free_parameters ? json.count(*c.criteria.free_parameters) : json.null();
    json.key("elbo_plus_log_factorial").number(c.elbo_plus_log_factorial);
    json.key("converged").flag(c.converged);
    json.key("spurious").flag(c.spurious);
    json.end();
  }
  json.end();
  json.end();
  return json.str() + "\n";
}

}  // namespace varimix::internal
