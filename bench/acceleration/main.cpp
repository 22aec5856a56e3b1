// How many reads of the data it takes to come within 1e-6 nats of the end, plain and accelerated:
// one line for each problem and method, all from the same start.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iostream>

#include "varimix/varimix.hpp"

namespace varimix::bench {
namespace {

struct Problem {
  std::string name;
  Model model;
  Data data;
  Start start = AutomaticStart::random;
};

Data read_columns(const std::string& file, std::vector<std::string> columns,
                  const std::string& weights = "") {
  const Table table = read_table(VARIMIX_TEST_DATA "/" + file);
  Selection selection;
  selection.columns = std::move(columns);
  selection.weights = weights;
  return select(table, selection, 1).data;
}

/// Two Gaussians of unit variance, `distance` standard deviations apart.
Data simulated(double distance, std::size_t rows) {
  Fit truth(Model(2, gaussian()->with_columns(1)), ExpectationMaximization{});
  truth.summary = {{0.4, 0.6}, {0, 1, distance, 1}};
  truth.belief = truth.summary;
  return Data::own(sample(truth, rows, 1).values, rows, 1);
}

std::vector<Problem> problems() {
  const std::string iris[] = {"sepal_length", "sepal_width", "petal_length", "petal_width"};
  const auto normal = [](std::size_t k, Covariance c = Covariance::full) {
    return Model(k, gaussian(c));
  };
  std::vector<Problem> out;
  out.push_back({"London Times deaths", Model(2, poisson()),
                 read_columns("london_times.csv", {"deaths"}, "freq"),
                 Belief(Point{{0.3, 0.7}, {1, 2.5}})});
  out.push_back({"discoveries", Model(2, poisson()), read_columns("discoveries.csv", {})});
  out.push_back({"waiting K=2", normal(2), read_columns("faithful.csv", {"waiting"})});
  out.push_back({"waiting K=3", normal(3), read_columns("faithful.csv", {"waiting"})});
  out.push_back({"galaxies K=4", normal(4), read_columns("galaxies_k.csv", {})});
  out.push_back({"faithful K=2", normal(2), read_columns("faithful.csv", {})});
  out.push_back(
      {"faithful K=3 tied", normal(3, Covariance::tied), read_columns("faithful.csv", {})});
  out.push_back({"iris K=3", normal(3), read_columns("iris.csv", {iris, iris + 4})});
  out.push_back({"iris K=5 diagonal", normal(5, Covariance::diagonal),
                 read_columns("iris.csv", {iris, iris + 4})});
  for (const double distance : {4.0, 3.0, 2.0, 1.5})
    out.push_back({fmt::format("{:.1f} sd apart", distance), normal(2), simulated(distance, 5000)});
  return out;
}

struct Course {
  std::vector<double> objective;
  std::vector<std::size_t> e_passes;
  /// Reads until within 1e-6 nats of `end`.
  std::string reads(double end) const {
    for (std::size_t t = 0; t < objective.size(); ++t)
      if (objective[t] >= end - 1e-6) return fmt::format("{}", e_passes[t]);
    return "not in " + fmt::format("{}", e_passes.back());
  }
};

Course course(const Problem& problem, const Backend& backend, Acceleration how) {
  Course out;
  FitOptions options;
  options.start = problem.start;
  options.acceleration = how;
  options.tolerance = 1e-14;
  options.max_iterations = 20000;
  options.observer = [&](const Iteration& now) {
    out.objective.push_back(now.objective);
    out.e_passes.push_back(now.e_passes);
    return Verdict::go_on;
  };
  fit(problem.model, problem.data, backend, options);
  return out;
}

int run() {
  std::cout << fmt::format("{:<20} {:<4} {:>14} {:>12} {:>12} {:>12}   {}\n", "problem", "", "end",
                           "none", "squarem", "anderson", "difference of the ends");
  for (const Problem& problem : problems()) {
    for (const char* method : {"em", "map", "vb"}) {
      const Backend backend = backend_from_name(method);
      const Course plain = course(problem, backend, Acceleration::none);
      const Course squared = course(problem, backend, Acceleration::squarem);
      const Course mixed = course(problem, backend, Acceleration::anderson);
      const double end = plain.objective.back();
      std::cout << fmt::format("{:<20} {:<4} {:>14.6f} {:>12} {:>12} {:>12}   {:+.1e} {:+.1e}\n",
                               problem.name, method, end, plain.reads(end), squared.reads(end),
                               mixed.reads(end), squared.objective.back() - end,
                               mixed.objective.back() - end)
                << std::flush;
    }
  }
  return 0;
}

}  // namespace
}  // namespace varimix::bench

int main() { return varimix::bench::run(); }
