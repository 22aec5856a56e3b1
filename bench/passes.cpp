// One E-pass: what every iteration of every backend pays.
#include <benchmark/benchmark.h>

#include "belief/belief.hpp"
#include "problems.hpp"
#include "statistics/expectation_pass.hpp"

namespace varimix::bench {
namespace {

void expectation(benchmark::State& state, const Problem& problem) {
  const Fit fitted = fit(problem.model, problem.train, ExpectationMaximization{},
                         {.tolerance = 0, .max_iterations = 1});
  const Summary summary = summarize(problem.train);
  const internal::Rows rows(problem.train, summary);
  const Family& family = fitted.model.family();
  const Bounds bounds = family.bounds(summary);
  internal::ThreadTeam team(static_cast<std::size_t>(state.range(0)));
  const internal::PassContext context{rows, family, bounds, team};
  const Scorer scorer = internal::scorer(family, fitted.belief);
  for (auto _ : state)
    benchmark::DoNotOptimize(
        internal::expectation_pass(context, scorer, internal::Assignment::soft));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(problem.train.rows()));
}

void gaussian_pass(benchmark::State& state) { expectation(state, simulated_gaussian(1'000'000)); }
void poisson_pass(benchmark::State& state) { expectation(state, simulated_poisson(1'000'000)); }

BENCHMARK(gaussian_pass)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK(poisson_pass)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace varimix::bench
