// The exact log evidence of tiny data: what the ELBO bounds from below.
//
//   log p(x) = log sum_z p(x, z),   z over all K^N assignments of rows to components
//
// Given z every conjugate model is solved in closed form, so each term is exact. For any q,
// log p(x) = F(q) + KL(q || p(z, pi, theta | x)): the gap of a VB fit is its divergence.
#pragma once

#include <cstddef>

#include "varimix/fit.hpp"

namespace varimix {

/// The most assignments that are enumerated: 2^21.
inline constexpr std::size_t kMostAssignments = std::size_t{1} << 21U;

/// log p(x) under the model's priors (the default ones when it has none on its components), nats.
/// Labelled rows keep their label; the others must weigh 0 or 1, since a row that stands for
/// several could have several components. Throws std::invalid_argument otherwise, and when there
/// are more than kMostAssignments assignments.
double exact_log_evidence(const Model& model, const Data& data, std::size_t threads = 0);

/// log p(x | pi, theta) at a point, by the same enumeration: what maximum likelihood, EM and MAP
/// bound with F, and reach. nats.
double exact_log_likelihood(const Model& model, const Data& data, const Point& point);

}  // namespace varimix
