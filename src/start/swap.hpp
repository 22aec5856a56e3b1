// From a candidate to a neighbour that hill-climbing cannot reach: one component is taken away
// where it is hardly missed, and put where another has to serve two groups [UedaEtAl2000].
#pragma once

#include <cstdint>
#include <vector>

#include "start/points.hpp"
#include "start/sample.hpp"
#include "start/short_runs.hpp"

namespace varimix::internal {

class Swaps {
 public:
  /// Reads the sample once. Both must outlive the Swaps.
  Swaps(const Sample& sample, const Family& family, const Candidate& of, ThreadTeam& team);

  /// Responsibilities of the sample's rows() after one swap, another for every `seed`.
  GivenResponsibilities propose(std::size_t proposal, std::uint64_t seed) const;

 private:
  std::size_t removed(std::size_t proposal) const;
  std::size_t divided(std::size_t proposal, std::size_t removed, std::uint64_t seed) const;
  /// Which half of `component` each point is in, by two of its points far from each other.
  std::vector<bool> halves(std::size_t component, std::uint64_t seed) const;

  const Sample& sample_;
  std::size_t components_;
  std::vector<double> r_;       ///< [M x K] responsibilities of the points
  std::vector<double> missed_;  ///< [K] nats that F loses where the others take its rows over
  std::vector<double> spread_;  ///< [K] squared distances of its points from their mean
};

}  // namespace varimix::internal
