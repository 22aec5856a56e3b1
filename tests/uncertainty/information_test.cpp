// Standard errors from the observed information against second differences of the naive twin's
// log-likelihood (MAP: plus log prior), for every family, with weights, labels and missing cells.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "finite_differences.hpp"
#include "support/gaussian_problems.hpp"
#include "support/reference_problems.hpp"
#include "varimix/varimix.hpp"

namespace varimix::test {
namespace {

using Eigen::Index;

/// Steps are this share of a parameter's own scale: the error of extrapolated differences is of the
/// order of its fourth power.
constexpr Real kStep = 1e-3L;

/// A change of one free parameter, and how long a step is.
template <typename P>
struct Direction {
  std::function<void(P&, Real)> move;
  Real scale = 1;
};

template <typename P>
std::vector<Direction<P>> weight_directions(const P& point) {
  std::vector<Direction<P>> out;
  const std::size_t last = point.weight.size() - 1;
  for (std::size_t k = 0; k < last; ++k)
    out.push_back({[k, last](P& p, Real h) { p.weight[k] += h, p.weight[last] -= h; },
                   std::min(point.weight[k], point.weight[last])});
  return out;
}

std::vector<Direction<NaiveGaussianPoint>> directions(NaiveCovariance kind,
                                                      const NaiveGaussianPoint& point) {
  using P = NaiveGaussianPoint;
  std::vector<Direction<P>> out = weight_directions(point);
  const Index columns = point.mean[0].size();
  const std::size_t components = point.mean.size();
  for (std::size_t k = 0; k < components; ++k)
    for (Index d = 0; d < columns; ++d)
      out.push_back(
          {[k, d](P& p, Real h) { p.mean[k](d) += h; }, std::sqrt(point.covariance[k](d, d))});
  const auto entry = [](P& p, std::size_t k, Index i, Index j, Real h) {
    p.covariance[k](i, j) += h;
    if (i != j) p.covariance[k](j, i) += h;
  };
  for (std::size_t k = 0; k < components; ++k) {
    const RealMatrix& c = point.covariance[k];
    if (kind == NaiveCovariance::spherical) {
      out.push_back({[k](P& p, Real h) { p.covariance[k].diagonal().array() += h; }, c(0, 0)});
      continue;
    }
    if (kind == NaiveCovariance::tied && k > 0) continue;
    for (Index i = 0; i < columns; ++i)
      for (Index j = kind == NaiveCovariance::diagonal ? i : 0; j <= i; ++j)
        out.push_back({[=](P& p, Real h) {
                         for (std::size_t l = k; l < components; ++l)
                           if (l == k || kind == NaiveCovariance::tied) entry(p, l, i, j, h);
                       },
                       0.3L * std::sqrt(c(i, i) * c(j, j))});
  }
  return out;
}

std::vector<Direction<NaivePoint>> directions(NaiveFamily family, const NaivePoint& point) {
  using P = NaivePoint;
  std::vector<Direction<P>> out = weight_directions(point);
  const std::size_t components = point.location.size();
  for (std::size_t k = 0; k < components; ++k)
    out.push_back({[k](P& p, Real h) { p.location[k] += h; }, family == NaiveFamily::poisson
                                                                  ? 0.3L * point.location[k]
                                                                  : std::sqrt(point.variance[k])});
  if (family == NaiveFamily::poisson) return out;
  const bool tied = family != NaiveFamily::gaussian;
  for (std::size_t k = 0; k < (tied ? 1 : components); ++k)
    out.push_back({[=](P& p, Real h) {
                     for (std::size_t l = k; l < components; ++l)
                       if (l == k || tied) p.variance[l] += h;
                   },
                   0.3L * point.variance[k]});
  return out;
}

Real value_of(const NaiveGaussianPoint& p, const Estimate& e) {
  if (e.parameter == "weight") return p.weight[e.component];
  const auto row = static_cast<Index>(e.row), column = static_cast<Index>(e.column);
  return e.parameter == "mean" ? p.mean[e.component](column)
                               : p.covariance[e.component](row, column);
}

Real value_of(const NaivePoint& p, const Estimate& e) {
  if (e.parameter == "weight") return p.weight[e.component];
  return e.parameter == "covariance" ? p.variance[e.component] : p.location[e.component];
}

/// The covariance of all estimates is map (-f'')^-1 map', f the objective.
template <typename P>
void expect_inverse_of_differences(const Uncertainty& u, const P& point,
                                   const std::vector<Direction<P>>& free,
                                   const std::function<Real(const P&)>& objective) {
  RealVector steps(static_cast<Index>(free.size()));
  RealMatrix map(static_cast<Index>(u.estimates.size()), steps.size());
  for (Index i = 0; i < steps.size(); ++i) {
    const Direction<P>& direction = free[static_cast<std::size_t>(i)];
    steps(i) = kStep * direction.scale;
    P moved = point;
    direction.move(moved, 1);
    for (Index e = 0; e < map.rows(); ++e) {
      const Estimate& estimate = u.estimates[static_cast<std::size_t>(e)];
      map(e, i) = value_of(moved, estimate) - value_of(point, estimate);
    }
  }
  const RealMatrix hessian = second_derivatives(
      [&](const RealVector& at) {
        P moved = point;
        for (Index i = 0; i < at.size(); ++i)
          if (at(i) != 0) free[static_cast<std::size_t>(i)].move(moved, at(i));
        return objective(moved);
      },
      steps);
  const RealMatrix expected = map * naive_inverse(-hessian) * map.transpose();
  // The differences are good for 1e-9 in well separated mixtures, and lose what the inverse is
  // worse conditioned by.
  constexpr double kTolerance = 1e-6;
  const Index size = map.rows();
  ASSERT_EQ(u.covariance.size(), static_cast<std::size_t>(size * size));
  for (Index i = 0; i < size; ++i) {
    const Estimate& e = u.estimates[static_cast<std::size_t>(i)];
    const auto se = static_cast<double>(std::sqrt(expected(i, i)));
    EXPECT_NEAR(e.standard_error, se, kTolerance * se)
        << e.parameter << ' ' << e.component << ' ' << e.row << ' ' << e.column;
    for (Index j = 0; j < i; ++j)
      EXPECT_NEAR(u.covariance[static_cast<std::size_t>(i * size + j)],
                  static_cast<double>(expected(i, j)),
                  kTolerance * static_cast<double>(std::sqrt(expected(i, i) * expected(j, j))));
  }
}

class InformationOfColumns : public testing::TestWithParam<GaussianProblem> {};

TEST_P(InformationOfColumns, IsMinusTheSecondDifferencesOfTheLogLikelihood) {
  const GaussianProblem& p = GetParam();
  for (const Backend& backend : {em(), map()}) {
    const NaiveGaussianPrior prior = stated_prior(p);
    const bool with = method_name(backend) == "map";
    const Fit fit = run(with ? with_prior(p, prior) : p.model(), p.data(), backend,
                        start_from_partition(p), 1000);
    const NaiveGaussianPoint point = point_of(fit);
    expect_inverse_of_differences<NaiveGaussianPoint>(
        uncertainty(fit, p.data(), {.threads = 1}), point, directions(p.naive(), point),
        [&](const NaiveGaussianPoint& at) {
          const Real likelihood = naive_latent(p.naive(), p.rows, at).evidence;
          return with ? likelihood + naive_log_prior(p.naive(), at, prior) : likelihood;
        });
  }
}

INSTANTIATE_TEST_SUITE_P(All, InformationOfColumns, testing::ValuesIn(two_component_problems(4)),
                         ProblemName());

std::vector<Problem> one_column() {
  std::vector<Problem> out;
  for (const NaiveFamily family : {NaiveFamily::gaussian, NaiveFamily::tied_gaussian})
    for (Problem& p : with_weights_and_labels(problem("waiting", family, 2))) out.push_back(p);
  // Its rows are counts that weigh what they were seen: weights are in it as it is (with random
  // ones beside those its maximum has one component only).
  out.push_back(problem("london_times", NaiveFamily::poisson, 2));
  out.push_back(labelled(problem("london_times", NaiveFamily::poisson, 2)));
  out.push_back(problem("waiting", NaiveFamily::gaussian, 1));
  return out;
}

class InformationOfOneColumn : public testing::TestWithParam<Problem> {};

TEST_P(InformationOfOneColumn, IsMinusTheSecondDifferencesOfTheLogLikelihood) {
  const Problem& p = GetParam();
  for (const Backend& backend : {em(), map()}) {
    const NaivePrior prior = default_prior(p);
    const bool with = method_name(backend) == "map";
    const Fit fit =
        run(with ? with_prior(p, prior) : p.model(), p.data(), backend,
            AutomaticStart::kmeans_plus_plus, p.family == NaiveFamily::poisson ? 20000 : 1000);
    const NaivePoint point = to_naive(p.family, fit.belief);
    expect_inverse_of_differences<NaivePoint>(
        uncertainty(fit, p.data()), point, directions(p.family, point), [&](const NaivePoint& at) {
          const Real likelihood =
              naive_normalize(p.naive, naive_logits(p.family, p.naive, at)).evidence;
          return with ? likelihood + naive_log_prior(p.family, at, prior) : likelihood;
        });
  }
}

INSTANTIATE_TEST_SUITE_P(All, InformationOfOneColumn, testing::ValuesIn(one_column()),
                         ProblemName());

}  // namespace
}  // namespace varimix::test
