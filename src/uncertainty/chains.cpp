// From draws to what is said of them.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "uncertainty/chains_diagnosis.hpp"
#include "uncertainty/chains_entries.hpp"
#include "varimix/gibbs.hpp"

namespace varimix {
namespace internal {
namespace {

/// Below these the numbers of a Gibbs sample are no reference [VehtariEtAl2021].
constexpr double kEnoughDraws = 400, kMixed = 1.01;

/// Draw t with its components renamed.
Point draw(const Chains& chains, std::size_t t) {
  const std::size_t components = chains.components();
  const std::size_t size = components * chains.model.family().sizes().point;
  const auto weights = std::span(chains.weights).subspan(t * components, components);
  const auto parameters = std::span(chains.parameters).subspan(t * size, size);
  const Point raw{{weights.begin(), weights.end()}, {parameters.begin(), parameters.end()}};
  return reordered(raw, std::span(chains.order).subspan(t * components, components));
}

Values values_of(const Chains& chains) {
  Values out;
  for (std::size_t t = 0; t < chains.chains * chains.draws; ++t)
    out.add(entry_values(chains.model.family(), draw(chains, t)));
  return out;
}

/// The mean of what describe() tells, read back: a mean of covariances is a covariance.
Point mean_point(const Chains& chains) {
  const Family& family = chains.model.family();
  const std::size_t components = chains.components(), count = chains.chains * chains.draws;
  Point out;
  out.weights.assign(components, 0.0);
  std::vector<Fields> means(components);
  for (std::size_t t = 0; t < count; ++t) {
    const Point at = draw(chains, t);
    for (std::size_t k = 0; k < components; ++k) {
      out.weights[k] += at.weights[k] / static_cast<double>(count);
      Fields fields = family.describe(at.parameters, k);
      std::erase_if(fields, [](const Field& field) { return field.name == "factor"; });
      if (t == 0) means[k] = fields;
      // From the mean so far, which loses no digits far from the origin.
      for (std::size_t f = 0; t > 0 && f < fields.size(); ++f)
        for (std::size_t i = 0; i < fields[f].values.size(); ++i) {
          double& mean = means[k][f].values[i];
          mean += (fields[f].values[i] - mean) / static_cast<double>(t + 1);
        }
    }
  }
  for (const Fields& fields : means) {
    const std::vector<double> parameters = family.read(fields);
    out.parameters.insert(out.parameters.end(), parameters.begin(), parameters.end());
  }
  return out;
}

std::string name_of(const Estimate& estimate, const std::vector<std::string>& columns) {
  const bool several = columns.size() > 1 && estimate.parameter != "weight";
  return fmt::format("{}{} of component {}", estimate.parameter,
                     several ? " " + columns[estimate.column] : "", estimate.component + 1);
}

void warn_of_chains(const Chains& chains, Uncertainty& out) {
  const std::vector<Diagnostics> each = diagnose(chains);
  const std::vector<std::string>& columns = chains.model.columns();
  std::size_t worst = 0, fewest = 0;
  for (std::size_t p = 0; p < each.size(); ++p) {
    if (each[p].rhat > each[worst].rhat) worst = p;
    if (each[p].ess < each[fewest].ess) fewest = p;
  }
  if (each[worst].rhat > kMixed)
    out.warnings.push_back(
        fmt::format("R-hat is {:.3f} for the {}, above {}: the chains do not agree yet; give them "
                    "more warm-up and draws",
                    each[worst].rhat, name_of(out.estimates[worst], columns), kMixed));
  if (each[fewest].ess < kEnoughDraws)
    out.warnings.push_back(
        fmt::format("the effective sample size is {:.0f} for the {}, below {}: too few for a "
                    "reference; take more draws",
                    each[fewest].ess, name_of(out.estimates[fewest], columns), kEnoughDraws));
}

}  // namespace
}  // namespace internal

Uncertainty uncertainty(const Chains& chains, double level) {
  using namespace internal;
  check_level(level);
  Uncertainty out;
  out.method = "gibbs";
  out.level = level;
  out.estimates = point_entries(chains.model.family(), mean_point(chains));
  out.warnings = chains.warnings;
  spread_of(values_of(chains), out);
  warn_of_chains(chains, out);
  return out;
}

std::vector<Diagnostics> diagnose(const Chains& chains) {
  const internal::Values values = internal::values_of(chains);
  std::vector<Diagnostics> out;
  for (std::size_t p = 0; p < values.size; ++p)
    out.push_back(internal::diagnose_draws(values.column(p), chains.chains));
  return out;
}

Fit posterior_mean(const Chains& chains) {
  Fit out(chains.model, ExpectationMaximization{});
  out.summary = internal::mean_point(chains);
  out.belief = out.summary;
  out.derived = kGibbsMeans;
  out.rows = chains.rows;
  out.total_weight = chains.total_weight;
  out.objective = out.log_likelihood = std::numeric_limits<double>::quiet_NaN();
  out.warnings = chains.warnings;
  out.seconds.iterate = chains.seconds;
  return out;
}

bool is_gibbs(const Fit& fit) { return fit.derived.ends_with(kGibbsMeans); }

}  // namespace varimix
