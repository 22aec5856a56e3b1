// The references about several columns, as problems, priors, points and posteriors.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "support/gaussian_problems.hpp"

namespace varimix::test {

/// A problem of mclust's: VVV full, EEE tied, VVI diagonal, VII spherical; nothing for other models
/// and for one column.
std::optional<GaussianProblem> mclust_problem(const std::string& data, const std::string& model,
                                              const std::string& words, std::size_t components);
/// mclust's prior (one scalar for diagonal models): shape = dof/2, scale = scatter/2.
NaiveGaussianPrior mclust_prior(const GaussianProblem& of, const nlohmann::json& prior);
/// Bishop's figures: mean 0, strength 1, dof 2, scatter I.
NaiveGaussianPrior bishop_prior(const GaussianProblem& of, double concentration);

/// {pro [K], mean [K][D], sigma [K][D][D]}.
NaiveGaussianPoint point_from(const nlohmann::json& reference);
/// {alpha, beta, nu [K], m [K][D], Winv [K][D][D]}.
NaiveGaussianPosterior posterior_from(const nlohmann::json& reference);

}  // namespace varimix::test
