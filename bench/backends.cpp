// Every backend on the same data from the same start: what an iteration costs, how many it takes,
// how long until the tolerance, and what the result is worth on rows it has not seen.
#include <benchmark/benchmark.h>

#include <memory>
#include <numeric>

#include "problems.hpp"

namespace varimix::bench {
namespace {

double mean_log_density(const Fit& fit, const Data& data) {
  const std::vector<double> values = log_density(fit, data);
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

void time_to_tolerance(benchmark::State& state, const Problem& problem, const Backend& backend) {
  double iterate = 0, iterations = 0, passes = 0;
  std::unique_ptr<Fit> last;
  for (auto _ : state) {
    last = std::make_unique<Fit>(fit(problem.model, problem.train, backend));
    iterate += last->seconds.iterate;
    iterations += static_cast<double>(last->iterations);
    passes += static_cast<double>(last->e_passes);
  }
  state.counters["iterations"] = static_cast<double>(last->iterations);
  state.counters["e_passes"] = static_cast<double>(last->e_passes);
  state.counters["ms_per_iteration"] = 1e3 * iterate / iterations;
  state.counters["ms_per_e_pass"] = 1e3 * iterate / passes;
  state.counters["held_out_log_density"] = mean_log_density(*last, problem.held_out);
}

}  // namespace

void register_backends() {
  const auto problems = std::make_shared<std::vector<Problem>>();
  problems->push_back(waiting());
  problems->push_back(simulated_gaussian(1'000'000));
  problems->push_back(simulated_poisson(1'000'000));
  for (const Problem& problem : *problems) {
    for (const char* method : {"ml", "em", "map", "vb-point", "vb"}) {
      const std::string name =
          problem.name + "_" + std::to_string(problem.train.rows()) + "/" + method;
      benchmark::RegisterBenchmark(name.c_str(),
                                   [&problem, problems, method](benchmark::State& state) {
                                     time_to_tolerance(state, problem, backend_from_name(method));
                                   })
          ->Unit(benchmark::kMillisecond)
          ->UseRealTime();
    }
  }
}

}  // namespace varimix::bench
