// What Gaussian components with covariance matrices do with rows, and that over one column they are
// what the univariate family is.
#include "family/gaussian_full.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "support/law_direct.hpp"
#include "support/law_gaussian.hpp"
#include "varimix/fit.hpp"

namespace varimix::laws {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
// A few roundings in each of some hundred sums and two factorisations.
constexpr double kSame = 1e-12;

Data clusters(std::size_t rows, std::size_t columns, double missing) {
  Draws draws(77);
  std::vector<double> out;
  for (std::size_t i = 0; i < rows * columns; ++i) {
    const double x = 2.0 * static_cast<double>(i % 2) + draws.normal();
    out.push_back(draws.uniform() < missing ? kNaN : x);
  }
  return Data::own(out, rows, columns);
}

/// Two components over D columns: mean, then a lower factor with every entry in use.
std::vector<double> point(std::size_t columns, bool tied) {
  std::vector<double> out;
  for (std::size_t k = 0; k < 2; ++k) {
    for (std::size_t d = 0; d < columns; ++d)
      out.push_back(1.5 * static_cast<double>(k) + 0.2 * static_cast<double>(d));
    for (std::size_t j = 0; j < columns; ++j)
      for (std::size_t i = 0; i < columns; ++i)
        out.push_back(i < j    ? 0.0
                      : i == j ? 1.1 + 0.1 * static_cast<double>(i) +
                                     (tied ? 0.0 : 0.3) * static_cast<double>(k)
                               : 0.3 - 0.1 * static_cast<double>(i + j));
  }
  return out;
}

std::vector<double> spherical_point(std::size_t columns) {
  std::vector<double> out;
  for (std::size_t k = 0; k < 2; ++k)
    for (std::size_t d = 0; d < columns; ++d)
      out.insert(out.end(), {1.5 * static_cast<double>(k), 1.2 + static_cast<double>(k)});
  return out;
}

TEST(FullGaussianGradient, IsTheSlopeOfTheLikelihoodAlsoWithMissingCells) {
  for (const double missing : {0.0, 0.25}) {
    const Pass pass(clusters(40, 3, missing), gaussian(Covariance::full));
    expect_gradient_is_the_slope(pass, {0.4, 0.6}, point(3, false));
  }
}

TEST(TiedFullGaussianGradient, IsTheSlopeOfTheLikelihoodAlsoWithMissingCells) {
  for (const double missing : {0.0, 0.25}) {
    const Pass pass(clusters(40, 3, missing), gaussian(Covariance::tied));
    expect_gradient_is_the_slope(pass, {0.4, 0.6}, point(3, true));
  }
}

TEST(SphericalGaussianGradient, IsTheSlopeOfTheLikelihoodAlsoWithMissingCells) {
  for (const double missing : {0.0, 0.25}) {
    const Pass pass(clusters(40, 3, missing), gaussian(Covariance::spherical));
    expect_gradient_is_the_slope(pass, {0.4, 0.6}, spherical_point(3));
  }
}

/// The same two components over one column in both layouts: (mean, factor) and (mean, variance).
struct OneColumn {
  std::vector<double> matrix, univariate;
};
OneColumn one_column(bool tied) {
  const double a = 0.9, b = tied ? 0.9 : 1.4;
  return {{0.1, a, 1.7, b}, {0.1, a * a, 1.7, b * b}};
}

void expect_same(double a, double b, const std::string& what) {
  EXPECT_NEAR(a, b, kSame * std::max(1.0, std::abs(b))) << what;
}

/// The family as it is: with_columns(1) would give the univariate one.
Statistics expected(const Family& family, const Data& data, const Summary& summary,
                    const std::vector<double>& theta) {
  const internal::Rows rows(data, summary);
  const Bounds bounds = family.bounds(summary);
  internal::ThreadTeam team(1);
  Scorer scorer{{std::log(0.3), std::log(0.7)}, std::vector<double>(2 * family.sizes().scorer)};
  family.scorers(2, theta, scorer.components);
  return internal::expectation_pass({rows, family, bounds, team}, scorer,
                                    internal::Assignment::soft);
}

void expect_one_column_agrees(const Family& matrix, const Family& univariate, bool tied) {
  const Data data = clusters(50, 1, 0.1);
  const OneColumn theta = one_column(tied);
  const Summary summary = summarize(data, true);
  const Statistics sa = expected(matrix, data, summary, theta.matrix),
                   sb = expected(univariate, data, summary, theta.univariate);
  expect_same(sa.evidence, sb.evidence, "evidence");

  std::vector<double> pa(4), pb(4);
  matrix.estimate_rules()->estimate(sa, matrix.bounds(summary), pa);
  univariate.estimate_rules()->estimate(sb, univariate.bounds(summary), pb);
  for (std::size_t k = 0; k < 2; ++k) {
    expect_same(pa[2 * k], pb[2 * k], "estimated mean");
    expect_same(pa[2 * k + 1] * pa[2 * k + 1], pb[2 * k + 1], "estimated variance");
  }

  const ConjugateRules &ca = *matrix.conjugate_rules(), &cb = *univariate.conjugate_rules();
  const Fields given = {
      {"mean", {}, {0.5}}, {"strength", {}, {0.2}}, {"dof", {}, {3}}, {"scatter", {}, {1.7}}};
  const std::vector<double> prior_a = ca.prior(given, summary, 2),
                            prior_b = cb.prior(given, summary, 2);
  std::vector<double> qa(2 * matrix.sizes().posterior), qb(2 * univariate.sizes().posterior);
  ca.posterior(sa, prior_a, qa);
  cb.posterior(sb, prior_b, qb);
  expect_same(ca.divergence(2, qa, prior_a), cb.divergence(2, qb, prior_b), "divergence");
  expect_same(ca.log_density(2, theta.matrix, prior_a),
              cb.log_density(2, theta.univariate, prior_b), "log density");
  std::vector<double> xa(2 * matrix.sizes().scorer), xb(2 * univariate.sizes().scorer);
  ca.expect(2, qa, xa);
  cb.expect(2, qb, xb);
  for (std::size_t i = 0; i < 6; ++i) expect_same(xa[i], xb[i], "expected scorer");
  ca.mode(2, qa, matrix.bounds(summary), pa);
  cb.mode(2, qb, univariate.bounds(summary), pb);
  for (std::size_t k = 0; k < 2; ++k) {
    expect_same(pa[2 * k], pb[2 * k], "mode's mean");
    expect_same(pa[2 * k + 1] * pa[2 * k + 1], pb[2 * k + 1], "mode's variance");
  }
  std::vector<double> scratch, la(2 * 50), lb(2 * 50);
  Block block = data.block(0, 50, scratch);
  block.complete = false;
  ca.log_predictive(block, 2, qa, la.data(), 50);
  cb.log_predictive(block, 2, qb, lb.data(), 50);
  for (std::size_t i = 0; i < la.size(); ++i) expect_same(la[i], lb[i], "predictive density");
}

TEST(FullGaussian, OverOneColumnIsTheUnivariateFamily) {
  expect_one_column_agrees(*internal::matrix_gaussian(1, false), *gaussian(Covariance::full),
                           false);
}

TEST(TiedFullGaussian, OverOneColumnIsTheUnivariateFamily) {
  expect_one_column_agrees(*internal::matrix_gaussian(1, true), *gaussian(Covariance::tied), true);
}

/// sum r, sum r y, sum r y y^T (lower) in the frame that the statistics name, longhand.
std::vector<long double> longhand_sums(const Statistics& statistics, std::size_t k,
                                       const Data& data, const std::vector<long double>& r) {
  const std::size_t columns = data.columns();
  const double *m = statistics.frame(k).data(), *u = m + columns;
  std::vector<long double> out(1 + columns + columns * columns), y(columns);
  for (std::size_t n = 0; n < data.rows(); ++n) {
    for (std::size_t i = 0; i < columns; ++i) {
      y[i] = 0;
      for (std::size_t j = 0; j <= i; ++j)
        y[i] += static_cast<long double>(u[j * columns + i]) * (data.value(n, j) - m[j]);
    }
    out[0] += r[n];
    for (std::size_t i = 0; i < columns; ++i) {
      out[1 + i] += r[n] * y[i];
      for (std::size_t j = 0; j <= i; ++j) out[1 + columns + j * columns + i] += r[n] * y[i] * y[j];
    }
  }
  return out;
}

/// Components of mean m and deviation s in every column.
struct Round {
  double weight, mean, sd;
};
std::vector<double> theta_of(const std::vector<Round>& components, std::size_t columns) {
  std::vector<double> out;
  for (const Round& c : components) {
    out.insert(out.end(), columns, c.mean);
    for (std::size_t i = 0; i < columns * columns; ++i)
      out.push_back(i % (columns + 1) == 0 ? c.sd : 0.0);
  }
  return out;
}
/// r[k][n], longhand.
std::vector<std::vector<long double>> longhand_shares(const std::vector<Round>& components,
                                                      const Data& data) {
  std::vector<std::vector<long double>> r(components.size(), std::vector<long double>(data.rows()));
  for (std::size_t n = 0; n < data.rows(); ++n) {
    long double total = 0;
    for (std::size_t k = 0; k < components.size(); ++k) {
      const long double sd = components[k].sd;
      r[k][n] = components[k].weight;
      for (std::size_t d = 0; d < data.columns(); ++d) {
        const long double z = (data.value(n, d) - components[k].mean) / sd;
        r[k][n] *= std::exp(-z * z / 2) / sd;
      }
      total += r[k][n];
    }
    for (auto& each : r) each[n] /= total;
  }
  return r;
}

// Far from the data's centre sums in the common frame would cancel; near it they need no frame of
// their own, whatever the others need.
TEST(FullGaussian, ComponentsFarAwayLeaveTheOthersTheirCommonFrame) {
  const std::vector<Round> components = {
      {0.2, -49, 1.5}, {0.4, 4, 15}, {0.2, 51, 1.5}, {0.2, 7, 15}};
  for (const std::size_t columns : {2, 6}) {
    std::vector<double> values;
    const Data near = clusters(200, columns, 0.0);
    for (std::size_t d = 0; d < columns; ++d)
      for (std::size_t n = 0; n < 200; ++n)
        values.push_back(near.value(n, d) + (n % 10 == 0 ? 50.0 : n % 10 == 5 ? -50.0 : 0.0));
    const Data data = Data::own(values, 200, columns);
    const Pass pass(data, gaussian(Covariance::full));
    std::vector<double> weights;
    for (const Round& c : components) weights.push_back(c.weight);
    const Statistics seen = pass.expected(weights, theta_of(components, columns));
    EXPECT_TRUE(std::ranges::equal(seen.frame(1), seen.frame(3)));
    EXPECT_EQ(seen.frame(1)[0], pass.summary().columns[0].mean);
    EXPECT_EQ(seen.frame(0)[0], -49.0);
    EXPECT_EQ(seen.frame(2)[0], 51.0);
    const auto r = longhand_shares(components, data);
    for (std::size_t k = 0; k < components.size(); ++k) {
      const std::vector<long double> expected = longhand_sums(seen, k, data, r[k]);
      for (std::size_t i = 0; i < expected.size(); ++i)
        EXPECT_NEAR(seen.sum(k)[i], static_cast<double>(expected[i]), 1e-11 * 200) << k << ' ' << i;
    }
  }
}

// Farther still, the pass looks at rows as they are: then nobody sums in the common frame.
TEST(FullGaussian, AComponentBeyondTheReachOfDigitsTakesAllOutOfTheCommonFrame) {
  const std::vector<Round> components = {{0.5, 4, 15}, {0.2, 2000, 1.5}, {0.3, 7, 15}};
  const Pass pass(clusters(60, 3, 0.0), gaussian(Covariance::full));
  const Statistics seen = pass.expected({0.5, 0.2, 0.3}, theta_of(components, 3));
  EXPECT_EQ(seen.frame(0)[0], 4.0);
  EXPECT_EQ(seen.frame(2)[0], 7.0);
}

TEST(GaussianCovariances, OverOneColumnAreOneModel) {
  const Data data = clusters(80, 1, 0.0);
  const Partition halves = [] {
    Partition out;
    for (int n = 0; n < 80; ++n) out.components.push_back(n % 2);
    return out;
  }();
  FitOptions options;
  options.start = halves;
  options.max_iterations = 20;
  options.tolerance = 0;
  const Fit full = fit(Model(2, gaussian(Covariance::full)), data, MeanField{}, options);
  for (const Covariance covariance : {Covariance::diagonal, Covariance::spherical}) {
    const Fit other = fit(Model(2, gaussian(covariance)), data, MeanField{}, options);
    for (std::size_t t = 0; t < full.trace.size(); ++t)
      expect_same(other.trace[t], full.trace[t], to_string(covariance));
  }
}

}  // namespace
}  // namespace varimix::laws
