// What the machine does at most, and how near to it every case comes. Prints tables in Markdown.
#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <limits>
#include <random>

#include "common/cases.hpp"
#include "common/iteration_time.hpp"
#include "common/markdown.hpp"
#include "limits/machine.hpp"

namespace varimix::bench {
namespace {

std::string machine_table(const Machine& m) {
  const auto giga = [](double rate) { return rate > 0 ? fmt::format("{:.3g}", rate / 1e9) : "–"; };
  return markdown({"10⁹ per second", "one core", fmt::format("{} cores", m.threads)},
                  {{"flop, double, " + m.level, giga(m.flops), giga(m.flops_together)},
                   {"flop, float", giga(m.flops_float), ""},
                   {"exp, varimix's", giga(m.exps), ""},
                   {"exp, libmvec's", giga(m.exps_mvec), ""},
                   {"bytes read", giga(m.read), giga(m.read_together)}});
}

/// Between a half and three halves.
std::vector<double> uneven_weights(std::size_t rows) {
  std::mt19937_64 engine(20240);
  std::uniform_real_distribution<double> weight(0.5, 1.5);
  std::vector<double> out(rows);
  for (double& w : out) w = weight(engine);
  return out;
}

Cells case_row(const CaseSize& size, const Machine& machine) {
  const Case c(size);
  const Course em{c.model(), c.data(), ExpectationMaximization{}, c.start()};
  const auto floats = c.x.cast<float>().eval();
  Course map = em, vb = em, weighted = em, single = em, two = em;
  map.backend = backend_from_name("map");
  vb.backend = MeanField{};
  weighted.data = c.data().with_weights(uneven_weights(size.rows));
  single.data = Data::view(floats);
  two.threads = machine.threads;
  const std::vector<IterationTime> times =
      iteration_times(std::vector<Course>{em, map, vb, weighted, single, two});
  const double seconds = times[0].seconds;
  const double limit = limit_seconds(machine, size.rows, size.columns, size.components,
                                     size.covariance == Covariance::diagonal);
  const auto slower = [&](std::size_t i) {
    const std::string more = fmt::format("{:+.1f} %", 100 * (times[i].seconds / seconds - 1));
    const double reads = times[i].reads / times[0].reads;  // more where frames moved
    return reads == 1 ? more : fmt::format("{}, {:.2g} × the reads", more, reads);
  };
  return {
      size.name + " " + to_string(size.covariance),
      fmt::format("{:g}, {}, {}", static_cast<double>(size.rows), size.columns, size.components),
      fmt::format("{:.3g}", 1e3 * limit),
      fmt::format("{:.3g}", 1e3 * seconds),
      fmt::format("{:.2f}", limit / seconds),
      slower(1),
      slower(2),
      slower(3),
      fmt::format("{:.2f}", times[4].seconds / seconds),
      fmt::format("{:.2f}", seconds / times[5].seconds)};
}

double fastest(const Course& course) {
  double out = std::numeric_limits<double>::infinity();
  for (int turn = 0; turn < 3; ++turn) out = std::min(out, run(course, 1).seconds);
  return out;
}

/// What the default start takes more than a given one, in iterations of EM: of several seeds the
/// one that costs most.
Cells start_row(Covariance covariance, std::size_t threads) {
  const Case c({"start", 200'000, 8, 16, covariance});
  Course em{c.model(), c.data(), ExpectationMaximization{}, c.start(), threads};
  const double iteration = iteration_times({&em, 1}).front().seconds, given = fastest(em);
  em.start = AutomaticStart::kmeans_plus_plus;
  double slowest = 0;
  for (em.seed = 0; em.seed < 5; ++em.seed) slowest = std::max(slowest, fastest(em) - given);
  return {to_string(covariance), fmt::format("{}", threads), fmt::format("{:.3g}", 1e3 * iteration),
          fmt::format("{:.3g}", 1e3 * slowest), fmt::format("{:.1f}", slowest / iteration)};
}

void print_all(std::span<const CaseSize> chosen) {
  const Machine machine = measure_machine();
  std::cout << machine_table(machine) << '\n' << std::flush;
  std::vector<Cells> rows;
  for (const CaseSize& size : chosen) {
    std::cerr << size.name << ' ' << std::flush;
    rows.push_back(case_row(size, machine));
  }
  std::cerr << '\n';
  std::cout << markdown({"case", "N, D, K", "limit, ms", "em, ms", "of the limit", "map", "vb",
                         "weights", "float32, ×", "2 threads, ×"},
                        rows, 2)
            << '\n';
  rows.clear();
  for (const Covariance covariance : {Covariance::full, Covariance::diagonal})
    for (const std::size_t threads : {std::size_t{1}, machine.threads})
      rows.push_back(start_row(covariance, threads));
  std::cout << markdown(
      {"start, N = 2e5, D = 8, K = 16", "threads", "em iteration, ms", "start, ms", "iterations"},
      rows);
}

}  // namespace
}  // namespace varimix::bench

int main(int argc, char** argv) {
  using namespace varimix::bench;
  try {
    std::vector<CaseSize> chosen;
    for (int i = 1; i < argc; ++i) chosen.push_back(case_named(argv[i]));
    print_all(chosen.empty() ? cases() : std::span<const CaseSize>(chosen));
  } catch (const std::exception& error) {
    std::cerr << "varimix_limits: " << error.what() << '\n';
    return 2;
  }
}
