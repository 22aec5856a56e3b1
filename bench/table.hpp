// Results side by side.
#pragma once

#include <benchmark/benchmark.h>

#include <vector>

namespace varimix::bench {

/// Prints one table of all backends when everything has run; other benchmarks as Google Benchmark
/// prints them.
class TableReporter : public benchmark::ConsoleReporter {
 public:
  TableReporter();
  bool ReportContext(const Context& context) override;
  void ReportRuns(const std::vector<Run>& runs) override;
  void Finalize() override;

 private:
  std::vector<Run> backends_;
};

}  // namespace varimix::bench
