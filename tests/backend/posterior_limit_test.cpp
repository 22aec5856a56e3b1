// As the same data are seen R times, the posterior of variational Bayes closes in on EM's optimum:
// its means like 1/R, its standard deviations like 1/sqrt(R).
#include <gtest/gtest.h>

#include <cmath>

#include "support/reference_problems.hpp"

namespace varimix::test {
namespace {

const std::vector<double> kReplications = {1, 10, 100, 1000};

Data replicated(const Problem& p, double times) {
  std::vector<double> weights = p.naive.weight;
  for (double& w : weights) w *= times;
  return p.data().with_weights(weights);
}

/// Weight, then mean and variance or rate, of every component: posterior means.
std::vector<double> parameters(const Fit& fit) {
  std::vector<double> out = fit.summary.weights;
  out.insert(out.end(), fit.summary.parameters.begin(), fit.summary.parameters.end());
  return out;
}

/// Posterior standard deviations in the same order.
std::vector<double> standard_deviations(const Fit& fit) {
  std::vector<double> weights, others;
  for (std::size_t k = 0; k < fit.components(); ++k)
    for (const Marginal& m : fit.marginals(k))
      (m.name == "weight" ? weights : others).push_back(m.standard_deviation());
  weights.insert(weights.end(), others.begin(), others.end());
  return weights;
}

/// Of log y against log R, by least squares.
double slope(const std::vector<double>& y) {
  double mean_x = 0, mean_y = 0, xy = 0, xx = 0;
  const auto n = static_cast<double>(y.size());
  for (std::size_t i = 0; i < y.size(); ++i) {
    mean_x += std::log(kReplications[i]) / n;
    mean_y += std::log(y[i]) / n;
  }
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double x = std::log(kReplications[i]) - mean_x;
    xy += x * (std::log(y[i]) - mean_y);
    xx += x * x;
  }
  return xy / xx;
}

class PosteriorLimit : public testing::TestWithParam<Problem> {};

TEST_P(PosteriorLimit, IsEmsOptimumWithTheRightRates) {
  const Problem& p = GetParam();
  // Fixed points: at EM's rate on london_times (0.998 per iteration) 40000 leave nothing.
  const std::size_t iterations = p.naive.x.size() < 20 ? 40000 : 2000;
  const Fit optimum = run(p.model(), p.data(), em(), Partition{random_partition(p, 1)}, iterations);
  const std::vector<double> at = parameters(optimum);
  std::vector<double> distance, unit;
  std::vector<std::vector<double>> sds(optimum.components());
  for (const double times : kReplications) {
    const Fit fit =
        run(p.model().with_default_prior(), replicated(p, times), vb(), optimum.belief, iterations);
    if (unit.empty()) unit = standard_deviations(fit);
    const std::vector<double> mean = parameters(fit);
    ASSERT_EQ(mean.size(), unit.size());
    double squares = 0;
    for (std::size_t i = 0; i < mean.size(); ++i)
      squares += (mean[i] - at[i]) * (mean[i] - at[i]) / (unit[i] * unit[i]);
    distance.push_back(std::sqrt(squares));
    for (std::size_t k = 0; k < fit.components(); ++k)
      sds[k].push_back(fit.marginals(k)[1].standard_deviation());
  }
  EXPECT_NEAR(slope(distance), -1, 0.03);  // both bounds are the issue's
  for (const std::vector<double>& sd : sds) EXPECT_NEAR(slope(sd), -0.5, 0.02);
}

INSTANTIATE_TEST_SUITE_P(Problems, PosteriorLimit,
                         testing::Values(problem("waiting", NaiveFamily::gaussian, 2),
                                         problem("london_times", NaiveFamily::poisson, 2)),
                         ProblemName{});

}  // namespace
}  // namespace varimix::test
