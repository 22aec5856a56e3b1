#include "backends/measure.hpp"

#include <algorithm>
#include <chrono>

namespace varimix::bench {
namespace {

constexpr double kEnough = 0.3;  // seconds
constexpr int kMostRuns = 20;

std::size_t components_in_use(const Fit& fit) {
  if (const std::optional<std::size_t> counted = fit.components_in_use()) return *counted;
  return static_cast<std::size_t>(
      std::count_if(fit.summary.weights.begin(), fit.summary.weights.end(),
                    [&](double weight) { return weight * fit.total_weight >= 1; }));
}

}  // namespace

const std::vector<Method>& methods() {
  static const std::vector<Method> all = {
      {"ml", MaximumLikelihood{}},
      {"em", ExpectationMaximization{}},
      {"map", backend_from_name("map")},
      {"vb-point", backend_from_name("vb-point")},
      {"vb", MeanField{}},
      {"vb, sparse", MeanField{}, true},
  };
  return all;
}

Result measure(const Problem& problem, const Method& method) {
  using Clock = std::chrono::steady_clock;
  const Model model = method.sparse
                          ? problem.model.with_weights_prior(WeightsPrior::dirichlet(0.01))
                          : problem.model;
  Result out;
  out.size = problem.size;
  out.setting = problem.setting;
  out.method = method.name;
  out.all = out.iteration = std::numeric_limits<double>::infinity();
  double spent = 0;
  for (int run = 0; run < kMostRuns && (run == 0 || spent < kEnough); ++run) {
    const Clock::time_point begin = Clock::now();
    const Fit done = fit(model, problem.train, method.backend);
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    spent += seconds;
    out.all = std::min(out.all, seconds);
    out.iteration =
        std::min(out.iteration, done.seconds.iterate /
                                    static_cast<double>(std::max<std::size_t>(done.iterations, 1)));
    if (run > 0) continue;
    out.iterations = done.iterations;
    out.reads = done.e_passes;
    out.converged = done.converged();
    out.held_out = mean_log_density(done, problem.held_out);
    if (problem.truth) out.lost = *problem.truth - out.held_out;
    out.in_use = components_in_use(done);
  }
  return out;
}

}  // namespace varimix::bench
