// Several fits of one model to the same data, side by side.
#pragma once

#include <span>
#include <string>

#include "varimix/fit.hpp"

namespace varimix::internal {

/// One row per fit and component: objective, log-likelihood, iterations, seconds; weight and
/// parameters. Components stand in the order of their means (rates), whatever their order in each
/// fit.
std::string comparison_table(std::span<const Fit> fits);

/// The conjugate posterior of a fit that has one: hyperparameters, mean, standard deviation and 95
/// % credible interval of every parameter; empty for a point. Components in this order, numbered 1,
/// 2, ... in the table.
std::string posterior_table(const Fit& fit, std::span<const std::size_t> order);

/// Three lines: who gives a point and who a distribution; to how many digits em and vb-point agree;
/// how far vb is from em, in posterior standard deviations. Lines about methods that are not there
/// are left out.
std::string differences_in_words(std::span<const Fit> fits);

}  // namespace varimix::internal
