// How sure a VB fit is: q's own marginals, and q's covariance corrected for what q leaves out. With
// c the natural parameters of the complete data, V = Cov_q(c), G = Cov_q(g, c) and M as in
// statistics/missing_information.hpp, linear response is
//
//   Cov_LR(g) = Cov_q(g) + G (I - M V)^-1 M G' [GiordanoEtAl2018, 3]
//
// the derivative of E_q[g] when the exponent of the joint density is tilted by g.
#pragma once

#include "varimix/uncertainty.hpp"

namespace varimix::internal {

Uncertainty posterior_marginals(const Fit& fit, const Data& data,
                                const UncertaintyOptions& options);
Uncertainty linear_response(const Fit& fit, const Data& data, const UncertaintyOptions& options);

}  // namespace varimix::internal
