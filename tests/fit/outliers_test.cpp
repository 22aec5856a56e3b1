// Outlier scores against exact tails, and as the uniform numbers they are for the fit's own rows.
#include "varimix/outliers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

#include "support/reference_problems.hpp"
#include "varimix/report.hpp"
#include "varimix/sample.hpp"

namespace varimix::test {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// A Gaussian over D columns, correlated where the covariance is full: the fit of rows that have
/// just these moments does not matter here, only that it has some.
Fit gaussian_fit(std::size_t columns, Covariance covariance, const Backend& backend = em()) {
  std::mt19937_64 random(7);
  Eigen::MatrixXd x(60, static_cast<Eigen::Index>(columns));
  for (Eigen::Index n = 0; n < x.rows(); ++n)
    for (Eigen::Index d = 0; d < x.cols(); ++d)
      x(n, d) = 10.0 * static_cast<double>(d + 1) * uniform(random) + (d > 0 ? x(n, d - 1) : 0);
  return fit(Model(1, gaussian(covariance)), Data::copy(x), backend);
}

/// P(|error| of a share of m draws > 4.5 sd) is 7e-6 a row; half a draw for the added one.
double monte_carlo_error(double p, std::size_t draws) {
  const auto m = static_cast<double>(draws);
  return 4.5 * std::sqrt(p * (1 - p) / m) + 2 / m;
}

/// The largest gap between the scores' distribution and the uniform one.
double distance_from_uniform(std::vector<double> scores) {
  std::sort(scores.begin(), scores.end());
  double worst = 0;
  const auto count = static_cast<double>(scores.size());
  for (std::size_t i = 0; i < scores.size(); ++i)
    worst = std::max({worst, std::abs(scores[i] - static_cast<double>(i) / count),
                      std::abs(scores[i] - static_cast<double>(i + 1) / count)});
  return worst;
}

Data rows_of(const Fit& fit, std::size_t rows, std::uint64_t seed) {
  const varimix::Sample drawn = sample(fit, rows, seed);
  const auto d = static_cast<Eigen::Index>(fit.model.family().columns());
  const Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>
      values(drawn.values.data(), static_cast<Eigen::Index>(rows), d);
  return Data::copy(values);
}

TEST(Outliers, OfOneGaussianScoreTheTailOfChiSquare) {
  for (const std::size_t columns : {1u, 2u, 5u}) {
    const Fit fit = gaussian_fit(columns, Covariance::diagonal);
    const Data data = rows_of(fit, 200, 3);
    const OutlierScores scores = outlier_scores(fit, data, {.draws = 20000, .seed = 1});
    const boost::math::chi_squared chi(static_cast<double>(columns));
    for (std::size_t n = 0; n < data.rows(); ++n) {
      double distance = 0;
      for (std::size_t d = 0; d < columns; ++d) {
        const auto at = static_cast<Eigen::Index>(d);
        const double gap = data.value(n, d) - fit.mean(0)[at];
        distance += gap * gap / fit.covariance(0)(at, at);
      }
      const double exact = boost::math::cdf(boost::math::complement(chi, distance));
      EXPECT_NEAR(scores.score[n], exact, monte_carlo_error(exact, 20000)) << n;
    }
    EXPECT_EQ(scores.log_density, log_density(fit, data));
  }
}

TEST(Outliers, OfVariationalBayesScoreThePosteriorPredictive) {
  const std::vector<double> x = {1, 2, 4, 5, 7, 9, 4};
  const Fit fit =
      varimix::fit(Model(1, gaussian()).with_default_prior(), Data::view(x), MeanField{});
  const auto posterior = fit.model.family().conjugate_rules()->describe(
      1, std::get<Posterior>(fit.belief).hyperparameters);
  double mean = 0, strength = 0, shape = 0, scale = 0;
  for (const Field& field : posterior.components[0]) {
    if (field.name == "mean") mean = field.values[0];
    if (field.name == "strength") strength = field.values[0];
    if (field.name == "shape") shape = field.values[0];
    if (field.name == "scale") scale = field.values[0];
  }
  const double unit = std::sqrt(scale / shape * (1 + 1 / strength));
  const std::vector<double> points = {-20, -3, 0, 4, 5, 11, 18};
  const OutlierScores scores = outlier_scores(fit, Data::view(points), {.draws = 50000});
  const boost::math::students_t t(2 * shape);
  for (std::size_t n = 0; n < points.size(); ++n) {
    const double exact =
        2 * boost::math::cdf(boost::math::complement(t, std::abs(points[n] - mean) / unit));
    EXPECT_NEAR(scores.score[n], exact, monte_carlo_error(exact, 50000)) << points[n];
  }
}

TEST(Outliers, OfTheFitsOwnRowsAreUniform) {
  const Problem gaussians = problem("waiting", NaiveFamily::gaussian, 2);
  for (const Backend& backend : {em(), vb()}) {
    const Fit fit = run(gaussians.model(), gaussians.data(), backend,
                        Partition{random_partition(gaussians, 3)}, 60);
    const OutlierScores scores =
        outlier_scores(fit, rows_of(fit, 4000, 11), {.draws = 100000, .seed = 12});
    // Kolmogorov: P(sqrt(n) D > 2.2) = 1.3e-4; the draws add a share of 4000/100000 to the
    // variance.
    EXPECT_LT(distance_from_uniform(scores.score), 2.2 * std::sqrt(1.04 / 4000));
  }
}

TEST(Outliers, BetweenTwoClustersAreFoundToo) {
  std::vector<double> x;
  for (int i = 0; i < 100; ++i) x.push_back((i < 50 ? 0.0 : 100.0) + 0.1 * (i % 50));
  const Fit fit = varimix::fit(Model(2, gaussian()), Data::view(x));
  const std::vector<double> rows = {2.5, 50, 102.5};
  const OutlierScores scores = outlier_scores(fit, Data::view(rows));
  EXPECT_GT(scores.score[0], 0.9);
  EXPECT_EQ(scores.score[1], 1.0 / 100001);  // beyond every draw
  EXPECT_GT(scores.score[2], 0.9);
}

/// With a cell missing the row is one of fewer columns, and so are the draws.
TEST(Outliers, WithMissingCellsAreComparedWithDrawsThatLackTheSame) {
  const Fit fit = gaussian_fit(3, Covariance::diagonal);
  Eigen::MatrixXd x(4, 3);
  for (Eigen::Index d = 0; d < 3; ++d)
    x.col(d).setConstant(fit.mean(0)[d] + 1.7 * std::sqrt(fit.covariance(0)(d, d)));
  x(1, 0) = x(2, 0) = x(2, 2) = kNaN;
  x.row(3).setConstant(kNaN);
  const OutlierScores scores = outlier_scores(fit, Data::view(x), {.draws = 50000, .seed = 2});
  for (std::size_t n = 0; n < 3; ++n) {
    const auto observed = static_cast<double>(3 - n);
    const double exact = boost::math::cdf(
        boost::math::complement(boost::math::chi_squared(observed), 1.7 * 1.7 * observed));
    EXPECT_NEAR(scores.score[n], exact, monte_carlo_error(exact, 50000)) << n;
  }
  EXPECT_EQ(scores.score[3], 1);
}

TEST(Outliers, OfCountsIncludeTies) {
  const std::vector<double> x = {0, 1, 1, 2, 3, 1, 2, 0, 1};
  const Fit fit = varimix::fit(Model(1, poisson()), Data::view(x));
  const double rate = fit.parameter("rate", 0)[0];
  const std::vector<double> counts = {0, 1, 4};
  const OutlierScores scores = outlier_scores(fit, Data::view(counts), {.draws = 50000});
  const auto p = [&](double k) { return std::exp(k * std::log(rate) - rate - std::lgamma(k + 1)); };
  const double count[] = {0, 1, 4};
  for (std::size_t n = 0; n < 3; ++n) {
    double exact = 0;
    for (double k = 0; k < 60; ++k)
      if (p(k) <= p(count[n]) * (1 + 1e-12)) exact += p(k);
    EXPECT_NEAR(scores.score[n], exact, monte_carlo_error(exact, 50000)) << count[n];
  }
}

TEST(Outliers, DependOnTheSeedAndNotOnThreads) {
  const Fit fit = gaussian_fit(2, Covariance::diagonal, vb());
  const Data data = rows_of(fit, 50, 4);
  const auto scores = [&](std::uint64_t seed, std::size_t threads) {
    return outlier_scores(fit, data, {.draws = 9000, .seed = seed, .threads = threads}).score;
  };
  EXPECT_EQ(scores(1, 1), scores(1, 3));
  EXPECT_NE(scores(1, 1), scores(2, 1));
  EXPECT_THROW(outlier_scores(fit, data, {.draws = 0}), std::invalid_argument);
}

}  // namespace
}  // namespace varimix::test
