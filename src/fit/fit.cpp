#include "varimix/fit.hpp"

#include <chrono>
#include <cmath>
#include <stdexcept>

#include "backend/acceleration.hpp"
#include "belief/belief.hpp"
#include "fit/door.hpp"
#include "fit/precision.hpp"
#include "fit/restart.hpp"
#include "fit/stream.hpp"

namespace varimix {
namespace internal {
namespace {

Criteria criteria(const Model& model, const Backend& backend, double log_likelihood,
                  double classification, double total_weight) {
  const auto* vb = std::get_if<MeanField>(&backend);
  if (vb != nullptr && vb->factor == MeanField::Factor::conjugate) return {};
  Criteria out;
  out.free_parameters = model.components() - 1 + model.family().free_parameters(model.components());
  const auto p = static_cast<double>(*out.free_parameters);
  out.bic = -2 * log_likelihood + p * std::log(total_weight);
  out.aic = -2 * log_likelihood + 2 * p;
  // log max_k r_nk = max_k rho_nk - log sum_k exp(rho_nk)
  out.icl = *out.bic - 2 * (classification - log_likelihood);
  return out;
}

Fit finish(const Loop& loop, Outcome outcome) {
  Run& run = outcome.run;
  measure_exactly(loop, run);
  Fit out(loop.model, loop.backend);
  if (run.saddle)
    out.warnings.push_back("came to rest on a saddle point of the objective (" +
                           std::to_string(*run.saddle) +
                           ") and went on from a small step beside it");
  out.warnings.insert(out.warnings.end(), outcome.diagnosis.warnings.begin(),
                      outcome.diagnosis.warnings.end());
  out.spurious = outcome.diagnosis.spurious;
  out.seconds = outcome.seconds;
  out.summary = point_summary(loop.model.family(), run.belief, out.warnings);
  const bool point = std::holds_alternative<Point>(run.belief);
  const Statistics last =
      point ? run.statistics
            : expectation_pass(loop.context, scorer(loop.model.family(), Belief(out.summary)),
                               Assignment::soft);
  out.log_likelihood = last.evidence;
  out.rows = loop.context.rows.data().rows();
  out.total_weight = last.total_weight;
  out.criteria =
      criteria(loop.model, loop.backend, last.evidence, last.classification, last.total_weight);
  out.belief = std::move(run.belief);
  out.trace = std::move(run.trace);
  out.objective = out.trace.back();
  out.termination = run.termination;
  out.acceleration = resolve_acceleration(loop.options, loop.backend, loop.model.family());
  out.precision =
      resolve_precision(loop.options, loop.backend, loop.model, loop.context.rows.data());
  out.iterations = out.trace.size();
  out.e_passes = run.e_passes;
  return out;
}

}  // namespace
}  // namespace internal

Fit fit(const Model& model, const Data& data, const Backend& backend, const FitOptions& options) {
  using namespace internal;
  using Clock = std::chrono::steady_clock;
  const Clock::time_point begin = Clock::now();
  const FamilyPtr family = model.family().with_columns(data.columns());
  const Summary summary = summarize(data, family->wants_correlation());
  std::vector<std::string> warnings;
  // The data are checked first: a default prior of unusable data would only confuse.
  const bool explicit_prior = model.prior_kind() == Model::Prior::given && uses_prior(backend);
  check_data(*family, model.components(), explicit_prior, data, summary);
  const Model resolved = model_for(backend, model, data, summary, warnings);
  check_options(resolved, data, options);
  const Rows rows(data, summary);
  const Bounds bounds = resolved.family().bounds(summary);
  ThreadTeam team(options.threads);
  const PassContext context{rows, resolved.family(), bounds, team, resolved.hyperparameters()};
  static_cast<void>(make_rule(backend, resolved, bounds));  // refuses what this backend cannot do
  static_cast<void>(resolve_acceleration(options, backend, resolved.family()));
  static_cast<void>(resolve_precision(options, backend, resolved, data));
  const Loop loop{context, resolved, backend, options, 0};
  check_stream(loop);

  std::optional<Search> search;
  if (const auto* start = std::get_if<AutomaticStart>(&options.start);
      start != nullptr && *start == AutomaticStart::kmeans_plus_plus)
    search.emplace(context, resolved, backend, options.seed);
  const double prepared = std::chrono::duration<double>(Clock::now() - begin).count();
  const Search* const sought = search ? &*search : nullptr;
  Fit out = finish(loop, options.stream ? run_stream(loop, sought) : run_restarts(loop, sought));
  out.seconds.initialise += prepared;
  if (model.components() > distinct_rows(data, model.components()))
    warnings.push_back("there are more components than distinct rows");
  out.warnings.insert(out.warnings.begin(), warnings.begin(), warnings.end());
  return out;
}

}  // namespace varimix
