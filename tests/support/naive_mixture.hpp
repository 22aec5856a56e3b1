// A second implementation of one-column mixtures, slow and obvious: every number from its formula
// (docs: the formulas), in long double, by loops over rows, with nothing taken from the library.
// What the library computes fast is compared with this.
#pragma once

#include <cstdint>
#include <vector>

namespace varimix::test {

using Real = long double;
/// [N][K]
using Table = std::vector<std::vector<Real>>;

enum class NaiveFamily { gaussian, tied_gaussian, poisson };

struct NaiveData {
  std::vector<double> x;            ///< [N], NaN where missing
  std::vector<double> weight;       ///< [N]
  std::vector<std::int32_t> label;  ///< [N], -1 where latent
};

/// Poisson: location is the rate, variance is empty.
struct NaivePoint {
  std::vector<Real> weight, location, variance;
};

/// Of one component. Gaussian: normal-inverse-gamma; Poisson: gamma(shape, rate = scale). Weights:
/// Dirichlet(concentration, ...), or sticks v_k ~ Beta(1, concentration).
struct NaivePrior {
  bool flat = true;  ///< on the components
  bool sticks = false;
  Real concentration = 1;
  Real mean = 0, strength = 0, shape = 0, scale = 0;
};

struct NaivePosterior {
  bool sticks = false;
  std::vector<Real> alpha, beta;  ///< Dirichlet alpha [K]; sticks: Beta(alpha, beta) [K-1]
  std::vector<Real> mean, strength, shape, scale;  ///< [K]; tied: shape and scale repeat
};

/// Weighted, of the rows whose cell is there.
struct NaiveSums {
  Real n = 0, mean = 0, scatter = 0;
};

struct NaivePass {
  Table r;
  Real evidence = 0, classification = 0;
};

Real naive_digamma(Real x);
Real naive_log_gamma(Real x);

/// log pi_k + log f(x_n | theta_k); a missing cell has density 1.
Table naive_logits(NaiveFamily family, const NaiveData& data, const NaivePoint& point);
/// E[log pi_k] + E[log f(x_n | theta_k)].
Table naive_logits(NaiveFamily family, const NaiveData& data, const NaivePosterior& posterior);
/// Responsibilities, sum_n w_n log sum_k exp(rho_nk) and sum_n w_n max_k rho_nk; known labels keep
/// their own term. hard: each row wholly to its likeliest component.
NaivePass naive_normalize(const NaiveData& data, const Table& logits, bool hard = false);

NaiveSums naive_sums(const NaiveData& data, const Table& r, std::size_t k);
/// sum_n w_n r_nk.
std::vector<Real> naive_counts(const NaiveData& data, const Table& r);
/// The point of greatest sum_nk w_n r_nk log p(x_n, k | theta) + log p(theta); variances (under a
/// flat prior) and rates not below `floor`.
NaivePoint naive_maximize(NaiveFamily family, const NaiveData& data, const Table& r,
                          const NaivePrior& prior, Real floor);
/// Prior and statistics.
NaivePosterior naive_posterior(NaiveFamily family, const NaiveData& data, const Table& r,
                               const NaivePrior& prior);

/// log p(pi, theta), constants kept; 0 when everything is flat.
Real naive_log_prior(NaiveFamily family, const NaivePoint& point, const NaivePrior& prior);
/// d/d(log pi_k, mean_k, log variance_k) or d/d(log pi_k, log rate_k) of the log-likelihood plus
/// log p(theta) (the density itself not transformed), in units of counts: each entry is divided by
/// what makes it free of the data's unit (means: times the component's sd).
std::vector<Real> naive_gradient(NaiveFamily family, const NaiveData& data, const NaivePoint& point,
                                 const NaivePrior& prior);

/// EM from a partition or a point, one point per iteration, by the functions above.
std::vector<NaivePoint> naive_path(NaiveFamily family, const NaiveData& data, Table r,
                                   const NaivePrior& prior, Real floor, std::size_t iterations);

}  // namespace varimix::test
