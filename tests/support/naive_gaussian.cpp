#include "support/naive_gaussian.hpp"

#include <Eigen/Cholesky>
#include <cmath>
#include <limits>

namespace varimix::test {
namespace {

const Real kLogTwoPi = std::log(2 * std::acos(Real(-1)));

/// The indices of the cells that are (not) there.
std::vector<Eigen::Index> cells(const RealVector& row, bool observed) {
  std::vector<Eigen::Index> out;
  for (Eigen::Index d = 0; d < row.size(); ++d)
    if (std::isnan(row(d)) != observed) out.push_back(d);
  return out;
}

/// Conditional mean of the missing cells and what stays uncertain of them:
/// m_m + Sigma_mo Sigma_oo^-1 (x_o - m_o), Sigma_mm - Sigma_mo Sigma_oo^-1 Sigma_om.
NaiveCompletion completed(const RealVector& row, const RealVector& mean,
                          const RealMatrix& covariance) {
  NaiveCompletion out{row, RealMatrix::Zero(row.size(), row.size())};
  const auto there = cells(row, true), missing = cells(row, false);
  if (missing.empty()) return out;
  const RealMatrix map =
      covariance(missing, there) * naive_inverse(RealMatrix(covariance(there, there)));
  out.mean(missing) = mean(missing) + map * (row(there) - mean(there));
  out.covariance(missing, missing) =
      covariance(missing, missing) - map * covariance(there, missing);
  return out;
}

/// The same by the precision: m_m - Lambda_mm^-1 Lambda_mo (x_o - m_o), Lambda_mm^-1.
NaiveCompletion completed(const RealVector& row, const NaiveExpectations& q) {
  NaiveCompletion out{row, RealMatrix::Zero(row.size(), row.size())};
  const auto there = cells(row, true), missing = cells(row, false);
  if (missing.empty()) return out;
  const RealMatrix inverse = naive_inverse(RealMatrix(q.precision(missing, missing)));
  out.mean(missing) =
      q.mean(missing) - inverse * q.precision(missing, there) * (row(there) - q.mean(there));
  out.covariance(missing, missing) = inverse;
  return out;
}

/// Logits and completions by `see(row, k)`, then what naive_normalize makes of them.
template <typename See>
NaiveLatent latent_from(const NaiveRows& rows, const std::vector<Real>& log_weight, bool hard,
                        See see) {
  NaiveLatent out;
  Table logits;
  for (Eigen::Index i = 0; i < rows.x.rows(); ++i) {
    const RealVector row = rows.x.row(i);
    out.rows.emplace_back(log_weight.size(), NaiveCompletion{row, {}});
    logits.push_back(log_weight);
    if (naive_empty(row)) continue;
    for (std::size_t k = 0; k < log_weight.size(); ++k) {
      const auto [completion, term] = see(row, k);
      out.rows.back()[k] = completion;
      logits.back()[k] += term;
    }
  }
  const NaivePass pass = naive_normalize(naive_presence(rows), logits, hard);
  out.r = pass.r;
  out.evidence = pass.evidence;
  out.classification = pass.classification;
  return out;
}

}  // namespace

bool naive_empty(const RealVector& row) { return cells(row, true).empty(); }

NaiveData naive_presence(const NaiveRows& rows) {
  NaiveData out{{}, rows.weight, rows.label};
  for (Eigen::Index i = 0; i < rows.x.rows(); ++i)
    out.x.push_back(naive_empty(rows.x.row(i)) ? std::nan("") : 0.0);
  return out;
}

Real naive_log_determinant(const RealMatrix& matrix) {
  const RealMatrix factor = matrix.llt().matrixL();
  return 2 * factor.diagonal().array().log().sum();
}

RealMatrix naive_inverse(const RealMatrix& matrix) {
  return matrix.llt().solve(RealMatrix::Identity(matrix.rows(), matrix.rows()));
}

Real naive_log_normal(const RealVector& x, const RealVector& mean, const RealMatrix& covariance) {
  const auto there = cells(x, true);
  const RealMatrix block = covariance(there, there);
  const RealVector gap = x(there) - mean(there);
  return -(static_cast<Real>(there.size()) * kLogTwoPi + naive_log_determinant(block) +
           gap.dot(RealVector(block.llt().solve(gap)))) /
         2;
}

NaiveExpectations naive_expectations(NaiveCovariance covariance, const NaiveGaussianPosterior& q,
                                     std::size_t k) {
  NaiveExpectations out;
  out.mean = q.mean[k];
  out.spread = q.strength[k].cwiseInverse();
  const Eigen::Index columns = out.mean.size();
  if (!factorizes(covariance)) {
    out.precision = q.dof[k] * naive_inverse(q.scatter[k]);
    out.log_determinant =
        static_cast<Real>(columns) * std::log(Real(2)) - naive_log_determinant(q.scatter[k]);
    for (Eigen::Index d = 0; d < columns; ++d)
      out.log_determinant += naive_digamma((q.dof[k] - static_cast<Real>(d)) / 2);
    return out;
  }
  out.precision = RealMatrix::Zero(columns, columns);
  out.log_precision.resize(columns);
  for (Eigen::Index d = 0; d < columns; ++d) {
    const Eigen::Index i = covariance == NaiveCovariance::spherical ? 0 : d;
    out.precision(d, d) = q.shape[k](i) / q.scale[k](i);
    out.log_precision(d) = naive_digamma(q.shape[k](i)) - std::log(q.scale[k](i));
  }
  return out;
}

Real naive_expected_log_density(NaiveCovariance covariance, const NaiveCompletion& row,
                                const NaiveExpectations& q) {
  const RealVector gap = row.mean - q.mean;
  Real out = 0;
  if (factorizes(covariance)) {
    for (const Eigen::Index d : cells(row.mean, true))
      out += q.log_precision(d) - kLogTwoPi - q.precision(d, d) * gap(d) * gap(d) - q.spread(d);
    return out / 2;
  }
  const auto columns = static_cast<Real>(gap.size());
  out = q.log_determinant - columns * kLogTwoPi - gap.dot(q.precision * gap) -
        (q.precision * row.covariance).trace() - columns * q.spread(0);
  return out / 2;
}

Real naive_completion_entropy(const RealVector& observed, const NaiveCompletion& row) {
  const auto missing = cells(observed, false);
  if (missing.empty()) return 0;
  return (static_cast<Real>(missing.size()) * (1 + kLogTwoPi) +
          naive_log_determinant(RealMatrix(row.covariance(missing, missing)))) /
         2;
}

NaiveLatent naive_latent(const NaiveRows& rows, const std::vector<std::int32_t>& partition,
                         std::size_t components) {
  NaiveLatent out;
  for (Eigen::Index i = 0; i < rows.x.rows(); ++i) {
    const auto n = static_cast<std::size_t>(i);
    const std::int32_t k = rows.label[n] >= 0 ? rows.label[n] : partition[n];
    out.r.emplace_back(components, Real(0));
    out.r.back()[static_cast<std::size_t>(k)] = 1;
    out.rows.emplace_back(
        components,
        NaiveCompletion{rows.x.row(i), RealMatrix::Zero(rows.columns(), rows.columns())});
  }
  return out;
}

NaiveLatent naive_latent(NaiveCovariance covariance, const NaiveRows& rows,
                         const NaiveGaussianPoint& point, bool hard) {
  std::vector<Real> log_weight;
  for (const Real w : point.weight) log_weight.push_back(std::log(w));
  return latent_from(rows, log_weight, hard, [&](const RealVector& row, std::size_t k) {
    const NaiveCompletion seen = factorizes(covariance)
                                     ? NaiveCompletion{row, {}}
                                     : completed(row, point.mean[k], point.covariance[k]);
    return std::pair(seen, naive_log_normal(row, point.mean[k], point.covariance[k]));
  });
}

NaiveLatent naive_latent(NaiveCovariance covariance, const NaiveRows& rows,
                         const NaiveGaussianPosterior& posterior) {
  NaiveBound unused;
  const std::vector<Real> log_weight =
      naive_weights_terms(posterior.sticks, posterior.alpha, posterior.beta, 1, unused);
  std::vector<NaiveExpectations> q;
  for (std::size_t k = 0; k < log_weight.size(); ++k)
    q.push_back(naive_expectations(covariance, posterior, k));
  return latent_from(rows, log_weight, false, [&](const RealVector& row, std::size_t k) {
    const NaiveCompletion seen =
        factorizes(covariance) ? NaiveCompletion{row, {}} : completed(row, q[k]);
    Real term = naive_expected_log_density(covariance, seen, q[k]);
    if (!factorizes(covariance)) term += naive_completion_entropy(row, seen);
    return std::pair(seen, term);
  });
}

}  // namespace varimix::test
