#include "varimix/select.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "backend/rule.hpp"
#include "fit/refuse.hpp"
#include "math/special.hpp"

namespace varimix {
namespace internal {
namespace {

/// Index of the highest score.
std::optional<std::size_t> highest(
    const std::vector<Candidate>& candidates,
    const std::function<std::optional<double>(const Candidate&)>& score) {
  std::optional<std::size_t> best;
  double most = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const std::optional<double> value = score(candidates[i]);
    if (!value || std::isnan(*value) || (best && !(*value > most))) continue;
    best = i;
    most = *value;
  }
  return best;
}

std::optional<std::size_t> smallest(const std::vector<Candidate>& candidates,
                                    std::optional<double> Criteria::*criterion) {
  return highest(candidates, [criterion](const Candidate& c) -> std::optional<double> {
    if (!c.point || c.point->spurious) return std::nullopt;
    const std::optional<double>& value = c.point->criteria.*criterion;
    return value ? std::optional(-*value) : std::nullopt;
  });
}

/// The labels that stand in the data: each holds its component to one place.
std::size_t named_components(const Data& data) {
  std::set<std::int32_t> named;
  for (std::size_t n = 0; n < data.labels().size(); ++n)
    if (data.label(n) != kLatent && data.weight(n) > 0) named.insert(data.label(n));
  return named.size();
}

bool exchangeable(const WeightsPrior& prior) {
  const std::vector<double>& c = prior.concentration;
  return prior.kind == WeightsPrior::Kind::dirichlet &&
         std::all_of(c.begin(), c.end(), [&](double a) { return a == c[0]; });
}

/// Fits every candidate by one method: the fit, or none and the reason. A method that all of them
/// refuse was asked for in vain.
void attempt(std::vector<Candidate>& candidates, const Data& data, const Backend& backend,
             const FitOptions& options, std::optional<Fit> Candidate::*fitted,
             std::string Candidate::*refusal) {
  bool any = false;
  for (Candidate& c : candidates) {
    try {
      c.*fitted = fit(model_of_method(c.model, backend), data, backend, options);
      any = true;
    } catch (const std::invalid_argument& error) {
      c.*refusal = error.what();
    }
  }
  if (!any) refuse(candidates[0].*refusal);
}

void attempt_all(std::vector<Candidate>& candidates, const Data& data,
                 const SelectOptions& options) {
  const auto point = [&] {
    attempt(candidates, data, options.point, options.fit, &Candidate::point,
            &Candidate::point_refusal);
  };
  // A prior that cannot be used is refused before anything is fitted: by the point, where that has
  // the narrower door (map), else by vb.
  if (uses_prior(options.point)) point();
  if (options.elbo)
    attempt(candidates, data, MeanField{}, options.fit, &Candidate::variational,
            &Candidate::variational_refusal);
  if (!uses_prior(options.point)) point();
}

/// What the other candidates have no part in: labelings, and rows held out.
void judge(Candidate& c, const Data& data, const SelectOptions& options, const Folds& folds) {
  if (c.variational && exchangeable(c.model.weights_prior())) {
    const std::size_t free = c.components() - named_components(data);
    c.elbo_plus_log_factorial = c.variational->objective + log_factorial(static_cast<double>(free));
  }
  if (folds.empty()) return;
  if (c.point)
    c.point_validation = cross_validate(model_of_method(c.model, options.point), data,
                                        options.point, folds, options.fit);
  if (c.variational)
    c.variational_validation = cross_validate(c.model, data, MeanField{}, folds, options.fit);
}

}  // namespace
}  // namespace internal

std::optional<double> Candidate::elbo() const {
  return variational ? std::optional(variational->objective) : std::nullopt;
}

std::optional<std::size_t> Candidate::components_in_use() const {
  return variational && variational->model.weights_prior().sparse()
             ? variational->components_in_use()
             : std::nullopt;
}

Winners ModelSelection::winners() const {
  using internal::highest, internal::smallest;
  return {
      smallest(candidates, &Criteria::bic),
      smallest(candidates, &Criteria::aic),
      smallest(candidates, &Criteria::icl),
      highest(candidates, [](const Candidate& c) { return c.elbo(); }),
      highest(candidates, [](const Candidate& c) { return c.elbo_plus_log_factorial; }),
      highest(candidates, [](const Candidate& c) { return c.point_validation.log_density; }),
      highest(candidates, [](const Candidate& c) { return c.variational_validation.log_density; })};
}

ModelSelection select_models(const std::vector<Model>& candidates, const Data& data,
                             const SelectOptions& options) {
  if (candidates.empty()) internal::refuse("there is no model to select; accepted: one or more");
  const auto* vb = std::get_if<MeanField>(&options.point);
  if (vb != nullptr && vb->factor == MeanField::Factor::conjugate)
    internal::refuse(
        "the criteria are those of a point, which vb does not give; accepted: another "
        "method, em for example");
  Folds folds;
  if (options.folds > 0) folds = deal_folds(data, options.folds, options.fit.seed);
  ModelSelection out;
  for (const Model& model : candidates) out.candidates.emplace_back(model);
  internal::attempt_all(out.candidates, data, options);
  for (Candidate& c : out.candidates) internal::judge(c, data, options, folds);
  return out;
}

}  // namespace varimix
