#include "varimix/parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "belief/belief.hpp"
#include "fit/known.hpp"
#include "fit/refuse.hpp"
#include "math/words.hpp"
#include "varimix/predict.hpp"

namespace varimix {
namespace internal {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::size_t find_column(const Fit& fit, const std::string& name) {
  const std::vector<std::string>& known = fit.model.columns();
  const auto at = std::find(known.begin(), known.end(), name);
  if (at == known.end()) refuse("column " + unknown_word(name, known));
  return static_cast<std::size_t>(at - known.begin());
}

/// A mixture of these components over these columns, which nothing was fitted to.
Fit derived(const Fit& of, const FamilyPtr& family, const std::vector<std::string>& columns,
            const WeightsPrior& weights_prior, Belief belief, const std::string& what) {
  const std::size_t count = columns.size();
  const Data shape = Data::own(std::vector<double>(count), 1, count).with_names(columns);
  const Model model = Model(of.components(), family).with_weights_prior(weights_prior);
  Fit out(model.resolve(shape, Summary{}), of.backend);
  if (auto* em = std::get_if<ExpectationMaximization>(&out.backend))
    em->assignment = ExpectationMaximization::Assignment::soft;
  out.belief = std::move(belief);
  out.derived = of.derived.empty() ? what : what + ", of the " + of.derived;
  out.rows = of.rows;
  out.total_weight = of.total_weight;
  out.objective = out.log_likelihood = kNone;
  out.spurious = of.spurious;
  out.summary = point_summary(*family, out.belief, out.warnings);
  return out;
}

/// Dirichlet weights of this mean. The total concentration, which says how sure they are, stays as
/// it was; that of sticks is the total of the first.
WeightsPosterior with_mean(const WeightsPosterior& before, std::span<const double> mean) {
  const bool sticks = before.kind == WeightsPrior::Kind::stick_breaking;
  double total = std::accumulate(before.alpha.begin(), before.alpha.end(), 0.0);
  if (sticks) total = before.alpha.empty() ? 1.0 : before.alpha[0] + before.beta[0];
  WeightsPosterior out;
  // A concentration must be > 0, also that of a component that the values rule out.
  for (const double r : mean)
    out.alpha.push_back(std::max(r * total, std::numeric_limits<double>::min()));
  return out;
}

/// The given values in their columns [D], NaN in the others.
std::vector<double> row_of(const Fit& fit, const Given& given) {
  const Family& family = fit.model.family();
  std::vector<double> row(family.columns(), kNone);
  for (const auto& [name, value] : given) {
    const std::size_t d = find_column(fit, name);
    const std::string cell = fmt::format("{} = {}", shown(name), value);
    if (!std::isfinite(value)) refuse(cell + " is given; accepted: a finite number");
    if (!family.supports(value))
      refuse(cell + " is given, no value of family " + family.name() +
             "; accepted: " + family.support());
    if (!std::isnan(row[d])) refuse("column " + shown(name) + " is given twice");
    row[d] = value;
  }
  if (given.empty())
    refuse("no value is given; accepted: one or more, of the columns " +
           listed(fit.model.columns()));
  if (given.size() == row.size())
    refuse("every column is given; accepted: one or more of " + listed(fit.model.columns()) +
           " left open");
  return row;
}

/// r_k of a row with these values.
std::vector<double> weights_given(const Fit& fit, const std::vector<double>& row) {
  Prediction at = predict(fit, Data::own(row, 1, row.size()));
  if (!std::isfinite(at.log_density[0]))
    refuse(
        "the given values have density 0 under every component; accepted: values that the fit "
        "does not rule out");
  return std::move(at.responsibilities);
}

}  // namespace
}  // namespace internal

Fit marginal(const Fit& fit, const std::vector<std::string>& columns) {
  using namespace internal;
  if (columns.empty())
    refuse("no column is named; accepted: one or more of " + listed(fit.model.columns()));
  std::vector<std::size_t> kept;
  std::string what = "marginal of";
  for (const std::string& name : columns) {
    kept.push_back(find_column(fit, name));
    if (std::count(kept.begin(), kept.end(), kept.back()) > 1)
      refuse("column " + shown(name) + " is named twice");
    what += (kept.size() == 1 ? " " : ", ") + name;
  }
  const KnownComponents known(fit);
  PartRules::Part part = known.rules.marginal(known.kind, fit.components(), known.values, kept);
  Belief belief = known.posterior != nullptr
                      ? Belief(Posterior{known.posterior->weights, std::move(part.values)})
                      : Belief(Point{fit.summary.weights, std::move(part.values)});
  return derived(fit, part.family, columns, fit.model.weights_prior(), std::move(belief), what);
}

Fit conditional(const Fit& fit, const Given& given) {
  using namespace internal;
  const KnownComponents known(fit);
  const std::vector<double> row = row_of(fit, given);
  const std::vector<double> weights = weights_given(fit, row);
  PartRules::Part part = known.rules.conditional(known.kind, fit.components(), known.values, row);
  Belief belief =
      known.posterior != nullptr
          ? Belief(Posterior{with_mean(known.posterior->weights, weights), std::move(part.values)})
          : Belief(Point{weights, std::move(part.values)});
  std::string what = "conditional given";
  for (const auto& [name, value] : given)
    what += fmt::format("{}{} = {}", what.ends_with("given") ? " " : ", ", name, value);
  std::vector<std::string> open;
  for (std::size_t d = 0; d < row.size(); ++d)
    if (std::isnan(row[d])) open.push_back(fit.model.columns()[d]);
  return derived(fit, part.family, open, WeightsPrior::dirichlet(1.0), std::move(belief), what);
}

}  // namespace varimix
