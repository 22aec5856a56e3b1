// Simulated mixtures with more rows than the sample on which a stream starts.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "support/law_statistics.hpp"
#include "support/reference_problems.hpp"

namespace varimix::test {

struct StreamProblem {
  std::string name;  ///< letters, digits and _ only
  Model model;
  Data data;
  Backend backend;
};
inline void PrintTo(const StreamProblem& problem, std::ostream* out) { *out << problem.name; }

/// How a Gaussian mixture is drawn. Components have weights in proportion 2 : 3 : ... : K + 1,
/// correlated columns and standard deviations around 1; their means lie about `apart` from 0.
struct Simulated {
  std::size_t rows = 60000, columns = 3, components = 4;
  double apart = 3;
  double offset = 0;    ///< of every cell from the origin
  double missing = 0;   ///< share of the cells
  bool sorted = false;  ///< rows by component
  std::uint64_t seed = 5;
};
/// The rows; `components`, when not null, receives where each came from.
Data simulated(const Simulated& how, std::vector<std::int32_t>* components = nullptr);

/// Every method, covariance and kind of data that a stream takes.
std::vector<StreamProblem> stream_problems();

/// stream: what it lacks of the batch objective, in nats per unit of weight.
double lacking(const Fit& batch, const Fit& stream);

}  // namespace varimix::test
