// Dirichlet and stick-breaking distributions of the mixing weights.
//
//   Dir(pi | alpha):  E[log pi_k] = digamma(alpha_k) - digamma(sum alpha) [Bishop2006, 10.66]
//   sticks v_k ~ Beta(a_k, b_k), v_K = 1:  pi_k = v_k prod_{j<k} (1 - v_j) [BleiJordan2006, 3]
#pragma once

#include <span>
#include <vector>

namespace varimix::internal {

std::vector<double> dirichlet_expected_log(std::span<const double> alpha);
/// log of the density's normalising constant: lgamma(sum alpha) - sum lgamma(alpha_k).
double dirichlet_log_normalizer(std::span<const double> alpha);
/// sum (alpha_k - 1) log pi_k + log-normaliser; a term with alpha_k = 1 is 0 even where pi_k = 0.
double dirichlet_log_density(std::span<const double> alpha, std::span<const double> pi);
/// KL(Dir(q) || Dir(p)) in nats.
double dirichlet_divergence(std::span<const double> q, std::span<const double> p);

/// [K] from K-1 Beta parameters each.
std::vector<double> sticks_expected_log(std::span<const double> a, std::span<const double> b);
std::vector<double> sticks_mean(std::span<const double> a, std::span<const double> b);
/// sum_k KL(Beta(a_k, b_k) || Beta(1, concentration)) in nats.
double sticks_divergence(std::span<const double> a, std::span<const double> b,
                         double concentration);

}  // namespace varimix::internal
