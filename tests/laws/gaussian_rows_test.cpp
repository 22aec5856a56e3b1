// What the Gaussian does with rows: scores, sums, gradients.
#include <gtest/gtest.h>

#include <limits>

#include "support/law_direct.hpp"
#include "support/law_gaussian.hpp"

namespace varimix::laws {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
const std::vector<double> kWeights = {0.5, 0.3, 0.2};

/// Three overlapping clusters; with `missing`, a fifth of the cells is NaN. [N x D] column-major.
Data clusters(std::size_t rows, std::size_t columns, bool missing, double offset = 0) {
  Draws draws(31);
  std::vector<double> out;
  for (std::size_t i = 0; i < rows * columns; ++i) {
    const double x = offset + 2.0 * static_cast<double>(i % 3) + draws.normal();
    out.push_back(missing && draws.uniform() < 0.2 ? kNaN : x);
  }
  return Data::own(out, rows, columns);
}

/// Three components over D columns, or sharing variance 1.3 where they are tied.
std::vector<double> point(Covariance covariance, std::size_t columns) {
  std::vector<double> out;
  for (std::size_t i = 0; i < 3 * columns; ++i) {
    out.push_back(1.8 * static_cast<double>(i / columns) + 0.1);
    out.push_back(covariance == Covariance::tied ? 1.3 : 0.8 + 0.3 * static_cast<double>(i));
  }
  return out;
}

TEST(GaussianScore, IsTheLogDensityAndSkipsMissingCells) {
  const FamilyPtr family = gaussian(Covariance::diagonal)->with_columns(2);
  const std::vector<double> theta = point(Covariance::diagonal, 2);
  const std::vector<double> x = {0.5, kNaN, 3.0, kNaN, /* second column */ -1.0, 2.0, kNaN, kNaN};
  const Block block{.rows = 4, .columns = 2, .values = x.data(), .stride = 4, .complete = false};
  std::vector<double> scorers(3 * family->sizes().scorer), logits(12);
  family->scorers(3, theta, scorers);
  family->score(block, 3, scorers.data(), logits.data(), 4);
  for (std::size_t k = 0; k < 3; ++k)
    for (std::size_t n = 0; n < 4; ++n) {
      double expected = 0;
      for (std::size_t d = 0; d < 2; ++d)
        if (!std::isnan(x[4 * d + n]))
          expected +=
              normal_log_density(x[4 * d + n], theta[4 * k + 2 * d], theta[4 * k + 2 * d + 1]);
      EXPECT_NEAR(logits[4 * k + n], expected, within(kAlgebra, expected));
    }
}

TEST(GaussianScore, OfOneColumnIsTheSameForEveryCovariance) {
  const std::vector<double> x = {-4.0, 0.0, 0.1, 1e3};
  const Block block{.rows = 4, .columns = 1, .values = x.data(), .stride = 4};
  for (const GaussianCase& c : gaussian_cases()) {
    std::vector<double> scorers(c.family()->sizes().scorer), logits(4);
    c.family()->scorers(1, std::vector<double>{0.1, 2.5}, scorers);
    c.family()->score(block, 1, scorers.data(), logits.data(), 4);
    for (std::size_t n = 0; n < 4; ++n) {
      const double expected = normal_log_density(x[n], 0.1, 2.5);
      EXPECT_NEAR(logits[n], expected, within(kAlgebra, expected));
    }
  }
}

TEST(GaussianGradient, IsTheSlopeOfTheLogLikelihood) {
  for (const Covariance covariance :
       {Covariance::full, Covariance::diagonal, Covariance::spherical, Covariance::tied}) {
    SCOPED_TRACE(to_string(covariance));
    const Pass pass(clusters(200, 1, false), gaussian(covariance));
    expect_gradient_is_the_slope(pass, kWeights, point(covariance, 1));
  }
}

TEST(GaussianGradient, IsTheSlopeWithMissingCellsToo) {
  const Pass pass(clusters(200, 2, true), gaussian(Covariance::diagonal));
  expect_gradient_is_the_slope(pass, kWeights, point(Covariance::diagonal, 2));
}

// On its bound a variance may grow, not shrink.
TEST(GaussianGradient, PointsNoVarianceBelowItsBound) {
  for (const Covariance covariance : {Covariance::full, Covariance::tied}) {
    const Pass pass(clusters(200, 1, false), gaussian(covariance));
    const DirectRules& direct = *pass.family().direct_rules();
    const std::size_t size = direct.coordinates(1);
    std::vector<double> gradient(size), information(size);
    const std::vector<double> wide = {2.0, 1e4}, narrow = {2.0, 1e-4};
    direct.gradient(pass.expected({1.0}, wide), wide, wide, Bounds{1e4}, gradient, information);
    EXPECT_EQ(gradient[1], 0.0);
    direct.gradient(pass.expected({1.0}, wide), wide, wide, Bounds{1.0}, gradient, information);
    EXPECT_LT(gradient[1], 0.0);
    direct.gradient(pass.expected({1.0}, narrow), narrow, narrow, Bounds{1e-4}, gradient,
                    information);
    EXPECT_GT(gradient[1], 0.0);
  }
}

struct LongMoments {
  long double n = 0, mean = 0, variance = 0;
};

/// Component k's weighted moments in two passes of long double.
LongMoments moments(const Data& data, const std::vector<double>& r, std::size_t k) {
  const std::size_t components = r.size() / data.rows();
  LongMoments out;
  const long double origin = data.value(0, 0);
  for (std::size_t n = 0; n < data.rows(); ++n) {
    out.n += r[n * components + k];
    out.mean += r[n * components + k] * (data.value(n, 0) - origin);
  }
  out.mean = origin + out.mean / out.n;
  for (std::size_t n = 0; n < data.rows(); ++n) {
    const long double gap = data.value(n, 0) - out.mean;
    out.variance += r[n * components + k] * gap * gap;
  }
  out.variance /= out.n;
  return out;
}

// 2000 additions of like terms: their rounding errors, not magnified by the offset. The mean cannot
// be better than the ulp of 1e8.
constexpr double kSummed = 2000 * kEps;

TEST(GaussianSums, LoseNoDigitsToAnOffsetOfAHundredMillionDeviations) {
  for (const double offset : {0.0, 1e8, -1e8}) {
    Draws draws(32);
    const Pass pass(clusters(2000, 1, false, offset), gaussian());
    const std::vector<double> r = soft_assignment(2000, 2, draws);
    std::vector<double> point(4);
    pass.family().estimate_rules()->estimate(pass.assigned(2, r), pass.bounds(), point);
    for (std::size_t k = 0; k < 2; ++k) {
      const LongMoments exact = moments(pass.data(), r, k);
      EXPECT_NEAR(point[2 * k], static_cast<double>(exact.mean), kSummed + kEps * std::abs(offset));
      EXPECT_NEAR(point[2 * k + 1], static_cast<double>(exact.variance), kSummed);
    }
  }
}

// A belief that knows nothing of the offset: its own frame would leave no digit of the variance.
TEST(GaussianSums, AreTakenAgainNearByWhenTheBeliefWasFarAway) {
  const std::vector<double> ones(2000, 1.0);
  for (const double offset : {1e4, 1e8, -1e8})
    for (const double variance : {1e-8, 1.0, 1e16}) {
      const Pass pass(clusters(2000, 1, false, offset), gaussian());
      const Statistics s = pass.expected({1.0}, {0.0, variance});
      EXPECT_LT(std::abs(s.frame(0)[0] - offset), 100.0) << "centred anew";
      std::vector<double> point(2);
      pass.family().estimate_rules()->estimate(s, pass.bounds(), point);
      const LongMoments exact = moments(pass.data(), ones, 0);
      EXPECT_NEAR(point[0], static_cast<double>(exact.mean), kSummed + kEps * std::abs(offset));
      EXPECT_NEAR(point[1], static_cast<double>(exact.variance), 100 * kSummed)
          << "from variance " << variance << " and " << offset << " away";
    }
}

TEST(GaussianSums, AreThoseOfTheDataAsTheyAreWhenNothingIsLost) {
  const Data data = clusters(500, 1, false);
  const Pass pass(data, gaussian());
  const Statistics s = pass.expected({0.6, 0.4}, {2.1, 3.0, 1.0, 2.0});
  EXPECT_EQ(s.frame(0)[0], summarize(data).columns[0].mean);
  EXPECT_EQ(s.frame(1)[0], s.frame(0)[0]);
  std::vector<double> frames(4);
  EXPECT_FALSE(pass.family().recentre(s, {}, pass.bounds(), frames));
}

TEST(GaussianSums, AreEachComponentsOwnWhereOneIsFarFromTheCentreForItsScale) {
  const Pass pass(clusters(500, 1, false), gaussian());
  const Statistics s = pass.expected({0.6, 0.4}, {2.1, 3.0, 4.0, 0.01});
  EXPECT_EQ(s.frame(0)[0], 2.1);
  EXPECT_EQ(s.frame(1)[0], 4.0);
}

}  // namespace
}  // namespace varimix::laws
