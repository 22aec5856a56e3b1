// A second implementation of Gaussian mixtures over several columns, slow and obvious: every number
// from its formula, in long double, row by row, with nothing taken from the library. What the
// library computes fast, through factors and whitened sums, is compared with this.
//
// Missing cells. full and tied: latent variables, completed per component by their conditional mean
// and covariance (EM), or by q(x_mis | z = k), a Gaussian of precision E[Lambda_k] on the missing
// block (VB). diagonal and spherical: skipped, so every column has a count of its own. A labelled
// row without any cell speaks of the mixing weights only; an unlabelled one of nothing.
#pragma once

#include <Eigen/Core>

#include "support/naive_bound.hpp"

namespace varimix::test {

enum class NaiveCovariance { full, tied, diagonal, spherical };
/// diagonal and spherical: the columns are independent within a component.
inline bool factorizes(NaiveCovariance covariance) {
  return covariance == NaiveCovariance::diagonal || covariance == NaiveCovariance::spherical;
}

using RealVector = Eigen::Matrix<Real, Eigen::Dynamic, 1>;
using RealMatrix = Eigen::Matrix<Real, Eigen::Dynamic, Eigen::Dynamic>;

struct NaiveRows {
  RealMatrix x;                     ///< [N x D], NaN where missing
  std::vector<double> weight;       ///< [N]
  std::vector<std::int32_t> label;  ///< [N], -1 where latent

  Eigen::Index columns() const { return x.cols(); }
};

struct NaiveGaussianPoint {
  std::vector<Real> weight;            ///< [K]
  std::vector<RealVector> mean;        ///< [K][D]
  std::vector<RealMatrix> covariance;  ///< [K][D x D]
};

/// Of one component. full, tied: mu | Sigma ~ N(mean, Sigma / strength), Sigma ~ inverse
/// Wishart(dof, scatter). diagonal: a variance ~ inverse gamma(shape, scale) for each column;
/// spherical: one for all. Weights: Dirichlet(concentration, ...) or v_k ~ Beta(1, concentration).
struct NaiveGaussianPrior {
  bool flat = true;  ///< on the components
  bool sticks = false;
  Real concentration = 1;
  RealVector mean;
  Real strength = 0;
  Real dof = 0;
  RealMatrix scatter;
  RealVector shape, scale;  ///< diagonal [D], spherical [1]
};

struct NaiveGaussianPosterior {
  bool sticks = false;
  std::vector<Real> alpha, beta;           ///< Dirichlet alpha [K]; sticks: Beta(alpha, beta) [K-1]
  std::vector<RealVector> mean, strength;  ///< [K][D]; full, tied: one strength for all columns
  std::vector<Real> dof;                   ///< [K] full, tied (where they repeat)
  std::vector<RealMatrix> scatter;         ///< [K] full, tied (where they repeat)
  std::vector<RealVector> shape, scale;    ///< [K] diagonal [D], spherical [1]
};

/// A row as one component sees it: observed cells as they are, missing ones by mean and covariance
/// (0 at observed cells; diagonal, spherical: not filled in, NaN).
struct NaiveCompletion {
  RealVector mean;
  RealMatrix covariance;
};

/// What is known of the latent variables: r_nk, the missing cells, and the two sums over rows of
/// the logits they came from.
struct NaiveLatent {
  Table r;
  std::vector<std::vector<NaiveCompletion>> rows;  ///< [N][K]
  Real evidence = 0, classification = 0;
};

/// A hard partition (known labels prevail). full, tied: the rows must be complete.
NaiveLatent naive_latent(const NaiveRows& rows, const std::vector<std::int32_t>& partition,
                         std::size_t components);
NaiveLatent naive_latent(NaiveCovariance covariance, const NaiveRows& rows,
                         const NaiveGaussianPoint& point, bool hard = false);
NaiveLatent naive_latent(NaiveCovariance covariance, const NaiveRows& rows,
                         const NaiveGaussianPosterior& posterior);

/// log N of the observed cells of x, the others integrated out of the covariance directly.
Real naive_log_normal(const RealVector& x, const RealVector& mean, const RealMatrix& covariance);
/// log|M| and the inverse, of a positive definite matrix.
Real naive_log_determinant(const RealMatrix& matrix);
RealMatrix naive_inverse(const RealMatrix& matrix);

/// The expectations under q(theta_k) that a score is made of.
struct NaiveExpectations {
  RealVector mean;
  RealMatrix precision;      ///< E[Lambda]
  Real log_determinant = 0;  ///< E[log|Lambda|], full and tied
  RealVector log_precision;  ///< E[log 1/v_d] of each column, diagonal and spherical
  RealVector spread;         ///< 1/kappa_d
};
NaiveExpectations naive_expectations(NaiveCovariance covariance, const NaiveGaussianPosterior& q,
                                     std::size_t k);
/// E[log p(x, x_mis | theta)] under q(theta) and q(x_mis); only observed cells where columns are
/// independent.
Real naive_expected_log_density(NaiveCovariance covariance, const NaiveCompletion& row,
                                const NaiveExpectations& q);
/// -E[log q(x_mis)].
Real naive_completion_entropy(const RealVector& observed, const NaiveCompletion& row);

bool naive_empty(const RealVector& row);  ///< no cell observed
NaiveData naive_presence(const NaiveRows& rows);

/// The point of greatest expected complete-data log-likelihood plus log prior. Knows no floor.
NaiveGaussianPoint naive_maximize(NaiveCovariance covariance, const NaiveRows& rows,
                                  const NaiveLatent& latent, const NaiveGaussianPrior& prior);
/// Prior and statistics.
NaiveGaussianPosterior naive_posterior(NaiveCovariance covariance, const NaiveRows& rows,
                                       const NaiveLatent& latent, const NaiveGaussianPrior& prior);
/// Posterior means; the covariance must have one.
NaiveGaussianPoint naive_mean(NaiveCovariance covariance, const NaiveGaussianPosterior& q);

/// log p(pi, theta), constants kept; 0 when everything is flat.
Real naive_log_prior(NaiveCovariance covariance, const NaiveGaussianPoint& point,
                     const NaiveGaussianPrior& prior);
/// log of the multivariate gamma function of D dimensions.
Real naive_log_gamma(Real x, Eigen::Index dimensions);
/// log of the inverse Wishart's normalising constant: nu/2 log|Psi| - nu D/2 log 2 - log
/// Gamma_D(nu/2).
Real naive_log_wishart_constant(Real dof, const RealMatrix& scatter);

/// Term by term, of q(z, x_mis) = latent and q(pi, theta) = posterior.
NaiveBound naive_bound(NaiveCovariance covariance, const NaiveRows& rows, const NaiveLatent& latent,
                       const NaiveGaussianPosterior& posterior, const NaiveGaussianPrior& prior);

/// log of the posterior predictive density of the observed cells of x: a mixture of Student t.
Real naive_log_predictive(NaiveCovariance covariance, const NaiveGaussianPosterior& q,
                          const RealVector& x);

/// One iteration: the update, and the objective by an E-step of its own.
struct NaiveStep {
  Real objective = 0, log_likelihood = 0;
  NaiveGaussianPoint point;          ///< VB: the posterior means
  NaiveGaussianPosterior posterior;  ///< VB only
};
/// EM (flat prior) or MAP from what is known of the latent variables.
std::vector<NaiveStep> naive_em(NaiveCovariance covariance, const NaiveRows& rows,
                                NaiveLatent latent, const NaiveGaussianPrior& prior,
                                std::size_t iterations, bool hard = false);
std::vector<NaiveStep> naive_vb(NaiveCovariance covariance, const NaiveRows& rows,
                                NaiveLatent latent, const NaiveGaussianPrior& prior,
                                std::size_t iterations);

}  // namespace varimix::test
