#include "report/compare_exact.hpp"

#include <fmt/format.h>

#include <cmath>

#include "backend/rule.hpp"
#include "data/rows.hpp"
#include "report/table.hpp"
#include "varimix/evidence.hpp"

namespace varimix::internal {
namespace {

bool is_open(const Data& data, std::size_t n) {
  return data.label(n) == kLatent && takes_part(data, n);
}

/// Refuses what could not be enumerated before any work is done for it.
void check_open_rows(const Data& data, std::size_t components) {
  double open = 0;
  for (std::size_t n = 0; n < data.rows(); ++n) {
    if (!is_open(data, n)) continue;
    const double weight = data.weight(n);
    if (weight != std::floor(weight)) {
      throw std::invalid_argument(
          fmt::format("row {}: its weight is {}; accepted with exact enumeration: whole numbers, "
                      "so many times the row counts",
                      n + 1, weight));
    }
    open += weight;
  }
  const double k = static_cast<double>(components);
  if (open * std::log2(k) > std::log2(static_cast<double>(kMostAssignments)) + 1e-9) {
    throw std::invalid_argument(fmt::format(
        "the exact evidence sums over all {}^{:.0f} assignments of rows to components; accepted: "
        "at most {}, such as 21 rows without a label at 2 components, 13 at 3",
        components, open, kMostAssignments));
  }
}

Decomposition decomposition(const Fit& fit, const Data& data, double log_evidence) {
  Decomposition out;
  out.method = method_name(fit.backend);
  out.objective = fit.objective;
  out.is_point = std::holds_alternative<Point>(fit.belief);
  if (out.is_point) {
    const Bounds bounds = fit.model.family().bounds(summarize(data));
    out.log_likelihood = exact_log_likelihood(fit.model, data, fit.summary);
    // 0 - and no -0 - where the prior is flat.
    out.log_prior = 0 - make_rule(fit.backend, fit.model, bounds)->penalty(fit.belief);
  }
  out.log_probability = out.is_point ? out.log_likelihood + out.log_prior : log_evidence;
  out.divergence = out.log_probability - out.objective;
  return out;
}

}  // namespace

Data enumerable(const Data& data, std::size_t components) {
  if (components == 1) return data;
  check_open_rows(data, components);
  std::vector<std::size_t> rows;
  std::vector<double> weights;
  std::vector<std::int32_t> labels;
  for (std::size_t n = 0; n < data.rows(); ++n) {
    if (data.weight(n) == 0) continue;
    const bool open = is_open(data, n);
    const std::size_t times = open ? static_cast<std::size_t>(data.weight(n)) : 1;
    rows.insert(rows.end(), times, n);
    weights.insert(weights.end(), times, open ? 1.0 : data.weight(n));
    labels.insert(labels.end(), times, data.label(n));
  }
  std::vector<double> values;
  values.reserve(rows.size() * data.columns());
  for (std::size_t d = 0; d < data.columns(); ++d)
    for (const std::size_t n : rows) values.push_back(data.value(n, d));
  return Data::own(std::move(values), rows.size(), data.columns())
      .with_names(data.names())
      .with_weights(std::move(weights))
      .with_labels(std::move(labels));
}

Exact exact_comparison(const Model& model, const Data& data, const std::vector<Fit>& fits,
                       std::size_t threads) {
  Exact out;
  out.log_evidence = exact_log_evidence(model, data, threads);
  for (const Fit& fit : fits) out.methods.push_back(decomposition(fit, data, out.log_evidence));
  return out;
}

std::string exact_text(const Exact& exact) {
  TextTable table;
  table.words("method");
  table.words("what is bounded");
  table.decimals("its value", 6);
  table.decimals("objective F", 6);
  table.decimals("KL = value - F", 6);
  table.words("KL of parameters");
  bool has_posterior = false;
  for (const Decomposition& d : exact.methods) {
    const std::string what = !d.is_point        ? "log p(x)"
                             : d.log_prior == 0 ? "log p(x | t)"
                                                : "log p(x | t) + log p(t)";
    table.row({d.method, what, d.log_probability, d.objective, d.divergence,
               std::string(d.is_point ? "infinite" : "in KL")});
    has_posterior = has_posterior || !d.is_point;
  }
  std::string out = fmt::format(
      "\nExact, by enumeration of every assignment z: log p(x) = {:.6f} nats under the prior.\n\n",
      exact.log_evidence);
  out += table.text(1);
  out +=
      "\nA point t: KL(q(z) || p(z | x, t)), 0 where z is inferred exactly. The divergence of a "
      "point\nmass from the posterior of the parameters is infinite.\n";
  if (has_posterior)
    out += "vb: KL(q(z) q(parameters) || p(z, parameters | x)), what the ELBO lacks.\n";
  return out;
}

}  // namespace varimix::internal
