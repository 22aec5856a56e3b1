// What a posterior over several columns says about single parameters and about new rows.
#include <gtest/gtest.h>

#include <cmath>

#include "support/gaussian_problems.hpp"
#include "varimix/sample.hpp"

namespace varimix::test {
namespace {

class PosteriorOfColumns : public testing::TestWithParam<GaussianProblem> {
 protected:
  const GaussianProblem& p = GetParam();
  Fit fitted(const Backend& backend) const {
    return run(with_prior(p, stated_prior(p)), p.data(), backend, start_from(p, some_point(p)), 6);
  }
};

/// One variance of q: inverse gamma(shape, scale). A Wishart's margin has D - 1 degrees fewer.
struct VarianceMargin {
  Real shape = 0, scale = 0;
};

VarianceMargin margin(const GaussianProblem& p, const NaiveGaussianPosterior& q, std::size_t k,
                      Eigen::Index d) {
  if (p.covariance == Covariance::diagonal) return {q.shape[k](d), q.scale[k](d)};
  if (p.covariance == Covariance::spherical) return {q.shape[k](0), q.scale[k](0)};
  return {(q.dof[k] - static_cast<Real>(p.rows.columns()) + 1) / 2, q.scatter[k](d, d) / 2};
}

TEST_P(PosteriorOfColumns, HasTheMarginsOfItsTextbook) {
  const Fit fit = fitted(vb());
  const NaiveGaussianPosterior q = posterior_of(fit);
  constexpr double kEqual = 1e-12;
  for (std::size_t k = 0; k < p.components; ++k) {
    Eigen::Index means = 0, variances = 0;
    for (const Marginal& m : fit.marginals(k)) {
      if (m.name != "mean" && m.name != "variance") continue;
      const auto d = static_cast<Eigen::Index>(m.column);
      const VarianceMargin v = margin(p, q, k, d);
      if (m.name == "mean") {
        ++means;
        EXPECT_LT(relative_gap(m.mean(), q.mean[k](d)), kEqual);
        // Student t with 2a degrees: variance b / (kappa (a - 1)).
        EXPECT_LT(relative_gap(m.standard_deviation(),
                               std::sqrt(v.scale / (q.strength[k](d) * (v.shape - 1)))),
                  kEqual);
      } else {
        ++variances;
        EXPECT_LT(relative_gap(m.mean(), v.scale / (v.shape - 1)), kEqual);
        EXPECT_LT(relative_gap(m.standard_deviation(),
                               v.scale / ((v.shape - 1) * std::sqrt(v.shape - 2))),
                  kEqual);
      }
    }
    EXPECT_EQ(means, p.rows.columns());
    EXPECT_GT(variances, 0);
  }
}

/// Mean and covariance of a mixture of what `component(k)` says.
template <typename Component>
NaiveGaussianPoint moments(const NaiveGaussianPoint& point, Component component) {
  const Eigen::Index columns = point.mean[0].size();
  NaiveGaussianPoint out{{1}, {RealVector::Zero(columns)}, {RealMatrix::Zero(columns, columns)}};
  for (std::size_t k = 0; k < point.mean.size(); ++k)
    out.mean[0] += point.weight[k] * point.mean[k];
  for (std::size_t k = 0; k < point.mean.size(); ++k) {
    const RealVector gap = point.mean[k] - out.mean[0];
    out.covariance[0] += point.weight[k] * (component(k) + gap * gap.transpose());
  }
  return out;
}

NaiveGaussianPoint moments(const Sample& sample, Eigen::Index rows, Eigen::Index columns) {
  const RealMatrix x = Eigen::Map<const Eigen::Matrix<double, -1, -1, Eigen::RowMajor>>(
                           sample.values.data(), rows, columns)
                           .cast<Real>();
  NaiveGaussianPoint out{{1}, {x.colwise().mean().transpose()}, {}};
  const RealMatrix gap = x.rowwise() - out.mean[0].transpose();
  out.covariance.emplace_back(gap.transpose() * gap / static_cast<Real>(rows));
  return out;
}

// 20000 draws: means are off by 0.007 standard deviations, covariances by 0.01 to 0.02.
TEST_P(PosteriorOfColumns, DrawsRowsWithTheMomentsOfItsPrediction) {
  constexpr Eigen::Index kRows = 20000;
  constexpr double kSampling = 0.08;
  for (const Backend& backend : {map(), vb()}) {
    const Fit fit = fitted(backend);
    const NaiveGaussianPoint point = point_of(fit);
    const NaiveGaussianPosterior q =
        method_name(backend) == "vb" ? posterior_of(fit) : NaiveGaussianPosterior{};
    const NaiveGaussianPoint expected = moments(point, [&](std::size_t k) -> RealMatrix {
      RealMatrix out = point.covariance[k];
      for (Eigen::Index d = 0; !q.strength.empty() && d < out.rows(); ++d)
        for (Eigen::Index e = 0; e < out.rows(); ++e)
          out(d, e) *= 1 + 1 / std::sqrt(q.strength[k](d) * q.strength[k](e));
      return out;
    });
    const Sample drawn = sample(fit, kRows, 5);
    EXPECT_LT(gap(moments(drawn, kRows, p.rows.columns()), expected), kSampling)
        << method_name(backend);
  }
}

INSTANTIATE_TEST_SUITE_P(Problems, PosteriorOfColumns, testing::ValuesIn([] {
                           std::vector<GaussianProblem> out;
                           for (const GaussianProblem& p : all_gaussian_problems())
                             if (p.name.ends_with("K2") || p.name.ends_with("K3_missing"))
                               out.push_back(p);
                           return out;
                         }()),
                         ProblemName{});

}  // namespace
}  // namespace varimix::test
