// Missing cells: their means and deviations, by a naive twin and by integrals of the densities.
#include <gtest/gtest.h>

#include <Eigen/LU>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "support/three_columns.hpp"
#include "varimix/parts.hpp"
#include "varimix/predict.hpp"

namespace varimix::test {
namespace {

using Real = long double;
using Vector = Eigen::Matrix<Real, Eigen::Dynamic, 1>;
using Matrix = Eigen::Matrix<Real, Eigen::Dynamic, Eigen::Dynamic>;
using Index = Eigen::Index;
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr Real kPi = 3.14159265358979323846264338327950288L;

/// A component as the textbook has it: normal (dof infinite), or Student t.
struct Component {
  Real weight, dof;
  Vector location;
  Matrix scale;
};

const Field& entry(const Fields& fields, const std::string& name) {
  for (const Field& field : fields)
    if (field.name == name) return field;
  throw std::out_of_range(name);
}
Vector vector_of(const Field& field) {
  return Eigen::Map<const Eigen::VectorXd>(field.values.data(), 3).cast<Real>();
}
Matrix matrix_of(const Field& field) {
  return Eigen::Map<const Eigen::MatrixXd>(field.values.data(), 3, 3).cast<Real>();
}

Component of_point(const Fit& fit, std::size_t k) {
  const Fields fields = fit.model.family().describe(fit.summary.parameters, k);
  return {fit.summary.weights[k], std::numeric_limits<Real>::infinity(),
          vector_of(entry(fields, "mean")), matrix_of(entry(fields, "covariance"))};
}

/// Full, tied: nu - 2 degrees of freedom over three columns, Psi (kappa + 1) / (kappa (nu - 2)).
/// Spherical: 2a, b (kappa + 1) / (a kappa).
Component of_posterior(const Fit& fit, std::size_t k) {
  const auto& posterior = std::get<Posterior>(fit.belief);
  ConjugateDescription all =
      fit.model.family().conjugate_rules()->describe(2, posterior.hyperparameters);
  Fields fields = all.components[k];
  fields.insert(fields.end(), all.shared.begin(), all.shared.end());
  const Real strength = entry(fields, "strength").values[0], widening = (strength + 1) / strength;
  Component out{fit.summary.weights[k], 0, vector_of(entry(fields, "mean")), {}};
  if (fit.model.family().covariance() == "spherical") {
    const Real shape = entry(fields, "shape").values[0], scale = entry(fields, "scale").values[0];
    out.dof = 2 * shape;
    out.scale = scale / shape * widening * Matrix::Identity(3, 3);
  } else {
    out.dof = static_cast<Real>(entry(fields, "dof").values[0]) - 2;
    out.scale = matrix_of(entry(fields, "scatter")) * (widening / out.dof);
  }
  return out;
}

struct Cells {
  std::vector<Index> observed, open;
};

/// What one component says of the open cells: density of the others, means, variances.
struct Said {
  Real density = 1;
  Vector mean, variance;
};

Said say(const Component& c, const std::vector<double>& x, const Cells& cells) {
  const auto p = static_cast<Real>(cells.observed.size());
  Said out;
  const auto pick = [&](const std::vector<Index>& rows, const std::vector<Index>& columns) {
    return Matrix(c.scale(rows, columns));
  };
  out.mean = c.location(cells.open);
  Matrix scale = pick(cells.open, cells.open);
  Real square = 0;
  if (!cells.observed.empty()) {
    const Matrix oo = pick(cells.observed, cells.observed), inverse = oo.inverse();
    Vector gap(cells.observed.size());
    for (Index i = 0; i < gap.size(); ++i) {
      const Index d = cells.observed[static_cast<std::size_t>(i)];
      gap[i] = x[static_cast<std::size_t>(d)] - c.location[d];
    }
    square = gap.dot(inverse * gap);
    const Matrix mo = pick(cells.open, cells.observed);
    out.mean += mo * inverse * gap;
    scale -= mo * inverse * mo.transpose();
    out.density = 1 / std::sqrt(oo.determinant());
    if (std::isinf(c.dof))
      out.density *= std::pow(2 * kPi, -p / 2) * std::exp(-square / 2);
    else
      out.density *= std::exp(std::lgamma((c.dof + p) / 2) - std::lgamma(c.dof / 2)) *
                     std::pow(c.dof * kPi, -p / 2) * std::pow(1 + square / c.dof, -(c.dof + p) / 2);
  }
  const Real left = c.dof + p - 2;  // of a Student t given p of its columns
  out.variance = scale.diagonal() * (std::isinf(c.dof) ? 1 : (c.dof + square) / left);
  return out;
}

/// One row filled by hand: means and deviations of its open cells.
std::pair<Vector, Vector> twin(const Fit& fit, const std::vector<double>& x) {
  Cells cells;
  for (std::size_t d = 0; d < 3; ++d)
    (std::isnan(x[d]) ? cells.open : cells.observed).push_back(static_cast<Index>(d));
  const bool point = std::holds_alternative<Point>(fit.belief);
  Real total = 0;
  Vector first = Vector::Zero(static_cast<Index>(cells.open.size())), second = first;
  for (std::size_t k = 0; k < 2; ++k) {
    const Component c = point ? of_point(fit, k) : of_posterior(fit, k);
    const Said said = say(c, x, cells);
    const Real r = c.weight * said.density;
    total += r;
    first += r * said.mean;
    second += r * (said.variance + said.mean.cwiseAbs2());
  }
  const Vector mean = first / total;
  return {mean, (second / total - mean.cwiseAbs2()).cwiseSqrt()};
}

void expect_twin(const Fit& fit, const std::vector<double>& x) {
  const Imputation filled = impute(fit, row(x));
  const auto [mean, deviation] = twin(fit, x);
  Index open = 0;
  for (std::size_t d = 0; d < 3; ++d) {
    if (!std::isnan(x[d])) {
      EXPECT_EQ(filled.values[d], x[d]);
      EXPECT_EQ(filled.deviations[d], 0);
      continue;
    }
    const auto m = static_cast<double>(mean[open]), sd = static_cast<double>(deviation[open]);
    // Some hundred roundings, and the density's exponent of about 10.
    EXPECT_NEAR(filled.values[d], m, 1e-12 * std::abs(m) + 1e-11 * sd);
    EXPECT_NEAR(filled.deviations[d], sd, 1e-11 * sd);
    ++open;
  }
}

TEST(Impute, FillsCellsAsTheTextbookDoes) {
  for (const auto& [name, fit] : fits_of_three_columns()) {
    const bool point = std::holds_alternative<Point>(fit.belief);
    if (fit.model.family().name() != "gaussian") continue;
    if (!point && fit.model.family().covariance() == "diagonal") continue;  // no joint Student t
    SCOPED_TRACE(name);
    const Data data = three_columns();
    for (const std::size_t n : {0, 1, 17, 64})
      for (unsigned subset = 0; subset < 7; ++subset) {
        std::vector<double> x(3, kMissing);
        for (std::size_t d = 0; d < 3; ++d)
          if ((subset >> d & 1U) != 0) x[d] = data.value(n, d);
        SCOPED_TRACE(subset);
        expect_twin(fit, x);
      }
  }
}

/// Total, mean and deviation of a density on a line: sums over equal steps, which for a smooth
/// density are exact to rounding.
struct Integrals {
  double total = 0, mean = 0, deviation = 0;
};
Integrals integrate(const Fit& one_column, double centre, double deviation) {
  const bool counts = one_column.model.family().name() == "poisson";
  const double step = counts ? 1 : deviation / 16, from = counts ? 0 : centre - 80 * deviation;
  std::vector<double> x(2561);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = from + static_cast<double>(i) * step;
  const std::vector<double> logs = log_density(one_column, Data::view(x));
  Integrals out;
  for (const double l : logs) out.total += std::exp(l) * step;
  for (std::size_t i = 0; i < x.size(); ++i) out.mean += std::exp(logs[i]) * step * x[i];
  double square = 0;
  for (std::size_t i = 0; i < x.size(); ++i)
    square += std::exp(logs[i]) * step * (x[i] - out.mean) * (x[i] - out.mean);
  out.deviation = std::sqrt(square);
  return out;
}

// A Student t of some 40 degrees of freedom leaves nothing that counts beyond 80 deviations.
TEST(Impute, MeansAndDeviationsAreThoseOfTheConditionalDensity) {
  for (const auto& [name, fit] : fits_of_three_columns()) {
    SCOPED_TRACE(name);
    const Data data = fit.model.family().name() == "poisson" ? three_counts() : three_columns();
    const std::vector<double> x = {data.value(4, 0), kMissing, data.value(4, 2)};
    const Imputation filled = impute(fit, row(x));
    const Integrals seen = integrate(conditional(fit, {{"a", x[0]}, {"c", x[2]}}), filled.values[1],
                                     filled.deviations[1]);
    EXPECT_NEAR(seen.total, 1, 1e-12);
    EXPECT_NEAR(seen.mean, filled.values[1], 1e-11 * filled.deviations[1]);
    EXPECT_NEAR(seen.deviation, filled.deviations[1], 1e-11 * filled.deviations[1]);
  }
}

TEST(Impute, ARowWithoutValuesGetsTheMarginalMoments) {
  for (const auto& [name, fit] : fits_of_three_columns()) {
    SCOPED_TRACE(name);
    const Imputation filled = impute(fit, row({kMissing, kMissing, kMissing}));
    for (std::size_t d = 0; d < 3; ++d) {
      const Integrals seen = integrate(marginal(fit, {fit.model.columns()[d]}), filled.values[d],
                                       filled.deviations[d]);
      EXPECT_NEAR(seen.mean, filled.values[d], 1e-11 * std::abs(filled.deviations[d]));
      EXPECT_NEAR(seen.deviation, filled.deviations[d], 1e-11 * filled.deviations[d]);
    }
  }
}

TEST(Impute, AKnownLabelFixesTheComponent) {
  const Fit fit = fit_three_columns(Covariance::full, ExpectationMaximization{});
  const Data open = Data::own(std::vector<double>(9, kMissing), 3, 3);
  const Imputation filled = impute(fit, open.with_labels({1, 0, kLatent}));
  for (std::size_t d = 0; d < 3; ++d) {
    const auto at = static_cast<Index>(d);
    EXPECT_DOUBLE_EQ(filled.values[d], fit.mean(1)[at]);
    EXPECT_DOUBLE_EQ(filled.values[3 + d], fit.mean(0)[at]);
    const double deviation = std::sqrt(fit.covariance(1)(at, at));
    EXPECT_NEAR(filled.deviations[d], deviation, 1e-14 * deviation);
    EXPECT_LT(std::min(filled.values[d], filled.values[3 + d]), filled.values[6 + d]);
  }
}

// More rows than a block, in several patterns, read by rows and by columns.
TEST(Impute, EveryRowIsFilledAsIfItWereAlone) {
  const Data data = three_columns();
  const std::size_t rows = 1300;
  Eigen::MatrixXd table(static_cast<Index>(rows), 3);
  for (std::size_t n = 0; n < rows; ++n)
    for (std::size_t d = 0; d < 3; ++d)
      table(static_cast<Index>(n), static_cast<Index>(d)) =
          (n + d) % 4 == 0 || n % 7 == 2 * d ? kMissing : data.value(n % data.rows(), d);
  const Eigen::Matrix<double, Eigen::Dynamic, 3, Eigen::RowMajor> by_rows = table;
  for (const auto& [name, fit] : fits_of_three_columns()) {
    if (fit.model.family().name() != "gaussian") continue;
    SCOPED_TRACE(name);
    const Imputation all = impute(fit, Data::view(table));
    EXPECT_EQ(impute(fit, Data::view(by_rows)).values, all.values);
    for (std::size_t n = 0; n < rows; n += 13) {
      const Eigen::RowVectorXd x = table.row(static_cast<Index>(n));
      const Imputation one = impute(fit, row({x.begin(), x.end()}));
      for (std::size_t d = 0; d < 3; ++d) {
        const double value = all.values[n * 3 + d], deviation = all.deviations[n * 3 + d];
        EXPECT_NEAR(one.values[d], value, 1e-12 * (std::abs(value) + deviation));
        EXPECT_NEAR(one.deviations[d], deviation, 1e-12 * deviation);
      }
    }
  }
}

TEST(Impute, LosesNoDigitsFarFromTheOrigin) {
  Fit near = fit_three_columns(Covariance::full, ExpectationMaximization{});
  Fit far = near;
  constexpr double kOffset = 0x1p30;  // about 1e9; a sum of two means has an ulp of 2e-7
  for (std::size_t k = 0; k < 2; ++k)
    for (std::size_t d = 0; d < 3; ++d) {
      double& mean = far.summary.parameters[k * 12 + d];
      mean += kOffset;
      near.summary.parameters[k * 12 + d] = mean - kOffset;
    }
  near.belief = near.summary, far.belief = far.summary;
  const Imputation a = impute(near, row({12, kMissing, -60})),
                   b = impute(far, row({12 + kOffset, kMissing, -60 + kOffset}));
  EXPECT_NEAR(b.values[1] - kOffset, a.values[1], 4e-7);
  EXPECT_NEAR(b.deviations[1], a.deviations[1], 4e-7);
}

TEST(Impute, ADeviationThatDoesNotExistIsInfiniteAndTold) {
  Fit fit = fit_three_columns(Covariance::full, MeanField{});
  auto& posterior = std::get<Posterior>(fit.belief);
  posterior.hyperparameters[1] =
      2.5;  // the first component's nu: 1/2 predictive degrees of freedom
  const Imputation filled =
      impute(fit, Data::own({12, kMissing, kMissing, kMissing, -60, kMissing}, 2, 3)
                      .with_names({"a", "b", "c"}));
  EXPECT_TRUE(std::isfinite(filled.deviations[1]));  // two cells more: 5/2 degrees of freedom
  for (std::size_t d = 0; d < 3; ++d) EXPECT_TRUE(std::isinf(filled.deviations[3 + d]));
  ASSERT_EQ(filled.warnings.size(), 1u);
  EXPECT_NE(filled.warnings[0].find("row 2, column 'a'"), std::string::npos) << filled.warnings[0];
  EXPECT_EQ(filled.warnings[0].find('\n'), std::string::npos);
}

TEST(Impute, RefusesRowsThatAreNotTheFits) {
  const Fit fit = fit_three_columns(Covariance::full, ExpectationMaximization{});
  EXPECT_THROW(impute(fit, row({1, 2})), std::invalid_argument);
  EXPECT_THROW(impute(fit, row({1, 2, HUGE_VAL})), std::invalid_argument);
  EXPECT_THROW(impute(fit, row({1, 2, 3}).with_labels({2})), std::invalid_argument);
}

}  // namespace
}  // namespace varimix::test
