// From a belief to what the E-pass and the objective need of it.
#pragma once

#include "varimix/belief.hpp"

namespace varimix::internal {

Scorer scorer(const Family& family, const Belief& belief);
/// The same for the posterior predictive: E[pi_k] beside Student t, negative binomial, ...
/// (family.log_predictive).
std::vector<double> expected_weights(const WeightsPosterior& posterior);

/// Prior + counts. Dirichlet: alpha_k + N_k; sticks: (1 + N_k, concentration + sum_{j>k} N_j)
/// [BleiJordan2006, 3].
WeightsPosterior weights_posterior(const WeightsPrior& prior, std::span<const double> counts);
std::vector<double> expected_log_weights(const WeightsPosterior& posterior);
/// KL(q(pi) || p(pi)), nats.
double weights_divergence(const WeightsPosterior& posterior, const WeightsPrior& prior);

/// KL(q(pi) || p(pi)) + sum_k KL(q(theta_k) || p(theta_k)) under a resolved model, nats.
double divergence(const Model& model, const Posterior& posterior);
/// log p(pi, theta) under a resolved model, nats, constants kept; 0 where no prior was asked for
/// and that on the weights is flat.
double log_prior(const Model& model, const Point& point);

/// The estimate itself, or posterior means.
Point point_summary(const Family& family, const Belief& belief, std::vector<std::string>& warnings);

}  // namespace varimix::internal
