// Bootstrap standard errors against mclust's, and what they promise.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "start/random.hpp"
#include "support/reference_data.hpp"
#include "uncertainty/bootstrap_rows.hpp"
#include "varimix/varimix.hpp"

namespace varimix::test {
namespace {

using Method = UncertaintyOptions::Method;
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

Data columns_of(const std::vector<std::vector<double>>& columns) {
  std::vector<double> values;
  for (const auto& column : columns) values.insert(values.end(), column.begin(), column.end());
  return Data::own(values, columns[0].size(), columns.size());
}

/// mclust's name of an estimate; [components] in its own order.
std::string name_in_mclust(const Estimate& e, std::size_t columns,
                           const std::vector<std::size_t>& order) {
  const std::string k = std::to_string(order[e.component] + 1);
  const auto digit = [](std::size_t i) { return std::to_string(i + 1); };
  if (e.parameter == "weight") return "pro[" + k + "]";
  if (columns == 1) return (e.parameter == "mean" ? "mean[" : "variance[") + k + "]";
  if (e.parameter == "mean") return "mean[" + k + "," + digit(e.column) + "]";
  return "sigma[" + k + "," + digit(e.column) + "," + digit(e.row) + "]";
}

/// The bootstrap's own error of a standard error of a normal estimate from B replicates is
/// 1 / sqrt(2 B); variances have heavier tails, kurtosis up to 6 or so: sqrt((6 - 1) / 4 B) = 3.5 %
/// for each of two bootstraps of 999. Three times that of their difference is 15 %.
constexpr double kMonteCarlo = 0.15;

void expect_standard_errors_of_mclust(const std::string& dataset, const Data& data, Method method,
                                      const std::string& type) {
  const Fit em = fit(Model(2, gaussian()), data);
  const Uncertainty u = uncertainty(em, data, {.method = method, .replicates = 999, .seed = 1});
  const bool swapped = (em.mean(0)[0] > em.mean(1)[0]) != (dataset == "faithful");
  const std::vector<std::size_t> order =
      swapped ? std::vector<std::size_t>{1, 0} : std::vector<std::size_t>{0, 1};
  std::size_t compared = 0;
  for (const CsvRow& row : reference_csv("mclust_bootstrap_se.csv")) {
    if (row.at("dataset") != dataset || row.at("type") != type) continue;
    if (row.at("model") != "V" && row.at("model") != "VVV") continue;
    for (const Estimate& e : u.estimates) {
      if (name_in_mclust(e, data.columns(), order) != row.at("param")) continue;
      const double se = std::stod(row.at("se"));
      EXPECT_NEAR(e.standard_error, se, kMonteCarlo * se) << type << ' ' << row.at("param");
      ++compared;
    }
  }
  EXPECT_EQ(compared, u.estimates.size());
}

TEST(Bootstrap, HasMclustsStandardErrorsOfOneColumn) {
  const Data data = columns_of({data_values("waiting")});
  expect_standard_errors_of_mclust("waiting", data, Method::bootstrap, "bs");
  expect_standard_errors_of_mclust("waiting", data, Method::parametric_bootstrap, "pb");
}

TEST(Bootstrap, HasMclustsStandardErrorsUnderFullCovariances) {
  const Data data = columns_of(data_columns("faithful"));
  expect_standard_errors_of_mclust("faithful", data, Method::bootstrap, "bs");
}

TEST(Bootstrap, HasTheSameBitsForAnyNumberOfThreads) {
  const Data data = columns_of(data_columns("faithful"));
  const Fit em = fit(Model(2, gaussian()), data);
  for (const Method method : {Method::bootstrap, Method::parametric_bootstrap}) {
    UncertaintyOptions options{.method = method, .replicates = 20, .seed = 3, .threads = 1};
    const Uncertainty one = uncertainty(em, data, options);
    options.threads = 3;
    const Uncertainty three = uncertainty(em, data, options);
    EXPECT_EQ(one.covariance, three.covariance);
    for (std::size_t p = 0; p < one.estimates.size(); ++p)
      EXPECT_EQ(one.estimates[p].interval.lower, three.estimates[p].interval.lower);
  }
}

TEST(Bootstrap, DrawsTheRowsThatARowOfWholeWeightStandsFor) {
  std::vector<double> repeated = data_values("waiting");
  std::sort(repeated.begin(), repeated.end());
  std::vector<double> x, w;
  for (const double value : repeated) {
    if (x.empty() || x.back() != value) x.push_back(value), w.push_back(0);
    w.back() += 1;
  }
  const Data weighted = columns_of({x}).with_weights(w), rows = columns_of({repeated});
  const FitOptions start{.start = Belief(Point{{0.4, 0.6}, {54, 30, 80, 30}})};
  const Model model = Model(2, gaussian());
  const Fit a = fit(model, weighted, ExpectationMaximization{}, start);
  const Fit b = fit(model, rows, ExpectationMaximization{}, start);
  for (const Method method : {Method::bootstrap, Method::parametric_bootstrap}) {
    const UncertaintyOptions options{.method = method, .replicates = 50, .seed = 2};
    const Uncertainty ua = uncertainty(a, weighted, options), ub = uncertainty(b, rows, options);
    for (std::size_t p = 0; p < ua.estimates.size(); ++p)  // the same draws, summed differently
      EXPECT_NEAR(ua.estimates[p].standard_error, ub.estimates[p].standard_error,
                  1e-6 * ub.estimates[p].standard_error);
  }
}

TEST(Bootstrap, NamesTheComponentsOfAReplicateByWhatTheyAre) {
  // Two components so much alike that in some replicates each ends where the other began: the
  // bootstrap once more, of both namings the one whose responsibilities are nearer to the fit's.
  const std::vector<double> x = {2.5, 0.9, 0.1, 0.6, -1,   0.6, 0.1,
                                 0.3, 1.1, 0,   0.5, -1.6, 1.4, 1.5};
  const Data data = columns_of({x});
  const Fit em = fit(Model(2, gaussian()), data);
  const std::vector<double> q = predict(em, data).responsibilities;
  const auto rows = internal::rows_of_data(data);
  std::vector<double> weights;
  int swapped = 0;
  for (std::uint64_t b = 0; b < 200; ++b) {
    const std::uint64_t key = internal::mix(internal::mix(1) ^ internal::mix(b));
    const Fit again = fit(em.model, rows->draw(key), em.backend, {.start = em.belief});
    if (again.spurious) continue;
    const std::vector<double> r = predict(again, data).responsibilities;
    double same = 0, other = 0;
    for (std::size_t n = 0; n < x.size(); ++n) {
      same += std::pow(q[2 * n] - r[2 * n], 2);
      other += std::pow(q[2 * n] - r[2 * n + 1], 2);
    }
    swapped += other < same ? 1 : 0;
    weights.push_back(again.summary.weights[other < same ? 1 : 0]);
  }
  EXPECT_GT(swapped, 0);
  double mean = 0, square = 0;
  for (const double w : weights) mean += w / static_cast<double>(weights.size());
  for (const double w : weights) square += std::pow(w - mean, 2);
  const Uncertainty u =
      uncertainty(em, data, {.method = Method::bootstrap, .replicates = 200, .seed = 1});
  const double sd = std::sqrt(square / static_cast<double>(weights.size() - 1));
  EXPECT_NEAR(u.estimates[0].standard_error, sd, 1e-12);  // sums of 200 numbers below 1
}

TEST(Bootstrap, OfOneGaussianIsWhatTheoryTells) {
  // Standard error of a mean sqrt(v / N), of a variance sqrt(2 v^2 / N): 3000 replicates, 1.3 %
  // each (variances a little more), four times that.
  std::vector<double> x;
  for (int i = 0; i < 400; ++i) {
    double z = -6;  // all but normal, and the same everywhere
    for (int j = 0; j < 12; ++j)
      z += std::fmod(0.5 + 0.618033988749895 * (i * 12 + j) * (j + 1), 1);
    x.push_back(10 + 2 * z);
  }
  const Data data = columns_of({x});
  const Fit em = fit(Model(1, gaussian()), data);
  const double v = em.covariance(0)(0, 0);
  const Uncertainty u = uncertainty(
      em, data, {.method = Method::parametric_bootstrap, .replicates = 3000, .seed = 4});
  EXPECT_EQ(u.estimates[0].standard_error, 0);  // the weight of the only component
  EXPECT_NEAR(u.estimates[1].standard_error / std::sqrt(v / 400), 1, 0.055);
  EXPECT_NEAR(u.estimates[2].standard_error / (v * std::sqrt(2.0 / 400)), 1, 0.055);
  EXPECT_NEAR(u.estimates[1].interval.upper - u.estimates[1].interval.lower,
              2 * 1.95996 * std::sqrt(v / 400), 0.08 * std::sqrt(v / 400) * 3.92);
}

TEST(Bootstrap, KeepsLabelsAndMissingCellsOfTheRows) {
  std::vector<std::vector<double>> columns = data_columns("faithful");
  for (std::size_t n = 0; n < 60; ++n) columns[n % 2][n] = kMissing;
  std::vector<std::int32_t> labels(columns[0].size(), kLatent);
  // Component 0 is named by the long waits, whatever comes first otherwise.
  for (std::size_t n = 100; n < 140; ++n) labels[n] = columns[1][n] > 67 ? 0 : 1;
  const Data data = columns_of(columns).with_labels(labels);
  const Fit em = fit(Model(2, gaussian()), data);
  for (const Method method : {Method::bootstrap, Method::parametric_bootstrap}) {
    const Uncertainty u = uncertainty(em, data, {.method = method, .replicates = 100, .seed = 5});
    EXPECT_TRUE(u.warnings.empty());
    EXPECT_NEAR(u.estimates[0].standard_error, 0.029, 0.008);  // as with all cells, or nearly
    for (const Estimate& e : u.estimates) {
      EXPECT_LT(e.interval.lower, e.value) << u.method << ' ' << e.parameter;
      EXPECT_GT(e.interval.upper, e.value) << u.method << ' ' << e.parameter;
    }
  }
}

TEST(Bootstrap, ServesEveryMethodThatGivesAPoint) {
  const Data data = columns_of({data_values("waiting")});
  for (const char* method : {"ml", "em", "map", "vb-point"}) {
    const Fit point = fit(Model(2, gaussian()), data, backend_from_name(method));
    const Uncertainty u =
        uncertainty(point, data, {.method = Method::bootstrap, .replicates = 60, .seed = 1});
    for (const Estimate& e : u.estimates) {
      if (e.parameter == "mean") {
        EXPECT_NEAR(e.standard_error, 0.6, 0.3) << method;
      }
    }
  }
  const Fit hard =
      fit(Model(2, gaussian()), data,
          ExpectationMaximization{.assignment = ExpectationMaximization::Assignment::hard});
  EXPECT_EQ(
      uncertainty(hard, data, {.method = Method::bootstrap, .replicates = 5}).estimates.size(), 6u);
}

TEST(Bootstrap, LeavesSpuriousReplicatesOutAndCountsThem) {
  const std::vector<double> x = {0, 0.1, 0.25, 0.4, 5, 5.1, 5.3};
  const Data data = columns_of({x});
  const Fit em = fit(Model(2, gaussian()), data);
  ASSERT_FALSE(em.spurious);
  const Uncertainty u =
      uncertainty(em, data, {.method = Method::bootstrap, .replicates = 200, .seed = 1});
  ASSERT_FALSE(u.warnings.empty());
  EXPECT_NE(u.warnings[0].find("of 200 replicates ended in a spurious maximum and are left out"),
            std::string::npos);
  for (const Estimate& e : u.estimates) EXPECT_TRUE(std::isfinite(e.standard_error));
}

std::string refusal(const Fit& of, const Data& data, const UncertaintyOptions& options) {
  try {
    uncertainty(of, data, options);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

TEST(Bootstrap, RefusesInOneLineWhatIsNoPointOfTheseData) {
  const Data data = columns_of(data_columns("faithful"));
  const Fit em = fit(Model(2, gaussian()), data);
  const UncertaintyOptions options{.method = Method::bootstrap, .replicates = 10};
  EXPECT_NE(refusal(fit(Model(2, gaussian()), data, MeanField{}), data, options)
                .find("accepted: posterior, linear-response"),
            std::string::npos);
  EXPECT_NE(refusal(marginal(em, {"x1"}), columns_of({data_values("waiting")}), options)
                .find("was not fitted to data but derived"),
            std::string::npos);
  EXPECT_NE(refusal(em, columns_of({{1, 2, 3}, {1, 2, 3}}), options)
                .find("needs the data of the fit, 272 rows of 2 columns"),
            std::string::npos);
  EXPECT_NE(refusal(em, data, {.method = Method::bootstrap, .replicates = 1}).find("2 or more"),
            std::string::npos);
  EXPECT_NE(refusal(em, data, {.method = Method::bootstrap, .level = 1.5}).find("level is 1.5"),
            std::string::npos);
}

}  // namespace
}  // namespace varimix::test
