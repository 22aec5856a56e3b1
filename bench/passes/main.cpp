// Parts of a fit, by Google Benchmark: `./dev bench --help` lists its options.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "passes/register.hpp"

int main(int argc, char** argv) {
  // There are many; whoever wants to wait longer says so behind this.
  std::string brief = "--benchmark_min_time=0.2";
  std::vector<char*> arguments(argv, argv + argc);
  arguments.insert(arguments.begin() + 1, brief.data());
  argc = static_cast<int>(arguments.size());
  argv = arguments.data();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  varimix::bench::register_passes();
  varimix::bench::register_updates();
  varimix::bench::register_readers();
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
