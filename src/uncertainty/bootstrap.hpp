// Standard errors by fitting again: to rows drawn anew from the data [Efron1979], or from the fit.
#pragma once

#include "varimix/uncertainty.hpp"

namespace varimix::internal {

/// UncertaintyOptions::Method::bootstrap or parametric_bootstrap of a point estimate. Every
/// replicate is fitted by the fit's own method from the fit's own estimate, and its components are
/// matched to the fit's. The standard error is the standard deviation over the replicates, the
/// interval lies between their quantiles. A default prior is taken from each replicate's rows anew,
/// as the fit took it from its own.
///
/// bootstrap: where all weights are whole numbers a row of weight w is the w rows it stands for, W
/// of which are drawn; else N rows are drawn alike, each with its weight. Labels and missing cells
/// go with the rows. parametric_bootstrap: as many rows with the same labels, weights (whole ones
/// as above) and missing cells as the data; a labelled row comes from its component.
///
/// Replicates that end in a spurious maximum, or cannot be fitted, are left out, those that did not
/// converge are not; a warning counts them. Throws std::invalid_argument for a posterior, for a fit
/// that was derived, for data that are not the fit's and where fewer than two replicates are left.
Uncertainty bootstrap(const Fit& fit, const Data& data, const UncertaintyOptions& options);

}  // namespace varimix::internal
