// Three columns in two tilted clusters, or three columns of counts, and a fit by every covariance
// and kind of belief: what tests of marginal and conditional distributions are about.
#pragma once

#include <string>
#include <vector>

#include "varimix/fit.hpp"

namespace varimix::test {

struct NamedFit {
  std::string name;
  Fit fit;
};

/// a, b, c; 120 rows.
Data three_columns();
Data three_counts();
/// gaussian by covariance, and poisson, each by em, map and vb.
const std::vector<NamedFit>& fits_of_three_columns();
Fit fit_three_columns(Covariance covariance, const Backend& backend);

/// One row.
Data row(const std::vector<double>& values);

}  // namespace varimix::test
