#include <cmath>

#include "support/naive_gaussian.hpp"

namespace varimix::test {
namespace {

/// Weighted sums of one component. full, tied: over rows with any cell, completed, one count;
/// diagonal, spherical: per column over its observed cells, scatter diagonal.
struct Sums {
  RealVector n, mean;
  RealMatrix scatter;
};

/// visit(share, completion) for each row that has a cell and a share in component k.
template <typename Visit>
void each_row(const NaiveRows& rows, const NaiveLatent& latent, std::size_t k, Visit visit) {
  for (std::size_t i = 0; i < latent.r.size(); ++i) {
    const Real share = rows.weight[i] * latent.r[i][k];
    if (share > 0 && !naive_empty(rows.x.row(static_cast<Eigen::Index>(i))))
      visit(share, latent.rows[i][k]);
  }
}

Sums sums(NaiveCovariance covariance, const NaiveRows& rows, const NaiveLatent& latent,
          std::size_t k) {
  const Eigen::Index columns = rows.columns();
  Sums out{RealVector::Zero(columns), RealVector::Zero(columns),
           RealMatrix::Zero(columns, columns)};
  each_row(rows, latent, k, [&](Real share, const NaiveCompletion& row) {
    for (Eigen::Index d = 0; d < columns; ++d) {
      if (std::isnan(row.mean(d))) continue;
      out.n(d) += share;
      out.mean(d) += share * row.mean(d);
    }
  });
  for (Eigen::Index d = 0; d < columns; ++d)
    if (out.n(d) > 0) out.mean(d) /= out.n(d);
  each_row(rows, latent, k, [&](Real share, const NaiveCompletion& row) {
    const RealVector gap = row.mean - out.mean;
    if (!factorizes(covariance)) {
      out.scatter += share * (gap * gap.transpose() + row.covariance);
      return;
    }
    for (Eigen::Index d = 0; d < columns; ++d)
      if (!std::isnan(gap(d))) out.scatter(d, d) += share * gap(d) * gap(d);
  });
  return out;
}

std::vector<Sums> sums(NaiveCovariance covariance, const NaiveRows& rows,
                       const NaiveLatent& latent) {
  std::vector<Sums> out;
  for (std::size_t k = 0; k < latent.r.front().size(); ++k)
    out.push_back(sums(covariance, rows, latent, k));
  return out;
}

/// The textbook's weighted closed form.
void maximize(NaiveCovariance covariance, const std::vector<Sums>& all, NaiveGaussianPoint& out) {
  RealMatrix within = RealMatrix::Zero(all[0].mean.size(), all[0].mean.size());
  Real total = 0;
  for (const Sums& s : all) {
    within += s.scatter;
    total += s.n(0);
  }
  for (const Sums& s : all) {
    out.mean.push_back(s.mean);
    RealMatrix variance = s.scatter;
    if (covariance == NaiveCovariance::full) variance /= s.n(0);
    if (covariance == NaiveCovariance::tied) variance = within / total;
    if (covariance == NaiveCovariance::diagonal)
      variance = s.scatter.diagonal().cwiseQuotient(s.n).asDiagonal();
    if (covariance == NaiveCovariance::spherical)
      variance = RealMatrix::Identity(s.n.size(), s.n.size()) * (s.scatter.trace() / s.n.sum());
    out.covariance.push_back(variance);
  }
}

/// The mode of the conjugate posterior in (mean, covariance).
void mode(NaiveCovariance covariance, const NaiveGaussianPosterior& q, NaiveGaussianPoint& out) {
  const auto components = static_cast<Real>(q.mean.size());
  for (std::size_t k = 0; k < q.mean.size(); ++k) {
    const auto columns = static_cast<Real>(q.mean[k].size());
    out.mean.push_back(q.mean[k]);
    RealMatrix variance;
    if (covariance == NaiveCovariance::full) variance = q.scatter[k] / (q.dof[k] + columns + 2);
    if (covariance == NaiveCovariance::tied)
      variance = q.scatter[k] / (q.dof[k] + components + columns + 1);
    if (covariance == NaiveCovariance::diagonal)
      variance = (q.scale[k].array() / (q.shape[k].array() + Real(1.5))).matrix().asDiagonal();
    if (covariance == NaiveCovariance::spherical)
      variance = RealMatrix::Identity(q.mean[k].size(), q.mean[k].size()) *
                 (q.scale[k](0) / (q.shape[k](0) + (columns + 2) / 2));
    out.covariance.push_back(variance);
  }
}

}  // namespace

NaiveGaussianPoint naive_maximize(NaiveCovariance covariance, const NaiveRows& rows,
                                  const NaiveLatent& latent, const NaiveGaussianPrior& prior) {
  NaiveGaussianPoint out;
  const std::vector<Real> counts = naive_counts(naive_presence(rows), latent.r);
  Real total = 0;
  for (const Real n : counts) total += n + prior.concentration - 1;
  for (const Real n : counts) out.weight.push_back((n + prior.concentration - 1) / total);
  if (prior.flat)
    maximize(covariance, sums(covariance, rows, latent), out);
  else
    mode(covariance, naive_posterior(covariance, rows, latent, prior), out);
  return out;
}

NaiveGaussianPosterior naive_posterior(NaiveCovariance covariance, const NaiveRows& rows,
                                       const NaiveLatent& latent, const NaiveGaussianPrior& prior) {
  NaiveGaussianPosterior out;
  out.sticks = prior.sticks;
  const std::vector<Real> counts = naive_counts(naive_presence(rows), latent.r);
  for (std::size_t k = 0; k < counts.size(); ++k) {
    if (!prior.sticks) out.alpha.push_back(prior.concentration + counts[k]);
    if (!prior.sticks || k + 1 == counts.size()) continue;
    out.alpha.push_back(1 + counts[k]);
    out.beta.push_back(prior.concentration);
    for (std::size_t j = k + 1; j < counts.size(); ++j) out.beta.back() += counts[j];
  }
  RealMatrix within = prior.scatter;  // tied
  Real total = 0;
  for (const Sums& s : sums(covariance, rows, latent)) {
    const RealVector strength = (s.n.array() + prior.strength).matrix();
    out.strength.push_back(strength);
    out.mean.push_back(
        ((prior.strength * prior.mean.array() + s.n.array() * s.mean.array()) / strength.array())
            .matrix());
    const RealVector gap = s.mean - prior.mean;
    const RealVector pull =  // kappa0 N gap^2 / kappa
        (prior.strength * s.n.array() * gap.array().square() / strength.array()).matrix();
    if (covariance == NaiveCovariance::diagonal) {
      out.shape.push_back(prior.shape + s.n / 2);
      out.scale.push_back(prior.scale + (s.scatter.diagonal() + pull) / 2);
    } else if (covariance == NaiveCovariance::spherical) {
      out.shape.emplace_back(RealVector::Constant(1, prior.shape(0) + s.n.sum() / 2));
      out.scale.emplace_back(
          RealVector::Constant(1, prior.scale(0) + (s.scatter.trace() + pull.sum()) / 2));
    } else {
      const RealMatrix shrunk =
          s.scatter + prior.strength * s.n(0) / strength(0) * gap * gap.transpose();
      out.dof.push_back(prior.dof + s.n(0));
      out.scatter.push_back(prior.scatter + shrunk);
      within += shrunk;
      total += s.n(0);
    }
  }
  if (covariance == NaiveCovariance::tied) {
    out.dof.assign(counts.size(), prior.dof + total);
    out.scatter.assign(counts.size(), within);
  }
  return out;
}

NaiveGaussianPoint naive_mean(NaiveCovariance covariance, const NaiveGaussianPosterior& q) {
  NaiveGaussianPoint out;
  Real total = 0, rest = 1;
  for (const Real a : q.alpha) total += a;
  for (std::size_t k = 0; k < q.mean.size(); ++k) {
    if (!q.sticks) {
      out.weight.push_back(q.alpha[k] / total);
    } else {
      const Real share = k < q.alpha.size() ? q.alpha[k] / (q.alpha[k] + q.beta[k]) : Real(1);
      out.weight.push_back(rest * share);
      rest *= 1 - share;
    }
    const Eigen::Index columns = q.mean[k].size();
    out.mean.push_back(q.mean[k]);
    if (covariance == NaiveCovariance::spherical)
      out.covariance.emplace_back(RealMatrix::Identity(columns, columns) *
                                  (q.scale[k](0) / (q.shape[k](0) - 1)));
    else if (covariance == NaiveCovariance::diagonal)
      out.covariance.emplace_back(
          (q.scale[k].array() / (q.shape[k].array() - 1)).matrix().asDiagonal());
    else
      out.covariance.emplace_back(q.scatter[k] / (q.dof[k] - static_cast<Real>(columns) - 1));
  }
  return out;
}

}  // namespace varimix::test
