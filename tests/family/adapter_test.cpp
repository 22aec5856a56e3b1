// FamilyOf: a one-column family made into a family of D columns, missing cells skipped.
#include "varimix/family/adapter.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "family/geometric.hpp"
#include "support/law_direct.hpp"
#include "support/law_family.hpp"

namespace varimix {
namespace {

using laws::Draws;
using laws::kAlgebra;
using laws::kEps;
using laws::Pass;
using laws::within;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Counts, a fifth of the cells missing, no row silent.
Data counts(std::size_t rows) {
  Draws draws(51);
  std::vector<double> out;
  for (std::size_t i = 0; i < 2 * rows; ++i) {
    const double x = std::floor(12 * draws.uniform() * draws.uniform());
    out.push_back(i % 5 == 2 ? kNaN : x);
  }
  for (std::size_t n = 0; n < rows; ++n)
    if (std::isnan(out[n])) out[rows + n] = 3;
  return Data::own(out, rows, 2);
}

/// One family to try the adapter on; parameters of two components over two columns.
template <typename Column>
struct Case;
template <>
struct Case<PoissonColumn> {
  static std::vector<double> point() { return {1.0, 2.0, 5.0, 3.5}; }
  static std::vector<double> prior() { return {1.5, 0.5, 2.0, 1.0}; }
};
template <>
struct Case<outside::GeometricColumn> {
  static std::vector<double> point() { return {0.5, 0.3, 0.15, 0.2}; }
  static std::vector<double> prior() { return {1.5, 2.5, 2.0, 1.0}; }
};

template <typename F>
class Adapter : public ::testing::Test {
 protected:
  static constexpr std::size_t kRows = 60;
  const F column{};
  const Pass pass{counts(kRows), std::make_shared<FamilyOf<F>>(column)};
  const Family& family = pass.family();
  const ConjugateRules& rules = *family.conjugate_rules();
  const std::vector<double> point = Case<F>::point(), prior = Case<F>::prior();
  const std::vector<double> r = [] {
    Draws draws(52);
    return laws::soft_assignment(kRows, 2, draws);
  }();

  typename F::Prior prior_of(std::size_t d) const { return {prior[2 * d], prior[2 * d + 1]}; }
  /// n and sum T of component k in column d, one row after the other.
  std::pair<double, double> naive(std::size_t k, std::size_t d) const {
    long double n = 0, sum = 0;
    for (std::size_t i = 0; i < kRows; ++i) {
      const double x = pass.data().value(i, d);
      if (std::isnan(x)) continue;
      n += r[2 * i + k];
      sum += static_cast<long double>(r[2 * i + k]) * column.statistic(x)[0];
    }
    return {static_cast<double>(n), static_cast<double>(sum)};
  }
  std::vector<double> posterior() const {
    std::vector<double> out(2 * family.sizes().posterior);
    rules.posterior(pass.assigned(2, r), prior, out);
    return out;
  }
};
using Columns = ::testing::Types<PoissonColumn, outside::GeometricColumn>;
struct ColumnName {
  template <typename F>
  static std::string GetName(int) {
    return F{}.name();
  }
};
TYPED_TEST_SUITE(Adapter, Columns, ColumnName);

TYPED_TEST(Adapter, ScoresTheProductOfTheObservedCells) {
  const std::vector<double> x = {0, kNaN, 4, kNaN, /* second column */ 2, 7, kNaN, kNaN};
  const Block block{.rows = 4, .columns = 2, .values = x.data(), .stride = 4, .complete = false};
  std::vector<double> scorers(2 * this->family.sizes().scorer), logits(8);
  this->family.scorers(2, this->point, scorers);
  this->family.score(block, 2, scorers.data(), logits.data(), 4);
  for (std::size_t k = 0; k < 2; ++k)
    for (std::size_t n = 0; n < 4; ++n) {
      double expected = 0;
      for (std::size_t d = 0; d < 2; ++d)
        if (!std::isnan(x[4 * d + n]))
          expected += laws::log_likelihood(this->column, {this->point[2 * k + d]}, x[4 * d + n]);
      EXPECT_NEAR(logits[4 * k + n], expected, within(kAlgebra, expected));
    }
}

TYPED_TEST(Adapter, CountsTheRowsOfEachColumnByThemselves) {
  const Statistics s = this->pass.assigned(2, this->r);
  for (std::size_t k = 0; k < 2; ++k)
    for (std::size_t d = 0; d < 2; ++d) {
      const auto [n, sum] = this->naive(k, d);
      EXPECT_NEAR(s.sum(k)[2 * d], n, 60 * kEps * n);
      EXPECT_NEAR(s.sum(k)[2 * d + 1], sum, 60 * kEps * sum);
    }
}

TYPED_TEST(Adapter, EstimatesAndUpdatesColumnByColumn) {
  const std::vector<double> q = this->posterior();
  std::vector<double> estimate(4);
  this->family.estimate_rules()->estimate(this->pass.assigned(2, this->r), this->pass.bounds(),
                                          estimate);
  for (std::size_t k = 0; k < 2; ++k)
    for (std::size_t d = 0; d < 2; ++d) {
      const auto [n, sum] = this->naive(k, d);
      EXPECT_NEAR(estimate[2 * k + d], this->column.estimate(n, {sum})[0], 200 * kEps * n);
      const auto expected = this->column.posterior(this->prior_of(d), n, {sum});
      for (std::size_t i = 0; i < 2; ++i)
        EXPECT_NEAR(q[4 * k + 2 * d + i], expected[i], 60 * kEps * expected[i]);
    }
}

TYPED_TEST(Adapter, AddsDivergencesAndLogDensitiesOverComponentsAndColumns) {
  using Prior = typename TypeParam::Prior;
  const std::vector<double> q = this->posterior();
  double divergence = 0, log_density = 0;
  for (std::size_t c = 0; c < 4; ++c) {
    const Prior cell = {q[2 * c], q[2 * c + 1]};
    divergence += this->column.divergence(cell, this->prior_of(c % 2));
    log_density += this->column.log_density(this->prior_of(c % 2), {this->point[c]});
  }
  EXPECT_NEAR(this->rules.divergence(2, q, this->prior), divergence, within(kAlgebra, divergence));
  EXPECT_NEAR(this->rules.log_density(2, this->point, this->prior), log_density,
              within(kAlgebra, log_density));
}

TYPED_TEST(Adapter, PredictsFromTheObservedCells) {
  const std::vector<double> q = this->posterior();
  const std::vector<double> x = {2, kNaN, /* second column */ kNaN, 5};
  const Block block{.rows = 2, .columns = 2, .values = x.data(), .stride = 2, .complete = false};
  std::vector<double> logits(4);
  this->rules.log_predictive(block, 2, q, logits.data(), 2);
  for (std::size_t k = 0; k < 2; ++k) {
    EXPECT_EQ(logits[2 * k], this->column.log_predictive({q[4 * k], q[4 * k + 1]}, 2));
    EXPECT_EQ(logits[2 * k + 1], this->column.log_predictive({q[4 * k + 2], q[4 * k + 3]}, 5));
  }
}

TYPED_TEST(Adapter, ThePointMassIsTheEstimateAndWithAPriorTheMode) {
  const Statistics s = this->pass.assigned(2, this->r);
  std::vector<double> estimate(4), own(4), mode(4);
  this->family.estimate_rules()->estimate(s, this->pass.bounds(), estimate);
  this->family.point_mass_rules()->point_mass(s, {}, this->pass.bounds(), own);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(own[i], estimate[i], kAlgebra * estimate[i]);
  this->rules.mode(2, this->posterior(), this->pass.bounds(), mode);
  this->family.point_mass_rules()->point_mass(s, this->prior, this->pass.bounds(), own);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(own[i], mode[i], 1e-12 * mode[i]);
}

// Little data and much, priors from nearly flat to strong: Newton must arrive from every start.
TYPED_TEST(Adapter, ThePointMassIsTheModeOnRandomStatistics) {
  Draws draws(53);
  const FamilyOf<TypeParam> one(this->column);
  const Bounds none = {0.0};
  for (int i = 0; i < 2000; ++i) {
    const double n = std::exp(draws.uniform(-5, 9)), mean = std::exp(draws.uniform(-6, 6));
    const std::vector<double> q = {1 + std::exp(draws.uniform(-5, 4)),
                                   1 + std::exp(draws.uniform(-5, 4))};
    Statistics s;
    s.components = 1;
    s.counts = {n};
    s.sums = {n, n * mean};
    std::vector<double> posterior(2), mode(1), own(1);
    one.conjugate_rules()->posterior(s, q, posterior);
    one.conjugate_rules()->mode(1, posterior, none, mode);
    one.point_mass_rules()->point_mass(s, q, none, own);
    // eta near 0 or far below it: the ulp of eta is worth that many of theta.
    ASSERT_NEAR(own[0], mode[0], 1e-12 * mode[0])
        << "n " << n << ", mean " << mean << ", prior " << q[0] << ", " << q[1];
  }
}

TYPED_TEST(Adapter, TheGradientIsTheSlopeOfTheLogLikelihood) {
  laws::expect_gradient_is_the_slope(this->pass, {0.6, 0.4}, this->point);
}

TYPED_TEST(Adapter, AComponentThatSawNothingInAColumnTakesTheOthersSums) {
  std::vector<double> all_in_first(2 * this->kRows, 0.0);
  for (std::size_t n = 0; n < this->kRows; ++n) all_in_first[2 * n] = 1;
  std::vector<double> estimate(4), own(4);
  const Statistics s = this->pass.assigned(2, all_in_first);
  this->family.estimate_rules()->estimate(s, this->pass.bounds(), estimate);
  this->family.point_mass_rules()->point_mass(s, {}, this->pass.bounds(), own);
  for (std::size_t d = 0; d < 2; ++d) {
    EXPECT_EQ(estimate[2 + d], estimate[d]);
    EXPECT_NEAR(own[2 + d], estimate[d], kAlgebra);
  }
}

TYPED_TEST(Adapter, DescribesAndReadsItselfBack) {
  const std::vector<double> q = this->posterior();
  EXPECT_EQ(this->rules.read(this->rules.describe(2, q)), q);
  const std::vector<double> second(this->point.begin() + 2, this->point.end());
  EXPECT_EQ(this->family.read(this->family.describe(this->point, 1)), second);
}

TYPED_TEST(Adapter, MarginalsNameTheirColumns) {
  const std::vector<Marginal> marginals = this->rules.marginals(this->posterior(), 1, 2);
  ASSERT_EQ(marginals.size(), 2U);
  EXPECT_EQ(marginals[0].column, 0U);
  EXPECT_EQ(marginals[1].column, 1U);
}

TYPED_TEST(Adapter, PutsNamedHyperparametersInEveryColumn) {
  const char* const first = TypeParam::kPriorNames[0];
  const Summary& summary = this->pass.summary();
  const std::vector<double> own = this->rules.prior({}, summary, 2);
  const std::vector<double> one = this->rules.prior({{first, {}, {7.0}}}, summary, 2);
  EXPECT_EQ(one, (std::vector<double>{7.0, own[1], 7.0, own[3]}));
  const std::vector<double> two = this->rules.prior({{first, {2}, {7.0, 8.0}}}, summary, 2);
  EXPECT_EQ(two, (std::vector<double>{7.0, own[1], 8.0, own[3]}));
  EXPECT_THROW(this->rules.prior({{"nonsense", {}, {7.0}}}, summary, 2), std::invalid_argument);
  EXPECT_THROW(this->rules.prior({{first, {}, {-7.0}}}, summary, 2), std::invalid_argument);
  EXPECT_THROW(this->rules.prior({{first, {3}, {1, 2, 3}}}, summary, 2), std::invalid_argument);
}

}  // namespace
}  // namespace varimix
