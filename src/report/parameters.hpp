// The parameters of a fit as people read them: the columns that tables show.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "varimix/fit.hpp"

namespace varimix::internal {

struct NamedNumber {
  std::string name;
  double value = 0;
};

/// The point summary of component k, in short: mean and standard deviation of every column, rate of
/// every column,
/// ... With more than one column the names carry the column's: "mean waiting".
std::vector<NamedNumber> shown_parameters(const Fit& fit, std::size_t k);

/// The components in ascending order of their first parameter (the mean, the rate) in the first
/// column.
std::vector<std::size_t> sorted_components(const Fit& fit);

/// How far a posterior mean is from a point: the marginals of the first parameter ("mean", "rate")
/// of component k, one per column.
std::vector<Marginal> location_marginals(const Fit& fit, std::size_t k);

/// A list of entries as numbers with names, one per element: "mean waiting", "scatter waiting,
/// eruptions".
std::vector<NamedNumber> flattened(const Fields& fields, const std::vector<std::string>& columns);

}  // namespace varimix::internal
