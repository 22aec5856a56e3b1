#include "fit/engine.hpp"

#include <algorithm>

#include "belief/belief.hpp"
#include "fit/convergence.hpp"

namespace varimix::internal {
namespace {

struct Step {
  Statistics statistics;
  double objective = 0;
};

Step evaluate(const Loop& loop, const Rule& rule, const Belief& belief) {
  Step out;
  out.statistics =
      expectation_pass(loop.context, scorer(loop.model.family(), belief), rule.assignment());
  const double fit = rule.assignment() == Assignment::hard ? out.statistics.classification
                                                           : out.statistics.evidence;
  out.objective = fit - penalty(loop.model, belief);
  return out;
}

Verdict observe(const Loop& loop, const Run& run) {
  if (!loop.options.observer) return Verdict::go_on;
  const std::size_t t = run.trace.size() - 1;
  const std::vector<double>& counts = run.statistics.counts;
  return loop.options.observer({t, run.trace[t], t > 0 ? run.trace[t] - run.trace[t - 1] : 0.0,
                                *std::min_element(counts.begin(), counts.end()), loop.restart});
}

/// Maximum likelihood judges only points: a posterior to start from is taken at its means.
Belief first_belief(const Loop& loop, const Belief& start) {
  if (!std::holds_alternative<MaximumLikelihood>(loop.backend)) return start;
  std::vector<std::string> ignored;
  return point_summary(loop.model.family(), start, ignored);
}

}  // namespace

bool closed_form(const Model& model, const Data& data) {
  if (model.components() == 1) return true;
  if (data.labels().empty()) return false;
  for (std::size_t n = 0; n < data.rows(); ++n)
    if (data.label(n) == kLatent && data.weight(n) > 0 && !says_nothing(data, n)) return false;
  return true;
}

Run iterate(const Loop& loop, const std::optional<Belief>& start, Statistics statistics) {
  Run run;
  const bool once = std::holds_alternative<MaximumLikelihood>(loop.backend) &&
                    closed_form(loop.model, loop.context.rows.data());
  const std::unique_ptr<Rule> rule = make_rule(loop.backend, loop.model, loop.context.bounds);
  run.statistics = std::move(statistics);
  if (start) {
    const Belief belief = first_belief(loop, *start);
    Step first = evaluate(loop, *rule, belief);
    ++run.e_passes;
    if (!once) rule->begin(belief, first.statistics, first.objective);
    run.belief = belief;
    run.statistics = std::move(first.statistics);
  }
  Convergence convergence(loop.options.tolerance * run.statistics.total_weight);
  while (true) {
    Belief belief = rule->update(run.statistics);
    Step step = evaluate(loop, *rule, belief);
    ++run.e_passes;
    const Judgement judgement = rule->judge(step.statistics, step.objective);
    if (judgement == Judgement::refused) continue;
    if (judgement == Judgement::accepted) {
      run.belief = std::move(belief);
      run.statistics = std::move(step.statistics);
      run.trace.push_back(step.objective);
    } else {
      run.trace.push_back(run.trace.empty() ? evaluate(loop, *rule, run.belief).objective
                                            : run.trace.back());
    }
    const bool stop = observe(loop, run) == Verdict::stop;
    const bool converged = convergence.reached(run.trace.back());
    run.termination = once        ? Termination::closed_form
                      : converged ? Termination::tolerance
                      : stop      ? Termination::stopped_by_user
                      : run.trace.size() >= loop.options.max_iterations
                          ? Termination::iteration_limit
                          : Termination::not_run;
    if (run.termination != Termination::not_run) return run;
  }
}

}  // namespace varimix::internal
