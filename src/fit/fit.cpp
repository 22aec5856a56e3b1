#include "varimix/fit.hpp"

#include <chrono>
#include <cmath>
#include <stdexcept>

#include "belief/belief.hpp"
#include "fit/door.hpp"
#include "fit/engine.hpp"
#include "fit/saddle.hpp"
#include "start/partition.hpp"
#include "start/random.hpp"

namespace varimix {
namespace internal {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

GivenResponsibilities one_hot(const std::vector<std::int32_t>& partition, std::size_t components) {
  return [&partition, components](const Block& block, double* r, std::size_t stride) {
    for (std::size_t k = 0; k < components; ++k)
      for (std::size_t n = 0; n < block.rows; ++n)
        r[k * stride + n] =
            partition[block.first_row + n] == static_cast<std::int32_t>(k) ? 1.0 : 0.0;
  };
}

/// Every row lends a twentieth of itself to all components alike: no component rests on one value
/// alone.
GivenResponsibilities smoothed(const GivenResponsibilities& given, std::size_t components) {
  constexpr double kShare = 0.05;
  return [given, components](const Block& block, double* r, std::size_t stride) {
    given(block, r, stride);
    for (std::size_t k = 0; k < components; ++k)
      for (std::size_t n = 0; n < block.rows; ++n)
        r[k * stride + n] =
            (1 - kShare) * r[k * stride + n] + kShare / static_cast<double>(components);
  };
}

bool collapses_at_once(const PassContext& context, const Statistics& statistics) {
  if (context.family.estimate_rules() == nullptr) return false;
  std::vector<double> point(statistics.components * context.family.sizes().point);
  context.family.estimate_rules()->estimate(statistics, context.bounds, point);
  for (const Collapse& collapse :
       context.family.collapses(statistics.components, point, context.bounds))
    if (collapse.spurious) return true;
  return false;
}

/// Statistics for the first update, when the start is not a belief.
Statistics first_statistics(const Loop& loop) {
  const std::size_t components = loop.model.components();
  if (const auto* partition = std::get_if<Partition>(&loop.options.start))
    return assignment_pass(loop.context, components, one_hot(partition->components, components));
  if (const auto* soft = std::get_if<Responsibilities>(&loop.options.start))
    return assignment_pass(
        loop.context, components, [&](const Block& block, double* r, std::size_t stride) {
          for (std::size_t n = 0; n < block.rows; ++n)
            for (std::size_t k = 0; k < components; ++k)
              r[k * stride + n] = soft->values[(block.first_row + n) * components + k];
        });
  const bool refine =
      std::get<AutomaticStart>(loop.options.start) == AutomaticStart::kmeans_plus_plus;
  const std::uint64_t seed =
      loop.restart == 0 ? loop.options.seed : mix(loop.options.seed ^ mix(loop.restart));
  const std::vector<std::int32_t> partition =
      automatic_partition(loop.context.rows, components, {seed, refine}, loop.context.team);
  Statistics statistics = assignment_pass(loop.context, components, one_hot(partition, components));
  if (!collapses_at_once(loop.context, statistics)) return statistics;
  return assignment_pass(loop.context, components,
                         smoothed(one_hot(partition, components), components));
}

/// What kmeans++ or a collapse did to the components, in words; sets Fit::spurious.
void diagnose(const PassContext& context, const Run& run, Fit& fit) {
  const Point* point = std::get_if<Point>(&run.belief);
  if (point == nullptr) return;
  const bool flat = fit.model.hyperparameters().empty();
  for (const Collapse& collapse :
       context.family.collapses(fit.components(), point->parameters, context.bounds)) {
    if (!flat && collapse.spurious) continue;  // a proper prior bounds the density
    fit.warnings.push_back("component " + std::to_string(collapse.component + 1) + ": " +
                           collapse.message);
    fit.spurious = fit.spurious || collapse.spurious;
  }
  for (std::size_t k = 0; flat && k < fit.components(); ++k) {
    const double rows = run.statistics.effective_rows(k);
    if (run.statistics.counts[k] > 0 && fit.components() > 1 &&
        rows < context.family.rows_needed()) {
      fit.spurious = true;
      fit.warnings.push_back("component " + std::to_string(k + 1) +
                             ": rests on fewer than two rows: a spurious maximum");
    }
    if (!(run.statistics.counts[k] > 0))
      fit.warnings.push_back("component " + std::to_string(k + 1) +
                             ": holds no rows, its parameters mean nothing");
  }
}

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

Fit finish(const Loop& loop, Run run) {
  Fit out(loop.model, loop.backend);
  if (run.saddle)
    out.warnings.push_back("came to rest on a saddle point of the objective (" +
                           std::to_string(*run.saddle) +
                           ") and went on from a small step beside it");
  diagnose(loop.context, run, out);
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
  out.iterations = out.trace.size();
  out.e_passes = run.e_passes;
  return out;
}

bool better(const Fit& a, const Fit& b) {
  if (a.spurious != b.spurious) return !a.spurious;
  return a.objective > b.objective;
}

}  // namespace
}  // namespace internal

Fit fit(const Model& model, const Data& data, const Backend& backend, const FitOptions& options) {
  using namespace internal;
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
  const PassContext context{rows, resolved.family(), bounds, team};
  static_cast<void>(make_rule(backend, resolved, bounds));  // refuses what this backend cannot do

  const Belief* start = std::get_if<Belief>(&options.start);
  std::optional<Fit> best;
  Seconds seconds;
  for (std::size_t r = 0; r < options.restarts; ++r) {
    const Loop loop{context, resolved, backend, options, r};
    const Clock::time_point initialise = Clock::now();
    Statistics first = start != nullptr ? Statistics{} : first_statistics(loop);
    const Clock::time_point iterating = Clock::now();
    seconds.initialise +=
        std::chrono::duration<double>(iterating - (r == 0 ? begin : initialise)).count();
    Run run =
        iterate(loop, start != nullptr ? std::optional(*start) : std::nullopt, std::move(first));
    run = leave_saddle(loop, std::move(run));
    const bool stopped = run.stopped;
    Fit candidate = finish(loop, std::move(run));
    seconds.iterate += seconds_since(iterating);
    if (!best || better(candidate, *best)) best = std::move(candidate);
    if (stopped) break;
  }
  best->seconds = seconds;
  if (model.components() > distinct_rows(data, model.components()))
    warnings.push_back("there are more components than distinct rows");
  best->warnings.insert(best->warnings.begin(), warnings.begin(), warnings.end());
  return std::move(*best);
}

}  // namespace varimix
