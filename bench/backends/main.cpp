// Every backend on the same data from the same start: what an iteration costs, how many it takes,
// how long until the tolerance, and what the result is worth on rows it has not seen. Prints a
// table; varimix_backends FILE writes a picture's specification too.
#include <fmt/format.h>

#include <iostream>

#include "backends/measure.hpp"
#include "backends/picture.hpp"
#include "common/markdown.hpp"

namespace varimix::bench {
namespace {

/// The smallest unit in which nothing is lost: from microseconds to seconds.
std::string duration(double seconds) {
  return seconds < 1e-3 ? fmt::format("{:.3g} µs", 1e6 * seconds)
         : seconds < 1  ? fmt::format("{:.3g} ms", 1e3 * seconds)
                        : fmt::format("{:.3g} s", seconds);
}

Cells cells(const Result& r, bool named) {
  return {named ? fmt::format("{}: {}", r.setting, r.size) : "",
          r.method,
          duration(r.iteration),
          fmt::format("{}{}", r.iterations, r.converged ? "" : " (limit)"),
          fmt::format("{}", r.reads),
          duration(r.all),
          fmt::format("{:.6f}", r.held_out),
          r.lost ? fmt::format("{:.2g}", *r.lost) : "–",
          fmt::format("{}", r.in_use)};
}

void add(std::vector<Result>& results, const Problem& problem) {
  std::cerr << problem.setting << "; " << problem.size << '\n';
  for (const Method& method : methods())
    if (!method.sparse || problem.setting.ends_with("too large"))
      results.push_back(measure(problem, method));
}

std::vector<Result> measure_all() {
  std::vector<Result> out;
  for (const Simulated& simulated : simulated_problems()) add(out, draw(simulated));
  add(out, waiting());
  add(out, two_poissons());
  return out;
}

void print(const std::vector<Result>& results) {
  std::vector<Cells> rows;
  for (const Result& r : results) rows.push_back(cells(r, r.method == methods().front().name));
  std::cout << markdown({"problem", "method", "iteration", "iterations", "reads", "to tolerance",
                         "held-out log p", "lost", "in use"},
                        rows, 2);
}

}  // namespace
}  // namespace varimix::bench

int main(int argc, char** argv) {
  using namespace varimix::bench;
  try {
    const std::vector<Result> results = measure_all();
    print(results);
    if (argc > 1) write_picture(results, argv[1]);
  } catch (const std::exception& error) {
    std::cerr << "varimix_backends: " << error.what() << '\n';
    return 2;
  }
}
