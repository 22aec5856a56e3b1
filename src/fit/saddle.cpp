#include "fit/saddle.hpp"

#include <cmath>

#include "belief/belief.hpp"
#include "start/random.hpp"

namespace varimix::internal {
namespace {

/// The step aside, in standard deviations of one row's worth of information.
constexpr double kStep = 0.02;
/// Iterations in which a rise must show itself.
constexpr std::size_t kLook = 20;
constexpr int kMostSaddles = 3;

/// Components that began alike stay alike, to the bit or nearly so.
bool two_are_equal(const Family& family, const Belief& belief) {
  std::vector<std::string> ignored;
  const Point point = point_summary(family, belief, ignored);
  const std::size_t size = family.sizes().point;
  const auto equal = [&](std::size_t j, std::size_t k) {
    for (std::size_t i = 0; i < size; ++i) {
      const double a = point.parameters[j * size + i], b = point.parameters[k * size + i];
      if (std::abs(a - b) > 1e-12 * std::abs(a)) return false;
    }
    return true;
  };
  for (std::size_t k = 1; k < point.weights.size(); ++k)
    for (std::size_t j = 0; j < k; ++j)
      if (equal(j, k)) return true;
  return false;
}

bool may_rest_on_saddle(const Loop& loop, const Run& run) {
  const Family& family = loop.model.family();
  if (run.termination != Termination::tolerance || run.trace.size() < 2 ||
      family.direct_rules() == nullptr)
    return false;
  if (!loop.context.rows.summary().complete && family.missing_cells_are_latent()) return true;
  return !std::holds_alternative<AutomaticStart>(loop.options.start) &&
         two_are_equal(family, run.belief);
}

/// -kStep or kStep, the same for every data set.
double step(std::uint64_t index) {
  return uniform(0x736164646c65, 0, index) < 0.5 ? -kStep : kStep;
}

Belief beside(const Loop& loop, const Run& run) {
  const Family& family = loop.model.family();
  const DirectRules& direct = *family.direct_rules();
  std::vector<std::string> ignored;
  Point point = point_summary(family, run.belief, ignored);
  const std::size_t components = point.weights.size(), size = direct.coordinates(components);
  std::vector<double> at(size), gradient(size), information(size);
  direct.to_coordinates(components, point.parameters, point.parameters, at);
  direct.gradient(run.statistics, point.parameters, point.parameters, loop.context.bounds, gradient,
                  information);
  for (std::size_t i = 0; i < size; ++i)
    at[i] += step(i) * std::sqrt(run.statistics.total_weight / information[i]);
  const std::vector<double> origin = point.parameters;
  direct.from_coordinates(components, origin, at, loop.context.bounds, point.parameters);
  double sum = 0;
  for (std::size_t k = 0; k < components; ++k) sum += point.weights[k] *= std::exp(step(size + k));
  for (double& w : point.weights) w /= sum;
  return point;
}

/// The iterations that raised the objective, so that the trace goes on rising.
void append(const Run& more, Run& run) {
  for (const double value : more.trace)
    if (value > run.trace.back()) run.trace.push_back(value);
  run.e_passes += more.e_passes;
}

}  // namespace

Run leave_saddle(const Loop& loop, Run run) {
  for (int saddles = 0; saddles < kMostSaddles && may_rest_on_saddle(loop, run); ++saddles) {
    const double rested = run.trace.back();
    // What a run that stopped at its tolerance may still gain is no sign of a saddle.
    const double limit = rested + 10 * loop.options.tolerance * run.statistics.total_weight +
                         1e-10 * std::max(1.0, std::abs(rested));
    FitOptions look = loop.options;
    look.tolerance = 0;
    look.max_iterations = kLook;
    look.observer = [limit](const Iteration& now) {
      return now.objective > limit ? Verdict::stop : Verdict::go_on;
    };
    const Loop looking{loop.context, loop.model, loop.backend, look, loop.restart};
    Run aside = iterate(looking, beside(loop, run), {});
    if (!(aside.trace.back() > limit)) {
      run.e_passes += aside.e_passes;
      return run;
    }
    append(aside, run);
    run.saddle = rested;
    run.belief = std::move(aside.belief);
    run.statistics = std::move(aside.statistics);
    run.termination = Termination::iteration_limit;
    if (run.trace.size() >= loop.options.max_iterations) return run;
    FitOptions left = loop.options;
    left.max_iterations -= run.trace.size();
    const Loop going_on{loop.context, loop.model, loop.backend, left, loop.restart};
    Run rest = iterate(going_on, run.belief, {});
    append(rest, run);
    run.belief = std::move(rest.belief);
    run.statistics = std::move(rest.statistics);
    run.termination = rest.termination;
    run.stopped = rest.stopped;
  }
  return run;
}

}  // namespace varimix::internal
