// What charts of one column are made of: a histogram, and the fitted densities along an axis.
#pragma once

#include <span>
#include <vector>

#include "varimix/fit.hpp"

namespace varimix::internal {

/// The family lives on whole numbers: its densities are probabilities.
bool discrete(const Family& family);

/// Rows with an observed cell and a positive weight, as bars.
struct Histogram {
  std::vector<double> from, to;
  std::vector<double> weight;  ///< sum of the weights of the rows in from <= x < to
  double total = 0;            ///< sum of all
};
/// 8 to 80 bins of a round width near that of [FreedmanDiaconis1981]; `whole`: of a whole number of
/// units, centred on the values. Empty where nothing was observed.
Histogram histogram(const Data& data, std::size_t column, bool whole);

/// Where densities are drawn: over the data and 15 % beyond on either side, dense enough for every
/// component; whole numbers for a discrete family. Ascending.
std::vector<double> grid(const Fit& fit, const Data& data);

/// The mixture along the axis; of VB the posterior predictive.
struct Curves {
  std::vector<double> x;                        ///< [G]
  std::vector<double> mixture;                  ///< [G] density, or probability
  std::vector<std::vector<double>> components;  ///< [K][G] weighted: they add up to the mixture
};
Curves curves(const Fit& fit, std::span<const double> x);

}  // namespace varimix::internal
