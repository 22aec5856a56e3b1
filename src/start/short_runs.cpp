#include "start/short_runs.hpp"

#include <cmath>

#include "backend/diagnosis.hpp"
#include "belief/belief.hpp"

namespace varimix::internal {
namespace {

/// Nats per unit of weight: a rise below it does not change the order of candidates.
constexpr double kSettled = 1e-6;
/// A component on few rows is on its way to collapse where it would have collapsed if the data
/// varied so many times as much.
constexpr double kNear = 100;
/// What every row lends to all components when a start would collapse at once.
constexpr double kSmoothed = 0.05;

/// Direct maximum likelihood raises what EM raises; EM's steps need no line search.
Backend stepwise(const Backend& backend) {
  if (std::holds_alternative<MaximumLikelihood>(backend)) return ExpectationMaximization{};
  return backend;
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

Summary widened(Summary summary) {
  for (Summary::Column& column : summary.columns) column.variance *= kNear, column.spread *= kNear;
  return summary;
}

GivenResponsibilities smoothed(const GivenResponsibilities& given, std::size_t components) {
  return [&given, components](const Block& block, double* r, std::size_t stride) {
    given(block, r, stride);
    for (std::size_t k = 0; k < components; ++k)
      for (std::size_t n = 0; n < block.rows; ++n)
        r[k * stride + n] =
            (1 - kSmoothed) * r[k * stride + n] + kSmoothed / static_cast<double>(components);
  };
}

}  // namespace

bool ahead(const Candidate& a, const Candidate& b) {
  if (a.risk != b.risk) return a.risk < b.risk;
  if (a.objective != b.objective) return a.objective > b.objective;
  return a.place < b.place;
}

Statistics smoothed_statistics(const PassContext& context, std::size_t components,
                               const GivenResponsibilities& given) {
  Statistics out = assignment_pass(context, components, given);
  if (!collapses_at_once(context, out)) return out;
  return assignment_pass(context, components, smoothed(given, components));
}

ShortRuns::ShortRuns(const PassContext& context, const Model& model, const Backend& backend)
    : context_(context),
      model_(model),
      rule_(make_rule(stepwise(backend), model, context.bounds)),
      near_bounds_(model.family().bounds(widened(context.rows.summary()))) {}

Candidate ShortRuns::begin(const GivenResponsibilities& given) const {
  Candidate out;
  out.statistics = smoothed_statistics(context_, model_.components(), given);
  step(out);
  out.risk = risk(out);
  return out;
}

void ShortRuns::advance(Candidate& candidate, std::size_t iterations) const {
  for (std::size_t i = 0; i < iterations && !candidate.settled; ++i) {
    const double before = candidate.objective;
    step(candidate);
    candidate.settled = candidate.objective - before < kSettled * candidate.statistics.total_weight;
  }
  candidate.risk = risk(candidate);
}

int ShortRuns::risk(const Candidate& candidate) const {
  if (diagnose(model_, context_.bounds, candidate.belief, candidate.statistics).spurious) return 2;
  const Point* point = std::get_if<Point>(&candidate.belief);
  if (point == nullptr || !model_.hyperparameters().empty()) return 0;
  for (const Collapse& collapse :
       model_.family().collapses(model_.components(), point->parameters, near_bounds_))
    if (collapse.spurious && candidate.statistics.effective_rows(collapse.component) <
                                 2 * model_.family().rows_needed() + 2)
      return 1;
  return 0;
}

void ShortRuns::step(Candidate& candidate) const {
  candidate.belief = rule_->update(candidate.statistics);
  candidate.statistics =
      expectation_pass(context_, scorer(model_.family(), candidate.belief), rule_->assignment());
  const bool hard = rule_->assignment() == Assignment::hard;
  candidate.objective =
      (hard ? candidate.statistics.classification : candidate.statistics.evidence) -
      rule_->penalty(candidate.belief);
}

}  // namespace varimix::internal
