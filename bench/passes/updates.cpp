// What comes between two E-passes: statistics of K components to a belief, and what the next pass
// and the objective need of it.
#include <benchmark/benchmark.h>

#include <algorithm>

#include "backend/rule.hpp"
#include "passes/pass.hpp"
#include "passes/register.hpp"

namespace varimix::bench {
namespace {

/// An update does not see rows; these are enough to have statistics like those of all.
constexpr std::size_t kRows = 20'000;

void update(benchmark::State& state, const CaseSize& size, const std::string& method) {
  const Case& c = drawn(size);
  const Backend backend = backend_from_name(method);
  Pass pass(c.model(), c.data(), backend, c.start());
  const Statistics statistics = pass();
  const std::unique_ptr<internal::Rule> rule =
      internal::make_rule(backend, pass.model(), pass.bounds());
  for (auto _ : state) {
    const Belief belief = rule->update(statistics);
    benchmark::DoNotOptimize(rule->penalty(belief));
    benchmark::DoNotOptimize(internal::scorer(pass.model().family(), belief));
  }
}

}  // namespace

void register_updates() {
  for (CaseSize size : cases()) {
    size.rows = std::min(size.rows, kRows);
    size.name += " of few rows";
    for (const char* method : {"em", "map", "vb", "vb-point"})
      benchmark::RegisterBenchmark(("update/" + size.name.substr(0, 2) + "/" + method).c_str(),
                                   update, size, method)
          ->Unit(benchmark::kMicrosecond);
  }
}

}  // namespace varimix::bench
