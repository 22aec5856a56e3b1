// Standard errors of a point from the observed information of the data [Louis1982]:
//
//   I_observed = I_complete - J' M J
//
// in local coordinates of the parameters, J = d c / d xi of the natural parameters c, M the
// covariance of the complete-data statistics given the data (statistics/missing_information.hpp).
// MAP: I_complete has the prior's own curvature, in (weights, means, covariances).
#pragma once

#include "math/matrices.hpp"
#include "varimix/uncertainty.hpp"

namespace varimix::internal {

Uncertainty information(const Fit& fit, const Data& data, const UncertaintyOptions& options);

}  // namespace varimix::internal
