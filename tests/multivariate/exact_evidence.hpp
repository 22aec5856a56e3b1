// log p(x) of tiny complete data, exactly: all assignments, each in closed form [Murphy2007, 9.5].
#pragma once

#include "support/naive_gaussian.hpp"

namespace varimix::test {

/// log p(x | z) of complete rows of weight 1 in these components, parameters integrated out.
Real exact_log_marginal(NaiveCovariance covariance, const RealMatrix& x,
                        const std::vector<std::size_t>& z, std::size_t components,
                        const NaiveGaussianPrior& prior);
/// log p(x) = log sum_z p(z) p(x | z), p(z) Dirichlet-multinomial.
Real exact_log_evidence(NaiveCovariance covariance, const RealMatrix& x, std::size_t components,
                        const NaiveGaussianPrior& prior);

}  // namespace varimix::test
