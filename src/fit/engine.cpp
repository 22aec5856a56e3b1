#include "fit/engine.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "backend/acceleration.hpp"
#include "belief/belief.hpp"
#include "fit/convergence.hpp"
#include "fit/precision.hpp"

namespace varimix::internal {
namespace {

Statistics pass(const Loop& loop, const Rule& rule, const Belief& belief, bool single) {
  PassContext context = loop.context;
  context.single = single;
  return expectation_pass(context, scorer(loop.model.family(), belief), rule.assignment());
}

double objective(const Rule& rule, const Belief& belief, const Statistics& statistics) {
  const bool hard = rule.assignment() == Assignment::hard;
  return (hard ? statistics.classification : statistics.evidence) - rule.penalty(belief);
}

Verdict observe(const Loop& loop, const Run& run) {
  if (!loop.options.observer) return Verdict::go_on;
  const std::size_t t = run.trace.size() - 1;
  const std::vector<double>& counts = run.statistics.counts;
  return loop.options.observer({t, run.trace[t], t > 0 ? run.trace[t] - run.trace[t - 1] : 0.0,
                                *std::min_element(counts.begin(), counts.end()), loop.restart,
                                run.e_passes});
}

std::unique_ptr<Rule> rule_of(const Loop& loop, Acceleration how) {
  std::unique_ptr<Rule> plain = make_rule(loop.backend, loop.model, loop.context.bounds);
  if (how == Acceleration::none) return plain;
  return std::make_unique<AcceleratedRule>(std::move(plain), how, loop.model, loop.context.bounds);
}

/// Maximum likelihood judges only points: a posterior to start from is taken at its means.
Belief first_belief(const Loop& loop, const Belief& start) {
  if (!std::holds_alternative<MaximumLikelihood>(loop.backend)) return start;
  std::vector<std::string> ignored;
  const Family& family = loop.model.family();
  Point point = point_summary(family, start, ignored);
  // From below the bounds no step inside them would ever raise the objective: start on them.
  const DirectRules& direct = *family.direct_rules();
  std::vector<double> coordinates(direct.coordinates(point.weights.size()));
  std::vector<double> inside(point.parameters.size());
  direct.to_coordinates(point.weights.size(), point.parameters, point.parameters, coordinates);
  direct.from_coordinates(point.weights.size(), point.parameters, coordinates, loop.context.bounds,
                          inside);
  for (std::size_t i = 0; i < inside.size(); ++i)
    if (inside[i] - point.parameters[i] > 1e-9 * std::abs(point.parameters[i]))
      point.parameters[i] = inside[i];
  return point;
}

bool small_rise(const Run& run) {
  const std::size_t t = run.trace.size() - 1;
  return t > 0 &&
         !(run.trace[t] - run.trace[t - 1] > kLeastSingleRise * run.statistics.total_weight);
}

}  // namespace

bool closed_form(const Model& model, const Rows& rows) {
  if (!rows.summary().complete && model.family().missing_cells_are_latent()) return false;
  if (model.components() == 1) return true;
  const Data& data = rows.data();
  if (data.labels().empty()) return false;
  for (std::size_t n = 0; n < data.rows(); ++n)
    if (data.label(n) == kLatent && takes_part(data, n)) return false;
  return true;
}

void measure_exactly(const Loop& loop, Run& run) {
  if (!run.single) return;
  const std::unique_ptr<Rule> rule = rule_of(loop, Acceleration::none);
  run.statistics = pass(loop, *rule, run.belief, false);
  run.e_passes += run.statistics.reads;
  run.trace.back() = objective(*rule, run.belief, run.statistics);
  // The objective never falls: what float has read above this was rounding.
  for (double& value : run.trace) value = std::min(value, run.trace.back());
  run.single = false;
}

Run iterate(const Loop& loop, const std::optional<Belief>& start, Statistics statistics) {
  Run run;
  const bool once = std::holds_alternative<MaximumLikelihood>(loop.backend) &&
                    closed_form(loop.model, loop.context.rows);
  const Acceleration how = resolve_acceleration(loop.options, loop.backend, loop.model.family());
  std::unique_ptr<Rule> rule = rule_of(loop, how);
  run.single = resolve_precision(loop.options, loop.backend, loop.model,
                                 loop.context.rows.data()) == Precision::float32;
  run.statistics = std::move(statistics);
  if (start) {
    run.belief = first_belief(loop, *start);
    run.statistics = pass(loop, *rule, run.belief, run.single);
    run.e_passes += run.statistics.reads;
    if (!once) rule->begin(run.belief, run.statistics);
  }
  Convergence convergence(loop.options.tolerance * run.statistics.total_weight,
                          how == Acceleration::none ? 1 : 2);
  while (true) {
    Belief belief = rule->update(run.statistics);
    Statistics seen = pass(loop, *rule, belief, run.single);
    run.e_passes += seen.reads;
    const double value = objective(*rule, belief, seen);
    const Judgement judgement = rule->judge(seen, value);
    if (judgement == Judgement::refused) continue;
    if (judgement == Judgement::accepted) {
      run.belief = std::move(belief);
      run.statistics = std::move(seen);
      run.trace.push_back(value);
    } else {
      run.trace.push_back(objective(*rule, run.belief, run.statistics));
    }
    if (run.single && small_rise(run)) {  // from here on, rounding would show
      measure_exactly(loop, run);
      rule = rule_of(loop, how);
      rule->begin(run.belief, run.statistics);
    }
    run.stopped = observe(loop, run) == Verdict::stop;
    const bool converged = convergence.reached(run.trace.back());
    const bool stuck = judgement == Judgement::stuck && loop.options.tolerance > 0;
    const bool last = run.trace.size() >= loop.options.max_iterations;
    run.termination = once          ? Termination::closed_form
                      : stuck       ? Termination::no_progress
                      : converged   ? Termination::tolerance
                      : run.stopped ? Termination::stopped_by_user
                      : last        ? Termination::iteration_limit
                                    : Termination::not_run;
    if (run.termination != Termination::not_run) return run;
  }
}

}  // namespace varimix::internal
