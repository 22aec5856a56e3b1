// One method on one problem: what it cost and what came out.
#pragma once

#include <optional>
#include <string>

#include "backends/problems.hpp"

namespace varimix::bench {

struct Result {
  std::string size, setting, method;  ///< the first two as in Problem
  std::size_t iterations = 0, reads = 0;
  bool converged = false;
  double iteration = 0;        ///< seconds
  double all = 0;              ///< seconds, start included
  double held_out = 0;         ///< mean log density of held-out rows, nats
  std::optional<double> lost;  ///< by how much that is below the truth's
  std::size_t in_use = 0;      ///< components that hold at least the weight of one row
};

struct Method {
  std::string name;
  Backend backend;
  bool sparse = false;  ///< a Dirichlet(0.01) prior on the weights, which empties components
};

/// The five, and VB that may do with fewer components.
const std::vector<Method>& methods();

/// From the default start to the default tolerance, on all cores; the fastest of a few runs where
/// they are short.
Result measure(const Problem& problem, const Method& method);

}  // namespace varimix::bench
