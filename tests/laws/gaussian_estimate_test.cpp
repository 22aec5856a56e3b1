// Two routes to one maximum: the textbook's closed forms (EM, MAP) and the exponential family's own
// means (point-mass VB), on random statistics.
#include <gtest/gtest.h>

#include <limits>

#include "support/law_gaussian.hpp"
#include "support/law_statistics.hpp"

namespace varimix::laws {
namespace {

struct Shape {
  Covariance covariance;
  std::size_t columns;
};
const std::vector<Shape> kShapes = {{Covariance::full, 1},
                                    {Covariance::diagonal, 1},
                                    {Covariance::spherical, 1},
                                    {Covariance::tied, 1},
                                    {Covariance::diagonal, 3}};

/// Statistics of three components from random rows, in random frames that are up to three
/// deviations off; the diagonal sees missing cells. An empty component when asked for.
Statistics random_statistics(const Family& family, Draws& draws, bool empty_component) {
  constexpr std::size_t kRows = 30, kComponents = 3;
  const std::size_t columns = family.columns();
  const double centre = draws.uniform(-50, 50), size = std::exp(draws.uniform(-5, 5));
  std::vector<double> x;
  for (std::size_t i = 0; i < kRows * columns; ++i)
    x.push_back(columns > 1 && draws.uniform() < 0.2 ? std::numeric_limits<double>::quiet_NaN()
                                                     : centre + size * draws.normal());
  const Block block{.rows = kRows,
                    .columns = columns,
                    .values = x.data(),
                    .stride = kRows,
                    .complete = columns == 1};
  std::vector<double> r(kRows * kComponents);
  for (std::size_t i = 0; i < r.size(); ++i)
    r[i] = empty_component && i / kRows == 1 ? 0.0 : draws.uniform();
  Statistics out;
  out.components = kComponents;
  out.sums.assign(kComponents * family.sizes().statistics, 0.0);
  for (std::size_t cell = 0; cell < kComponents * columns; ++cell) {
    out.frames.push_back(centre + 3 * size * draws.uniform(-1, 1));
    out.frames.push_back(std::exp(draws.uniform(-1, 1)) / size);
  }
  family.accumulate(block, kComponents, r.data(), kRows, out.frames.data(), out.sums.data());
  for (std::size_t k = 0; k < kComponents; ++k) {
    out.counts.push_back(0);
    for (std::size_t n = 0; n < kRows; ++n) out.counts.back() += r[k * kRows + n];
  }
  return out;
}

/// Variances relatively, means relatively to their deviation.
void expect_points_agree(const std::vector<double>& a, const std::vector<double>& b,
                         double tolerance) {
  for (std::size_t i = 0; i < a.size(); i += 2) {
    EXPECT_NEAR(a[i], b[i], tolerance * std::sqrt(b[i + 1]) + kEps * std::abs(b[i]));
    EXPECT_NEAR(a[i + 1], b[i + 1], tolerance * b[i + 1]);
  }
}

TEST(GaussianEstimate, IsThePointMassUnderAFlatPrior) {
  // Frames up to three deviations off: ten times the variance cancels, of 30 summed terms.
  constexpr double kTolerance = 10 * 30 * 4 * kEps;
  Draws draws(41);
  for (const Shape& shape : kShapes) {
    const FamilyPtr family = gaussian(shape.covariance)->with_columns(shape.columns);
    const Bounds bounds(shape.columns, 1e-12);
    for (int i = 0; i < 100; ++i) {
      const Statistics s = random_statistics(*family, draws, i % 10 == 0);
      std::vector<double> textbook(3 * family->sizes().point), own = textbook;
      family->estimate_rules()->estimate(s, bounds, textbook);
      family->point_mass_rules()->point_mass(s, {}, bounds, own);
      SCOPED_TRACE(family->covariance() + " " + std::to_string(i));
      expect_points_agree(textbook, own, kTolerance);
    }
  }
}

TEST(GaussianEstimate, KeepsToTheFloorByBothRoutes) {
  Draws draws(42);
  for (const Shape& shape : kShapes) {
    const FamilyPtr family = gaussian(shape.covariance)->with_columns(shape.columns);
    const Bounds bounds(shape.columns, 1e9);
    const Statistics s = random_statistics(*family, draws, false);
    std::vector<double> textbook(3 * family->sizes().point), own = textbook;
    family->estimate_rules()->estimate(s, bounds, textbook);
    family->point_mass_rules()->point_mass(s, {}, bounds, own);
    for (std::size_t i = 1; i < own.size(); i += 2) {
      EXPECT_EQ(textbook[i], 1e9);
      EXPECT_DOUBLE_EQ(own[i], 1e9);  // by way of -1 / (2 v)
    }
  }
}

/// Random hyperparameters of every column. The prior's mean lies `away` from the data at most; its
/// scale is theirs to a factor of 20.
std::vector<double> random_prior(const Statistics& s, std::size_t columns, double away,
                                 Draws& draws) {
  std::vector<double> out;
  for (std::size_t d = 0; d < columns; ++d) {
    const double deviation = 1 / s.frames[2 * d + 1];
    const double shape = std::exp(draws.uniform(-2, 3));
    out.insert(out.end(), {s.frames[2 * d] + away * deviation * draws.uniform(-1, 1),
                           std::exp(draws.uniform(-7, 2)), shape,
                           shape * deviation * deviation * std::exp(draws.uniform(-3, 3))});
  }
  return out;
}

struct Modes {
  std::vector<double> textbook, own;
};
Modes modes(const Family& family, const Statistics& s, const std::vector<double>& prior) {
  Modes out;
  std::vector<double> posterior(3 * family.sizes().posterior);
  out.textbook.resize(3 * family.sizes().point);
  out.own.resize(out.textbook.size());
  const Bounds bounds(family.columns(), 0.0);
  family.conjugate_rules()->posterior(s, prior, posterior);
  family.conjugate_rules()->mode(3, posterior, bounds, out.textbook);
  family.point_mass_rules()->point_mass(s, prior, bounds, out.own);
  return out;
}

TEST(GaussianMode, IsThePointMassUnderThePrior) {
  Draws draws(43);
  for (const Shape& shape : kShapes) {
    const FamilyPtr family = gaussian(shape.covariance)->with_columns(shape.columns);
    for (int i = 0; i < 200; ++i) {
      const Statistics s = random_statistics(*family, draws, i % 10 == 0);
      const Modes both = modes(*family, s, random_prior(s, shape.columns, 3, draws));
      SCOPED_TRACE(family->covariance() + " " + std::to_string(i));
      expect_points_agree(both.own, both.textbook, 1e-12);
    }
  }
}

// A thousand deviations between prior and data: a million times the variance cancels in T(x).
TEST(GaussianMode, IsThePointMassUnderAPriorFarAway) {
  Draws draws(44);
  for (const Shape& shape : kShapes) {
    const FamilyPtr family = gaussian(shape.covariance)->with_columns(shape.columns);
    for (int i = 0; i < 50; ++i) {
      const Statistics s = random_statistics(*family, draws, false);
      const Modes both = modes(*family, s, random_prior(s, shape.columns, 1000, draws));
      SCOPED_TRACE(family->covariance() + " " + std::to_string(i));
      expect_points_agree(both.own, both.textbook, 1e6 * 30 * kEps);
    }
  }
}

}  // namespace
}  // namespace varimix::laws
