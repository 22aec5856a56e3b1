// Densities over several columns: many columns, repeated points, and what integrates to one.
#include <gtest/gtest.h>

#include <cmath>

#include "support/gaussian_problems.hpp"

namespace varimix::test {
namespace {

class DensityOfColumns : public testing::TestWithParam<Covariance> {};

/// Rows in two clusters, columns of equal spread that share a common part.
GaussianProblem wide(Covariance covariance, Eigen::Index rows, Eigen::Index columns) {
  std::mt19937_64 random(11);
  GaussianProblem out{"wide", covariance, 2, {RealMatrix(rows, columns), {}, {}}, {}};
  for (Eigen::Index i = 0; i < rows; ++i) {
    const Real common = uniform(random);
    for (Eigen::Index d = 0; d < columns; ++d)
      out.rows.x(i, d) = static_cast<double>(uniform(random) + common / 2 + (i % 2) * (d % 3));
    out.partition.push_back(static_cast<std::int32_t>(i % 2));
  }
  out.rows.weight.assign(out.partition.size(), 1.0);
  out.rows.label.assign(out.partition.size(), kLatent);
  return out;
}

TEST_P(DensityOfColumns, OfTwoHundredColumnsHasTwelveDigits) {
  GaussianProblem p = wide(GetParam(), 900, 200);
  const Fit fit = run(p.model(), p.data(), em(), start_from_partition(p), 1);
  const std::vector<double> ours = log_density(fit, p.data());
  p.rows.x.conservativeResize(8, Eigen::NoChange);
  p.rows.weight.resize(8), p.rows.label.resize(8);
  NaiveGaussianPoint point = point_of(fit);
  for (std::size_t n = 0; n < 8; ++n) {
    NaiveRows row = p.rows;
    row.weight.assign(8, 0.0);
    row.weight[n] = 1;
    const Real expected = naive_latent(p.naive(), row, point).evidence;
    EXPECT_LT(relative_gap(ours[n], expected), 1e-12) << "row " << n;
  }
}

// A component that sits on thirty copies of one point has no likelihood to be proud of; every
// method has to end with numbers, and those without prior with a word about it.
TEST_P(DensityOfColumns, OfRepeatedPointsStaysFinite) {
  GaussianProblem p = gaussian_problem("faithful_std", "waiting<67", GetParam(), 2, 4);
  for (Eigen::Index i = 0; i < 30; ++i) {
    p.rows.x.row(i) = RealVector{{5, 5}}.transpose();
    p.partition[static_cast<std::size_t>(i)] = 0;
  }
  for (std::size_t n = 30; n < p.partition.size(); ++n) p.partition[n] = 1;
  for (const Backend& backend : {em(), map(), vb(), vb_point(), Backend{MaximumLikelihood{}}}) {
    const Fit fit = run(p.model(), p.data(), backend, start_from_partition(p), 50, 1e-8);
    SCOPED_TRACE(method_name(backend));
    EXPECT_TRUE(std::isfinite(fit.objective));
    EXPECT_TRUE(std::isfinite(gap(point_of(fit), point_of(fit))));
    const bool bounded = method_name(backend) == "map" || method_name(backend) == "vb";
    EXPECT_TRUE(bounded || GetParam() == Covariance::tied || !fit.warnings.empty());
  }
}

/// The integral of exp(log_density) over the plane or the line, trapezoidal in x = scale sinh(s):
/// Student's tails need the sinh.
double total_probability(const Fit& fit, Eigen::Index columns) {
  constexpr double kEnd = 9, kStep = 0.06, kScale = 0.5;
  std::vector<double> node, weight;
  for (double s = -kEnd; s <= kEnd; s += kStep) {
    node.push_back(kScale * std::sinh(s));
    weight.push_back(kStep * kScale * std::cosh(s));
  }
  const auto size = static_cast<Eigen::Index>(node.size());
  const Eigen::Index rows = columns == 1 ? size : size * size;
  Eigen::MatrixXd grid(rows, columns);
  std::vector<double> area(static_cast<std::size_t>(rows), 1.0);
  for (Eigen::Index i = 0; i < rows; ++i)
    for (Eigen::Index d = 0; d < columns; ++d) {
      const auto at = static_cast<std::size_t>(d == 0 ? i % size : i / size);
      grid(i, d) = node[at];
      area[static_cast<std::size_t>(i)] *= weight[at];
    }
  const std::vector<double> density = log_density(fit, Data::view(grid));
  double sum = 0;
  for (std::size_t i = 0; i < density.size(); ++i) sum += area[i] * std::exp(density[i]);
  return sum;
}

TEST_P(DensityOfColumns, PredictedForNewRowsIntegratesToOne) {
  for (const Eigen::Index columns : {1, 2}) {
    GaussianProblem p = gaussian_problem("faithful_std", "waiting<67", GetParam(), 2, 4);
    if (columns == 1) p.rows.x = RealMatrix(p.rows.x.col(0));
    for (const Backend& backend : {em(), map(), vb()}) {
      const Fit fit = run(p.model(), p.data(), backend, start_from_partition(p), 10);
      EXPECT_NEAR(total_probability(fit, columns), 1, 1e-8)  // the rule's own error
          << columns << " " << method_name(backend);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Covariances, DensityOfColumns, testing::ValuesIn(all_covariances()),
                         CovarianceName{});

}  // namespace
}  // namespace varimix::test
