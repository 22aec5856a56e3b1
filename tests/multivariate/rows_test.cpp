// What a fit over several columns says about rows, against the naive twin: responsibilities and
// densities of points and posteriors, whatever cells a row has.
#include <gtest/gtest.h>

#include <cmath>

#include "support/gaussian_problems.hpp"
#include "varimix/predict.hpp"

namespace varimix::test {
namespace {

constexpr double kEqual = 1e-10;  // log densities of some tens of nats: 1e6 roundings

class RowsOfColumns : public testing::TestWithParam<GaussianProblem> {
 protected:
  const GaussianProblem& p = GetParam();
  RealVector row(Eigen::Index i) const { return p.rows.x.row(i); }

  Fit fitted(const Backend& backend) const {
    return run(with_prior(p, stated_prior(p)), p.data(), backend, start_from(p, some_point(p)), 4);
  }
  /// log sum_k pi_k f_k of each row, and each component's share of it, labels ignored.
  NaiveLatent unlabelled(const NaiveGaussianPoint& point) const {
    NaiveRows rows = p.rows;
    rows.label.assign(rows.label.size(), kLatent);
    return naive_latent(p.naive(), rows, point);
  }
};

TEST_P(RowsOfColumns, OfAPointHaveTheMarginalDensityOfTheirCells) {
  const Fit fit = fitted(map());
  const NaiveGaussianPoint point = point_of(fit);
  const std::vector<double> ours = log_density(fit, p.data());
  const Prediction predicted = predict(fit, p.data());
  const NaiveLatent latent = unlabelled(point);
  for (std::size_t n = 0; n < ours.size(); ++n) {
    Real density = 0;
    const RealVector x = row(static_cast<Eigen::Index>(n));
    for (std::size_t k = 0; k < p.components; ++k) {
      density +=
          point.weight[k] *
          (naive_empty(x) ? Real(1)
                          : std::exp(naive_log_normal(x, point.mean[k], point.covariance[k])));
      EXPECT_NEAR(predicted.responsibilities[n * p.components + k],
                  static_cast<double>(latent.r[n][k]), kEqual)
          << "row " << n;
    }
    EXPECT_NEAR(ours[n], static_cast<double>(std::log(density)), kEqual) << "row " << n;
    EXPECT_NEAR(predicted.log_density[n], ours[n], kEqual) << "row " << n;
  }
}

TEST_P(RowsOfColumns, OfAPosteriorHaveTheStudentDensityOfTheirCells) {
  const Fit fit = fitted(vb());
  const NaiveGaussianPosterior q = posterior_of(fit);
  const std::vector<double> ours = log_density(fit, p.data());
  for (std::size_t n = 0; n < ours.size(); ++n)
    EXPECT_NEAR(
        ours[n],
        static_cast<double>(naive_log_predictive(p.naive(), q, row(static_cast<Eigen::Index>(n)))),
        kEqual)
        << "row " << n;
}

TEST_P(RowsOfColumns, OfAPosteriorAreSharedByItsOwnFactor) {
  const Fit fit = fitted(vb());
  const NaiveLatent latent = naive_latent(p.naive(), p.rows, posterior_of(fit));
  const std::vector<double> ours = responsibilities(fit, p.data());
  for (std::size_t n = 0; n < p.partition.size(); ++n) {
    if (naive_empty(row(static_cast<Eigen::Index>(n)))) continue;
    for (std::size_t k = 0; k < p.components; ++k)
      EXPECT_NEAR(ours[n * p.components + k], static_cast<double>(latent.r[n][k]), kEqual)
          << "row " << n;
  }
}

INSTANTIATE_TEST_SUITE_P(Problems, RowsOfColumns, testing::ValuesIn(all_gaussian_problems()),
                         ProblemName{});

}  // namespace
}  // namespace varimix::test
