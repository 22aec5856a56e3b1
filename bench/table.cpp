#include "table.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <iostream>

namespace varimix::bench {

TableReporter::TableReporter()
    : ConsoleReporter(isatty(STDOUT_FILENO) != 0 ? OO_ColorTabular : OO_Tabular) {}

bool TableReporter::ReportContext(const Context& context) {
  return ConsoleReporter::ReportContext(context);
}

void TableReporter::ReportRuns(const std::vector<Run>& runs) {
  std::vector<Run> others;
  for (const Run& run : runs) {
    const bool backend = run.counters.count("ms_per_iteration") > 0;
    (backend && run.run_type == Run::RT_Iteration ? backends_ : others).push_back(run);
  }
  if (!others.empty()) ConsoleReporter::ReportRuns(others);
}

void TableReporter::Finalize() {
  if (backends_.empty()) return;
  std::cout
      << "\nEvery backend from the same k-means++ start to the default tolerance, one table:\n\n"
      << fmt::format("{:<28} {:>10} {:>8} {:>13} {:>12} {:>15} {:>16}\n", "problem/method",
                     "iterations", "E-passes", "ms/iteration", "ms/E-pass", "ms to tolerance",
                     "held-out log p/n");
  std::string problem;
  for (const Run& run : backends_) {
    const std::string name = run.run_name.function_name;
    if (!problem.empty() && name.substr(0, name.find('/')) != problem) std::cout << '\n';
    problem = name.substr(0, name.find('/'));
    const auto counter = [&](const char* key) { return static_cast<double>(run.counters.at(key)); };
    std::cout << fmt::format("{:<28} {:>10.0f} {:>8.0f} {:>13.4g} {:>12.4g} {:>15.4g} {:>16.6f}\n",
                             name, counter("iterations"), counter("e_passes"),
                             counter("ms_per_iteration"), counter("ms_per_e_pass"),
                             run.GetAdjustedRealTime(), counter("held_out_log_density"));
  }
  std::cout << "\nms to tolerance: the whole fit, start included. held-out log p/n: mean log "
               "density, in nats, of rows "
               "not fitted\n(vb: of the posterior predictive). A backend's objective is no measure "
               "across backends; "
               "this is.\n";
}

}  // namespace varimix::bench
