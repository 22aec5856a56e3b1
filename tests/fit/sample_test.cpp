// Draws from a fit, and what a fit predicts: the same mixture from both sides.
#include "varimix/sample.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "family/geometric.hpp"
#include "support/reference_problems.hpp"
#include "varimix/family/adapter.hpp"
#include "varimix/predict.hpp"
#include "varimix/report.hpp"

namespace varimix::test {
namespace {

using Sample = varimix::Sample;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kDraws = 40000;
// Kolmogorov: P(sqrt(n) D > 2.2) = 1.3e-4, and the seeds are fixed.
const double kFar = 2.2 / std::sqrt(double{kDraws});

Fit fitted(const Problem& p, const Backend& backend) {
  return run(p.model(), p.data(), backend, Partition{random_partition(p, 3)}, 60);
}

/// The largest gap between the distribution of the draws and that of exp(log_density).
double distance(const Fit& fit, const Sample& drawn, double low, double high, double step) {
  std::vector<double> grid;
  for (double x = low; x <= high; x += step) grid.push_back(x);
  const std::vector<double> density = log_density(fit, Data::view(grid));
  std::vector<double> seen(grid.size(), 0.0);  // draws up to half a step above a point of the grid
  for (const double x : drawn.values) {
    const double at = std::floor((x - low) / step + 0.5);
    if (at < static_cast<double>(grid.size()))
      seen[static_cast<std::size_t>(std::fmax(at, 0))] += 1;
  }
  double worst = 0, expected = 0, counted = 0;
  for (std::size_t i = 0; i < grid.size(); ++i) {
    expected += std::exp(density[i]) * step;
    counted += seen[i] / static_cast<double>(drawn.values.size());
    worst = std::fmax(worst, std::abs(expected - counted));
  }
  return worst;
}

TEST(Sample, FollowsTheDensityOfTheFit) {
  const Problem waiting = problem("waiting", NaiveFamily::gaussian, 2);
  for (const Problem& p : {waiting, problem("waiting", NaiveFamily::tied_gaussian, 2)}) {
    for (const Backend& backend : {em(), vb()}) {
      const Fit fit = fitted(p, backend);
      EXPECT_LT(distance(fit, sample(fit, kDraws, 1), -400, 500, 0.05), kFar) << p.name;
    }
  }
  const Problem counts = problem("discoveries", NaiveFamily::poisson, 2);
  for (const Backend& backend : {em(), vb()}) {
    const Fit fit = fitted(counts, backend);
    EXPECT_LT(distance(fit, sample(fit, kDraws, 2), 0, 300, 1), kFar);
  }
}

/// Two rows: the posterior is wide, and its predictive density has tails that no point's has.
TEST(Sample, OfAVariationalFitDrawsTheParametersToo) {
  const std::vector<double> x = {0, 10};
  const Fit fit =
      varimix::fit(Model(1, gaussian()).with_default_prior(), Data::view(x), MeanField{});
  EXPECT_LT(distance(fit, sample(fit, kDraws, 5), -4000, 4000, 0.05), kFar);
  Fit point = fit;
  point.belief = fit.summary;
  EXPECT_GT(distance(fit, sample(point, kDraws, 5), -4000, 4000, 0.05), 2 * kFar);
}

TEST(Sample, ComponentsFollowTheWeights) {
  const Problem p = problem("galaxies_k", NaiveFamily::gaussian, 3);
  for (const Backend& backend : {em(), vb()}) {
    const Fit fit = fitted(p, backend);
    std::vector<double> share(3, 0.0);
    for (const std::int32_t k : sample(fit, kDraws, 3).components)
      share[static_cast<std::size_t>(k)] += 1.0 / kDraws;
    for (std::size_t k = 0; k < 3; ++k) {
      const double w = fit.summary.weights[k];  // VB: E[pi]
      EXPECT_NEAR(share[k], w, 4 * std::sqrt(w * (1 - w) / kDraws));
    }
  }
}

TEST(Sample, IsAFunctionOfSeedAndRow) {
  const Fit fit = fitted(problem("waiting", NaiveFamily::gaussian, 2), vb());
  const Sample all = sample(fit, 1000, 7), again = sample(fit, 1000, 7), few = sample(fit, 10, 7);
  EXPECT_EQ(all.values, again.values);
  EXPECT_EQ(all.components, again.components);
  EXPECT_EQ(few.values, std::vector<double>(all.values.begin(), all.values.begin() + 10));
  EXPECT_NE(all.values, sample(fit, 1000, 8).values);
  EXPECT_TRUE(sample(fit, 0, 7).values.empty());
}

TEST(Sample, NeverComesFromAComponentOfWeightZero) {
  Fit fit = fitted(problem("waiting", NaiveFamily::gaussian, 2), em());
  for (const std::int32_t empty : {0, 1}) {
    fit.summary.weights = {empty == 0 ? 0.0 : 1.0, empty == 0 ? 1.0 : 0.0};
    for (const std::int32_t k : sample(fit, 1000, 1).components) EXPECT_NE(k, empty);
  }
}

struct DrawnGeometric : outside::GeometricColumn {
  double draw(Parameters theta, const Uniform& uniform) const {
    return std::floor(std::log(uniform()) / std::log1p(-theta[0]));
  }
};

template <typename Family>
Fit fitted(Family family, const Backend& backend) {
  const std::vector<double> x = {0, 1, 2, 5, 9};
  return fit(Model(1, std::make_shared<FamilyOf<Family>>(family)).with_default_prior(),
             Data::view(x), backend);
}

void expect_refused(const Fit& fit, const std::string& message) {
  try {
    sample(fit, 3, 0);
    FAIL() << "expected: " << message;
  } catch (const std::invalid_argument& error) {
    EXPECT_EQ(error.what(), message);
  }
}

TEST(Sample, IsRefusedWhereTheFamilyCannotDraw) {
  for (const Backend& backend : {em(), vb()}) {
    expect_refused(fitted(outside::GeometricColumn{}, backend),
                   "family geometric cannot draw rows");
  }
  EXPECT_EQ(sample(fitted(DrawnGeometric{}, em()), 3, 0).values.size(), 3u);
  expect_refused(fitted(DrawnGeometric{}, vb()),
                 "family geometric cannot draw parameters from their posterior");
}

std::vector<Fit> fits_of_every_kind() {
  const Problem gauss = problem("waiting", NaiveFamily::gaussian, 2);
  const Problem tied = problem("waiting", NaiveFamily::tied_gaussian, 3);
  const Problem counts = problem("discoveries", NaiveFamily::poisson, 2);
  std::vector<Fit> out;
  for (const Problem& p : {gauss, tied, counts})
    for (const Backend& backend : {em(), map(), vb(), Backend(MaximumLikelihood{})})
      out.push_back(fitted(p, backend));
  NaivePrior sticks = default_prior(gauss);
  sticks.sticks = true;
  out.push_back(run(with_prior(gauss, sticks), gauss.data(), vb(),
                    Partition{random_partition(gauss, 3)}, 40));
  return out;
}

TEST(Predict, AndSampleAreTheSameBitsAfterSaving) {
  const std::vector<double> x = {0, 1, 43, 54, 70, kNaN, 81, 300};
  for (const Fit& fit : fits_of_every_kind()) {
    const Fit saved = fit_from_json(to_json(fit));
    const Prediction a = predict(fit, Data::view(x)), b = predict(saved, Data::view(x));
    EXPECT_EQ(a.responsibilities, b.responsibilities);
    EXPECT_EQ(a.log_density, b.log_density);
    EXPECT_EQ(a.log_density, log_density(fit, Data::view(x)));
    EXPECT_EQ(sample(fit, 100, 4).values, sample(saved, 100, 4).values);
  }
}

TEST(Predict, SharesTheDensityAmongTheComponents) {
  const std::vector<double> x = {1, 43, 70, 95};
  for (const Fit& fit : fits_of_every_kind()) {
    const Prediction all = predict(fit, Data::view(x));
    const std::size_t components = fit.components();
    for (std::size_t k = 0; k < components; ++k) {
      // Without the others' weights the density is that of component k alone.
      Fit alone = fit;
      std::vector<double> only(components, 0.0);
      only[k] = 1;
      if (auto* q = std::get_if<Posterior>(&alone.belief)) {
        q->weights = {WeightsPrior::Kind::dirichlet, only, {}};
      } else {
        alone.summary.weights = only;
      }
      const std::vector<double> of_k = log_density(alone, Data::view(x));
      for (std::size_t n = 0; n < x.size(); ++n) {
        const double expected = fit.summary.weights[k] * std::exp(of_k[n] - all.log_density[n]);
        EXPECT_NEAR(all.responsibilities[n * components + k], expected, 1e-11);
      }
    }
  }
}

TEST(Predict, OfARowWithoutCellsIsTheWeights) {
  const std::vector<double> x = {kNaN, kNaN};
  for (const Fit& fit : fits_of_every_kind()) {
    const Prediction p = predict(fit, Data::view(x));
    for (std::size_t i = 0; i < p.responsibilities.size(); ++i)
      EXPECT_NEAR(p.responsibilities[i], fit.summary.weights[i % fit.components()], 1e-15);
    for (const double density : p.log_density) EXPECT_NEAR(density, 0, 1e-15);
  }
}

TEST(Predict, IsSoftWhereTheFitWasHardAndIgnoresLabelsAndWeights) {
  const Problem p = problem("waiting", NaiveFamily::gaussian, 2);
  const Fit fit = fitted(p, hard_em());
  const Prediction plain = predict(fit, p.data());
  EXPECT_EQ(plain.responsibilities, predict(fit, labelled(weighted(p)).data()).responsibilities);
  double certain = 0;
  for (const double r : plain.responsibilities) certain += r == 0 || r == 1 ? 1 : 0;
  EXPECT_LT(certain, 100);
  const std::vector<double> two_columns(4, 1.0);
  EXPECT_THROW(predict(fit, Data::own(two_columns, 2, 2)), std::invalid_argument);
}

}  // namespace
}  // namespace varimix::test
