// What must not change when the data change in a way the model does not see: origin, units,
// rotation, conditioning, the type they are stored in.
#include <gtest/gtest.h>

#include <Eigen/QR>
#include <cmath>

#include "support/gaussian_problems.hpp"

namespace varimix::test {
namespace {

/// Values on a grid of 2^-20, so that an offset of 2^27 (1.3e8 standard deviations) loses no bit.
GaussianProblem on_a_grid(Covariance covariance) {
  GaussianProblem out = gaussian_problem("faithful_std", "waiting<67", covariance, 2);
  out.rows.x = out.rows.x.unaryExpr([](Real x) { return std::round(x * 0x1p20L) * 0x1p-20L; });
  return out;
}

std::vector<Backend> backends() { return {em(), map(), vb(), vb_point()}; }

/// Responsibilities after some iterations from the same partition, under the default prior.
std::vector<double> shares(const GaussianProblem& p, const Backend& backend, std::size_t steps) {
  const Fit fit = run(p.model(), p.data(), backend, start_from_partition(p), steps);
  return responsibilities(fit, p.data());
}

void expect_same_shares(const GaussianProblem& one, const GaussianProblem& other, double tolerance,
                        const Backend& backend, std::size_t steps = 6) {
  const std::vector<double> a = shares(one, backend, steps), b = shares(other, backend, steps);
  double gap = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    gap = std::isnan(b[i]) ? HUGE_VAL : std::max(gap, std::abs(a[i] - b[i]));
  EXPECT_LT(gap, tolerance) << one.name << " " << method_name(backend);
}

void expect_same_shares(const GaussianProblem& one, const GaussianProblem& other,
                        double tolerance) {
  for (const Backend& backend : backends()) expect_same_shares(one, other, tolerance, backend);
}

RealMatrix some_rotation(Eigen::Index columns) {
  RealMatrix out(columns, columns);
  std::mt19937_64 random(7);
  for (Real& cell : out.reshaped()) cell = uniform(random) - 0.5;
  return out.householderQr().householderQ();
}

class InvarianceOfColumns : public testing::TestWithParam<Covariance> {};

TEST_P(InvarianceOfColumns, ToAnOffsetOfAHundredMillionDeviations) {
  const GaussianProblem p = on_a_grid(GetParam());
  GaussianProblem far = p;
  far.rows.x.array() += 0x1p27L;
  // A mean near 2^27 is rounded to 1.5e-8 standard deviations; clusters are 0.3 wide.
  expect_same_shares(p, far, 1e-6);
}

TEST_P(InvarianceOfColumns, ToTheUnits) {
  const GaussianProblem p = on_a_grid(GetParam());
  for (const Real unit : {1e6L, 1e-6L}) {
    GaussianProblem scaled = p;
    scaled.rows.x *= unit;
    expect_same_shares(p, scaled, 1e-10);
    scaled = p;
    scaled.rows.x.col(1) *= unit;  // one column alone: a spherical model would see it
    if (GetParam() != Covariance::spherical) expect_same_shares(p, scaled, 1e-10);
  }
}

class InvarianceWithoutAxes : public testing::TestWithParam<Covariance> {};

TEST_P(InvarianceWithoutAxes, ToRotation) {
  for (GaussianProblem p :
       {on_a_grid(GetParam()),
        gaussian_problem("iris", "species setosa, versicolor, virginica -> 1,2,3", GetParam(),
                         3)}) {
    GaussianProblem turned = p;
    turned.rows.x = p.rows.x * some_rotation(p.rows.columns());
    expect_same_shares(p, turned, 1e-10);
  }
}

// x = A z with a covariance of condition 1e12: these models see z alone. x itself carries eps 1e6
// of its narrow direction; a scatter matrix of doubles, as a prior has, eps 1e12 of that
// direction's variance, though it weighs but a hundredth of the data. A first pass that knows no
// better frame than the columns loses as much; sixty iterations forget it.
class InvarianceToAffineMaps : public testing::TestWithParam<Covariance> {};

TEST_P(InvarianceToAffineMaps, OfConditionTenToTheTwelve) {
  const GaussianProblem p = on_a_grid(GetParam());
  const RealMatrix turn = some_rotation(2);
  GaussianProblem flat = p;
  flat.rows.x.col(1) *= 1e-6L;
  flat.rows.x = flat.rows.x * turn;
  for (const Backend& backend : {em(), vb_point()}) expect_same_shares(p, flat, 1e-6, backend, 60);
  for (const Backend& backend : {map(), vb()}) expect_same_shares(p, flat, 1e-4, backend, 60);
}

TEST_P(InvarianceOfColumns, ToFloatsThatHoldTheSameNumbers) {
  const GaussianProblem p = on_a_grid(GetParam());
  const Eigen::MatrixXf narrow = p.rows.x.cast<float>();
  const Eigen::MatrixXd wide = narrow.cast<double>();
  for (const Backend& backend : backends()) {
    const Fit a = run(p.model(), Data::view(narrow), backend, start_from_partition(p), 6);
    const Fit b = run(p.model(), Data::view(wide), backend, start_from_partition(p), 6);
    EXPECT_LT(relative_gap(a.objective, b.objective), 1e-12) << method_name(backend);
    EXPECT_LT(gap(point_of(a), point_of(b)), 1e-12) << method_name(backend);
  }
}

INSTANTIATE_TEST_SUITE_P(Covariances, InvarianceOfColumns, testing::ValuesIn(all_covariances()),
                         CovarianceName{});

INSTANTIATE_TEST_SUITE_P(Covariances, InvarianceWithoutAxes,
                         testing::Values(Covariance::full, Covariance::tied, Covariance::spherical),
                         CovarianceName{});
INSTANTIATE_TEST_SUITE_P(Covariances, InvarianceToAffineMaps,
                         testing::Values(Covariance::full, Covariance::tied), CovarianceName{});

}  // namespace
}  // namespace varimix::test
