// Priors and starting points of Gaussian problems, computed from their rows.
#include <cmath>

#include "support/gaussian_problems.hpp"

namespace varimix::test {
namespace {

/// Weight, mean and variance (divisor weight - 1) of the observed cells of a column.
struct Column {
  Real weight = 0, mean = 0, variance = 0;
};

bool absent(const NaiveRows& rows, Eigen::Index i) {
  const auto n = static_cast<std::size_t>(i);
  return rows.weight[n] == 0 || (naive_empty(rows.x.row(i)) && rows.label[n] < 0);
}

Column column_of(const NaiveRows& rows, Eigen::Index d) {
  Column out;
  const auto each = [&](auto visit) {
    for (Eigen::Index i = 0; i < rows.x.rows(); ++i)
      if (!absent(rows, i) && !std::isnan(rows.x(i, d)))
        visit(static_cast<Real>(rows.weight[static_cast<std::size_t>(i)]), rows.x(i, d));
  };
  each([&](Real w, Real x) { out.weight += w, out.mean += w * x; });
  out.mean /= out.weight;
  each([&](Real w, Real x) { out.variance += w * (x - out.mean) * (x - out.mean); });
  out.variance /= out.weight - 1;
  return out;
}

/// Cov(data), divisor sum w - 1; with missing cells or fewer rows than columns its diagonal.
RealMatrix covariance_of(const GaussianProblem& of, const RealVector& mean) {
  const Eigen::Index columns = of.rows.columns();
  RealMatrix out = RealMatrix::Zero(columns, columns);
  Real total = 0;
  for (Eigen::Index i = 0; of.complete() && i < of.rows.x.rows(); ++i) {
    const Real w = of.rows.weight[static_cast<std::size_t>(i)];
    const RealVector gap = of.rows.x.row(i).transpose() - mean;
    out += w * gap * gap.transpose();
    total += w;
  }
  if (of.complete()) return out / (total - 1);
  for (Eigen::Index d = 0; d < columns; ++d) out(d, d) = column_of(of.rows, d).variance;
  return out;
}

Real rounded(Real value) { return static_cast<Real>(static_cast<double>(value)); }

}  // namespace

NaiveGaussianPrior default_prior(const GaussianProblem& of) {
  const Eigen::Index columns = of.rows.columns();
  const auto width = static_cast<Real>(columns);
  const Real share = std::pow(static_cast<Real>(of.components), 2 / width);
  NaiveGaussianPrior out;
  out.flat = false;
  out.strength = rounded(0.01L);
  out.mean.resize(columns);
  RealVector variance(columns);
  for (Eigen::Index d = 0; d < columns; ++d) {
    out.mean(d) = column_of(of.rows, d).mean;
    variance(d) = column_of(of.rows, d).variance;
  }
  if (of.covariance == Covariance::diagonal) {
    out.shape = RealVector::Constant(columns, 1.5L);
    out.scale = variance / (2 * share);
  } else if (of.covariance == Covariance::spherical) {
    out.shape = RealVector::Constant(1, 1.5L);
    out.scale = RealVector::Constant(1, variance.mean() / (2 * share));
  } else {
    out.dof = width + 2;
    out.scatter = covariance_of(of, out.mean) / share;
  }
  return out;
}

NaiveGaussianPrior stated_prior(const GaussianProblem& of) {
  NaiveGaussianPrior out = default_prior(of);
  const Eigen::Index columns = of.rows.columns();
  out.concentration = 1.75L;
  out.strength = 0.625L;
  for (Eigen::Index d = 0; d < columns; ++d) out.mean(d) = rounded(out.mean(d) + (d + 1) / 4.0L);
  for (Eigen::Index d = 0; d < out.shape.size(); ++d) {
    out.shape(d) = 2 + (d + 1) / 8.0L;
    out.scale(d) = rounded(out.scale(d) * (d + 3) / 2);
  }
  if (out.scatter.size() == 0) return out;
  out.dof = static_cast<Real>(columns) + 3.25L;
  for (Eigen::Index d = 0; d < columns; ++d)
    for (Eigen::Index e = 0; e <= d; ++e)
      out.scatter(d, e) = out.scatter(e, d) =
          d == e ? 0.75L + d / 4.0L : 0.25L / (1 + static_cast<Real>(d + e));
  out.scatter = out.scatter.unaryExpr(&rounded);
  return out;
}

NaiveGaussianPoint some_point(const GaussianProblem& of) {
  NaiveGaussianPoint out;
  const auto components = static_cast<Real>(of.components);
  const Eigen::Index columns = of.rows.columns();
  RealVector variance(columns);
  for (Eigen::Index d = 0; d < columns; ++d)
    variance(d) = rounded(column_of(of.rows, d).variance / 2);
  if (of.covariance == Covariance::spherical) variance.setConstant(rounded(variance.mean()));
  for (std::size_t k = 0; k < of.components; ++k) {
    NaiveRows part = of.rows;
    for (std::size_t n = 0; n < of.partition.size(); ++n)
      if (of.partition[n] != static_cast<std::int32_t>(k)) part.weight[n] = 0;
    out.weight.push_back(rounded(2 * static_cast<Real>(k + 1) / (components * (components + 1))));
    out.mean.emplace_back(columns);
    for (Eigen::Index d = 0; d < columns; ++d) out.mean[k](d) = rounded(column_of(part, d).mean);
    RealMatrix covariance = variance.asDiagonal();
    if (!factorizes(of.naive()))  // a correlation of 1/4 from column to column
      for (Eigen::Index d = 0; d + 1 < columns; ++d)
        covariance(d, d + 1) = covariance(d + 1, d) =
            rounded(std::sqrt(variance(d) * variance(d + 1)) / 4);
    out.covariance.push_back(covariance);
  }
  return out;
}

}  // namespace varimix::test
