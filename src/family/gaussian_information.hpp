// Curvature and posterior covariances of Gaussian components, of every covariance at once. What the
// covariances differ in is who shares a covariance matrix: a *unit* is p columns of one component
// that have one (p = D for full and tied, p = 1 for the others), a *group* the units that share it
// (full and diagonal: one each; spherical: those of a component; tied: all).
//
// In its frame (m, L), y = L^-1 (x - m), a unit has the row statistics t = (1, y, y_a y_b for a >=
// b) with the coefficients
//
//   c = (-1/2 log |S| - 1/2 mu' S^-1 mu,   S^-1 mu,   -1/2 S^-1_aa or -S^-1_ab)
#pragma once

#include <vector>

#include "math/matrices.hpp"
#include "varimix/family/family.hpp"

namespace varimix::internal {

struct GaussianUnits {
  std::size_t components = 1, columns = 1;
  std::size_t p = 1;
  std::vector<std::size_t> group;  ///< [units], component by component
  std::size_t groups = 1;

  std::size_t count() const { return group.size(); }
  std::size_t per_component() const { return columns / p; }
  std::size_t pairs() const { return p * (p + 1) / 2; }
  std::size_t statistics() const { return 1 + p + pairs(); }  ///< of one unit
};

struct GaussianFrame {
  Vector mean;    ///< [p]
  Matrix factor;  ///< [p x p] L, lower
};

/// mu_u | Sigma ~ N(mean, Sigma / strength), Sigma ~ inverse Wishart(dof, factor factor^T): an
/// inverse gamma has dof = 2 shape, factor = sqrt(2 scale).
struct GaussianHyper {
  std::vector<Vector> means;      ///< [units]
  std::vector<double> strengths;  ///< [units]
  std::vector<double> dofs;       ///< [groups]
  std::vector<Matrix> factors;    ///< [groups]
};

/// At the point that `frames` [units] are; `sums` [units x statistics] in those frames; `prior`
/// null: flat; groups that are `held` on a floor keep their covariance.
InformationRules::Curvature gaussian_curvature(const GaussianUnits& units,
                                               const std::vector<GaussianFrame>& frames,
                                               std::span<const double> sums,
                                               const GaussianHyper* prior,
                                               const std::vector<bool>& held);

/// In the frames where E[mu] = 0 and E[S^-1] = I: the posterior means m, and L = factor /
/// sqrt(dof).
InformationRules::Moments gaussian_moments(const GaussianUnits& units, const GaussianHyper& q);

}  // namespace varimix::internal
