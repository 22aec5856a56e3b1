// The pass of one-column families against their score() and against sums cell by cell.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "support/law_statistics.hpp"
#include "varimix/family/adapter.hpp"
#include "varimix/family/poisson.hpp"

namespace varimix {
namespace {

using laws::Draws;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Two sufficient statistics: a normal distribution in its natural parameters, log h(x) = -|x|.
struct TwoStatistics {
  using Statistic = std::array<double, 2>;
  using Parameters = std::array<double, 2>;
  static constexpr std::array<const char*, 2> kParameterNames = {"mean", "variance"};
  std::string name() const { return "two statistics"; }
  bool supports(double x) const { return std::isfinite(x); }
  std::string support() const { return "a number"; }
  Statistic statistic(double x) const { return {x, x * x}; }
  double log_base(double x) const { return -std::abs(x); }
  double log_normalizer(Statistic eta) const {
    return -eta[0] * eta[0] / (4 * eta[1]) - 0.5 * std::log(-2 * eta[1]);
  }
  Statistic mean_statistic(Statistic eta) const { return eta; }
  Statistic natural(Parameters theta) const { return {theta[0] / theta[1], -0.5 / theta[1]}; }
  Parameters parameters(Statistic eta) const { return {-0.5 * eta[0] / eta[1], -0.5 / eta[1]}; }
  Parameters estimate(double n, Statistic sum) const { return {sum[0] / n, sum[1] / n}; }
  Parameters lower_bound(const Summary::Column&) const { return {-kInfinity, 0}; }
  std::string unusable(const Summary::Column&, bool) const { return {}; }
};

enum class Rows { complete, with_missing_cells, with_absent_rows, with_both };

/// One block, its components, and responsibilities, all at random.
struct Problem {
  Problem(std::size_t rows, std::size_t columns, std::size_t components, std::size_t parameters,
          Rows kind)
      : stride(rows + 3) {
    for (std::size_t i = 0; i < columns * stride; ++i)
      x.push_back(std::floor(20 * draws.uniform() * draws.uniform()));
    for (std::size_t i = 0; i < components * columns * parameters; ++i)
      point.push_back(0.5 + 4 * draws.uniform());
    for (std::size_t k = 0; k < components; ++k) log_weights.push_back(-2 * draws.uniform());
    for (std::size_t n = 0; n < rows; ++n) weights.push_back(0.5 + draws.uniform());
    if (kind == Rows::with_missing_cells || kind == Rows::with_both)
      for (std::size_t i = 0; i < x.size(); i += 3) x[i] = kNaN;
    if (kind == Rows::with_absent_rows || kind == Rows::with_both)
      for (std::size_t n = 0; n < rows; n += 4) {
        weights[n] = 0;
        x[n] = n % 8 == 0 ? kInfinity : 1e200;
      }
    block.rows = rows, block.columns = columns;
    block.values = x.data(), block.stride = stride;
    block.complete = kind == Rows::complete || kind == Rows::with_absent_rows;
    block.weights = kind == Rows::complete ? nullptr : weights.data();
    for (std::size_t i = 0; i < components * stride; ++i)
      r.push_back(weights[i % stride < rows ? i % stride : 0] * draws.uniform());
  }
  bool counts(std::size_t n) const { return block.weights == nullptr || weights[n] > 0; }
  Draws draws{77};
  std::size_t stride;
  std::vector<double> x, point, log_weights, weights, r;
  Block block;
};

/// sums [K x D x (n, sum T)] += those of every cell that counts.
template <typename F>
void add_longhand(const Problem& p, std::size_t components, std::vector<double>& sums) {
  constexpr std::size_t kEach = 1 + std::tuple_size_v<typename F::Statistic>;
  for (std::size_t k = 0; k < components; ++k)
    for (std::size_t d = 0; d < p.block.columns; ++d)
      for (std::size_t n = 0; n < p.block.rows; ++n) {
        const double x = p.block.column(d)[n], r = p.r[k * p.stride + n];
        if (std::isnan(x) || !p.counts(n)) continue;
        double* out = sums.data() + (k * p.block.columns + d) * kEach;
        out[0] += r;
        for (std::size_t i = 1; i < kEach; ++i) out[i] += r * F{}.statistic(x)[i - 1];
      }
}

template <typename F>
void expect_equal_passes(std::size_t rows, std::size_t columns, std::size_t components, Rows kind) {
  const FamilyOf<F> family(F{}, columns);
  const Family::Sizes sizes = family.sizes();
  Problem p(rows, columns, components, sizes.point / columns, kind);
  std::vector<double> scorers(components * sizes.scorer);
  family.scorers(components, p.point, scorers);
  Family::PassInput input;
  input.components = components;
  input.log_weights = p.log_weights;
  input.scorers = scorers;
  const std::unique_ptr<RowPass> pass = family.row_pass(input);
  std::vector<double> logits(components * p.stride, 77.0), expected = logits;
  pass->score(p.block, logits.data(), p.stride);
  family.score(p.block, components, scorers.data(), expected.data(), p.stride);
  for (std::size_t k = 0; k < components; ++k)
    for (std::size_t n = 0; n < rows; ++n) {
      if (!p.counts(n)) continue;
      const double longhand = expected[k * p.stride + n] + p.log_weights[k];
      EXPECT_NEAR(logits[k * p.stride + n], longhand, 1e-12 * (1 + std::abs(longhand)));
    }
  std::vector<double> sums(components * sizes.statistics, 0.5), again = sums, longhand = sums;
  pass->accumulate(p.block, p.r.data(), p.stride, sums.data());
  add_longhand<F>(p, components, longhand);
  family.accumulate(p.block, components, p.r.data(), p.stride, nullptr, again.data());
  for (std::size_t i = 0; i < sums.size(); ++i) {
    EXPECT_NEAR(sums[i], longhand[i], 1e-12 * std::abs(longhand[i]));
    EXPECT_EQ(again[i], sums[i]);
  }
}

TEST(LinearPass, ScoresAndSumsWhatTheFamilyTellsCellByCell) {
  for (const Rows kind :
       {Rows::complete, Rows::with_missing_cells, Rows::with_absent_rows, Rows::with_both})
    for (const std::size_t rows : {1, 8, 37, 100})
      for (const std::size_t columns : {1, 2, 5})
        for (const std::size_t components : {1, 3, 4, 9}) {
          SCOPED_TRACE(std::to_string(rows) + " x " + std::to_string(columns) +
                       ", K = " + std::to_string(components) + ", rows " +
                       std::to_string(static_cast<int>(kind)));
          expect_equal_passes<PoissonColumn>(rows, columns, components, kind);
          expect_equal_passes<TwoStatistics>(rows, columns, components, kind);
        }
}

}  // namespace
}  // namespace varimix
