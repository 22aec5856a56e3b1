// How often a 95 % interval holds the truth: simulated data sets, several methods, one answer each.
//
// The truth is fixed, not drawn from a prior: it is the coverage of frequentists that is measured,
// for the Bayesian methods too, whose default prior looks at the data.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "varimix/varimix.hpp"

namespace varimix::bench {

/// Two univariate Gaussians, and how far apart.
struct Truth {
  std::string separation;  ///< "well", "badly"
  Point point;
};
const std::vector<Truth>& truths();

/// One way to get intervals.
struct Method {
  std::string name;  ///< as Uncertainty::method
  /// Of the data sets, in the small cells and in the large (from 500 rows): one in so many.
  std::size_t share_small = 1, share_large = 1;
};
const std::vector<Method>& methods();

inline constexpr std::size_t kReplicates = 200;                          ///< of a bootstrap
inline constexpr std::size_t kChains = 2, kWarmUp = 300, kDraws = 1000;  ///< of a Gibbs sample
inline constexpr double kLevel = 0.95;

/// Parameters by kind, both components together.
enum Kind : std::size_t { kWeight, kMean, kVariance };
inline constexpr const char* kKinds[] = {"weight", "mean", "variance"};

/// One method on the data sets of one cell.
struct Tally {
  std::size_t data_sets = 0;  ///< those that failed included
  std::size_t failed = 0;     ///< spurious maxima, refusals, information not positive definite
  double covered[3] = {0, 0, 0}, width[3] = {0, 0, 0};  ///< means over the others

  bool any() const { return failed < data_sets; }
};

/// `data_sets` samples of so many rows; every method sees the first ones of the same. A function of
/// the seed alone, for any number of threads (0: all cores).
std::vector<Tally> tallies(const Truth& truth, std::size_t rows, std::size_t data_sets,
                           std::uint64_t seed, std::size_t threads);

}  // namespace varimix::bench
