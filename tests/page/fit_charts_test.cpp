// The numbers that the charts of a fit hold.
#include "fits.hpp"
#include "page/curves.hpp"

namespace varimix::test {
namespace {

using internal::Json;

TEST(FitCharts, DensitiesIntegrateToTheirWeights) {
  const Data data = two_heaps();
  for (const char* method : {"em", "vb"}) {
    const Fit fit = fitted(Model(2, gaussian()), data, method);
    const Json spec = chart_named(plots(fit, data), "density");
    // The chart ends 15 % beyond the data, where the tails hold less than a thousandth.
    EXPECT_NEAR(integral(rows_of(spec, "mixture")), 1, 2e-3) << method;
    for (std::size_t k = 0; k < 2; ++k)
      EXPECT_NEAR(integral(rows_of(spec, "component " + std::to_string(k + 1))),
                  fit.summary.weights[k], 2e-3)
          << method;
  }
}

TEST(FitCharts, BarsCountEveryRowOnce) {
  const Data data = two_heaps();
  const internal::Histogram bars = internal::histogram(data, 0, false);
  double sum = 0, area = 0;
  for (std::size_t i = 0; i < bars.weight.size(); ++i) {
    double inside = 0;
    for (std::size_t n = 0; n < data.rows(); ++n)
      inside += data.value(n, 0) >= bars.from[i] && data.value(n, 0) < bars.to[i];
    EXPECT_EQ(bars.weight[i], inside);
    sum += bars.weight[i];
  }
  EXPECT_EQ(sum, 150);
  const Fit fit = fitted(Model(2, gaussian()), data, "em");
  const Json spec = chart_named(plots(fit, data), "density");
  for (const Json& bar : spec["layer"][0]["data"]["values"])
    area += bar["y"].get<double>() * (bar["to"].get<double>() - bar["from"].get<double>());
  EXPECT_NEAR(area, 1, 1e-5);  // six digits of every number
}

TEST(FitCharts, RoundNumbersDoNotFallBesideTheirBar) {
  std::vector<double> x;
  for (int i = 20; i <= 44; ++i) x.insert(x.end(), 4, i / 10.0);  // 2.3 is a little less than 23/10
  const internal::Histogram bars = internal::histogram(Data::view(x), 0, false);
  const double per_bar = 40 * (bars.to[0] - bars.from[0]);  // four per tenth
  for (std::size_t i = 0; i + 1 < bars.weight.size(); ++i)
    EXPECT_NEAR(bars.weight[i], per_bar, 1e-6) << bars.from[i];
}

TEST(FitCharts, BarsWeighRowsAndLeaveOutWhatIsMissing) {
  const std::vector<double> x = {1, 2, std::nan(""), 4, 100};
  const Data data = Data::view(x).with_weights({1, 2.5, 7, 1, 0});
  const internal::Histogram bars = internal::histogram(data, 0, true);
  EXPECT_EQ(bars.total, 4.5);
  EXPECT_EQ(bars.weight, (std::vector<double>{1, 2.5, 0, 1}));
}

TEST(FitCharts, ProbabilitiesOfCountsAddUpToOne) {
  const Data data = counts();
  const Fit fit = fitted(Model(2, poisson()), data, "em");
  const Json spec = chart_named(plots(fit, data), "density");
  double sum = 0;
  for (const Json& row : rows_of(spec, "mixture")) {
    EXPECT_EQ(row["x"].get<double>(), std::round(row["x"].get<double>()));
    EXPECT_GE(row["x"].get<double>(), 0);
    sum += row["y"].get<double>();
  }
  EXPECT_NEAR(sum, 1, 5e-3);  // counts beyond the largest one seen, and one
}

TEST(FitCharts, TheTraceIsThatOfTheFit) {
  const Data data = two_heaps();
  const Fit fit = varimix::fit(Model(2, gaussian()), data, ExpectationMaximization{},
                               {.start = AutomaticStart::random, .threads = 1});
  ASSERT_GT(fit.trace.size(), 2u);
  const std::vector<Json> rows = rows_of(chart_named(plots(fit, data), "trace"), "");
  ASSERT_EQ(rows.size(), fit.trace.size());
  // A picture's six digits of the range.
  const double close = 1e-5 * (fit.trace.back() - fit.trace.front());
  for (std::size_t t = 0; t < rows.size(); ++t) {
    EXPECT_EQ(rows[t]["x"], Json(static_cast<double>(t + 1)));
    EXPECT_NEAR(rows[t]["y"].get<double>(), fit.trace[t], close);
  }
}

TEST(FitCharts, SharesAddUpToOneEverywhere) {
  const Data data = two_heaps();
  const Fit fit = fitted(Model(3, gaussian()), data, "em");
  const Json spec = chart_named(plots(fit, data), "responsibilities");
  std::vector<double> sum;
  for (std::size_t k = 1; k <= 3; ++k) {
    const std::vector<Json> rows = rows_of(spec, "component " + std::to_string(k));
    sum.resize(rows.size());
    for (std::size_t g = 0; g < rows.size(); ++g) sum[g] += rows[g]["share"].get<double>();
  }
  for (const double s : sum) EXPECT_NEAR(s, 1, 1e-5);
}

TEST(FitCharts, IntervalsAreThoseOfThePosterior) {
  const Data data = two_heaps();
  const Fit fit = fitted(Model(2, gaussian()), data, "vb");
  for (std::size_t k = 0; k < 2; ++k)
    for (const Marginal& marginal : fit.marginals(k)) {
      const Json row =
          chart_named(plots(fit, data), "intervals_" + marginal.name)["data"]["values"][k];
      const Interval expected = marginal.interval(0.95);
      const double close = 1e-5 * (std::abs(expected.upper) + std::abs(expected.lower));
      EXPECT_NEAR(row["lower"].get<double>(), expected.lower, close);
      EXPECT_NEAR(row["upper"].get<double>(), expected.upper, close);
      EXPECT_NEAR(row["value"].get<double>(), marginal.mean(), close);
    }
}

TEST(FitCharts, GivenUncertaintyIsShownInPlaceOfThePosterior) {
  const Data data = two_heaps();
  const Fit fit = fitted(Model(1, gaussian()), data, "em");
  Uncertainty given;
  given.method = "bootstrap";
  given.level = 0.9;
  given.estimates = {{0, "mean", 0, 0, 6.1, 0.4, {5.5, 6.7}},
                     {0, "covariance", 0, 0, 20, 2, {17, 24}}};
  const Json spec = chart_named(plots(fit, data, &given), "intervals_variance");
  EXPECT_EQ(spec["title"], "90 % confidence intervals (bootstrap) of the variance of minutes");
  EXPECT_EQ(spec["data"]["values"][0]["upper"], Json(24.0));
  EXPECT_EQ(chart_named(plots(fit, data, &given), "intervals_mean")["data"]["values"][0]["lower"],
            Json(5.5));
}

TEST(FitCharts, EllipsesHold95PercentOfAComponent) {
  const Data data = two_clouds();
  const Fit fit = fitted(Model(2, gaussian()), data, "em");
  const Json curve = chart_named(plots(fit, data), "scatter")["layer"][1]["data"]["values"];
  for (const Json& at : curve) {
    const std::size_t k = at["series"] == "component 1" ? 0 : 1;
    const Eigen::Vector2d from(at["x"].get<double>() - fit.mean(k)(0),
                               at["y"].get<double>() - fit.mean(k)(1));
    const Eigen::Matrix2d s = fit.covariance(k);
    const double determinant = s(0, 0) * s(1, 1) - s(0, 1) * s(1, 0);
    const double distance = (from(0) * from(0) * s(1, 1) - 2 * from(0) * from(1) * s(0, 1) +
                             from(1) * from(1) * s(0, 0)) /
                            determinant;
    EXPECT_NEAR(std::exp(-0.5 * distance), 0.05, 1e-4);  // chi-square of two degrees
  }
}

TEST(FitCharts, ALargeCloudIsShownInPartAndSaysSo) {
  const Data data = two_clouds(5000);
  const std::vector<Plot> all = plots(fitted(Model(2, gaussian()), data, "em"), data);
  EXPECT_EQ(chart_named(all, "scatter")["data"]["values"].size(), internal::kMostPoints);
  EXPECT_NE(all[0].description.find("2000 of 5000 rows are shown"), std::string::npos);
  EXPECT_EQ(chart_named(all, "scatter"),
            chart_named(plots(fitted(Model(2, gaussian()), data, "em"), data), "scatter"));
}

TEST(FitCharts, MissingCellsLabelsAndWeightsAreDrawn) {
  std::vector<double> x = {0, 1, 2, 9, 10, 11, 12, 3, 0, 2, std::nan(""), 9, 8, 12, 11, 4};
  std::vector<std::int32_t> labels(8, kLatent);
  labels[0] = 1;
  const Data data = Data::own(x, 8, 2).with_weights({1, 1, 2, 1, 1, 1, 3, 1}).with_labels(labels);
  const Json spec = chart_named(plots(fitted(Model(2, gaussian()), data, "map"), data), "scatter");
  const Json& rows = spec["data"]["values"];
  ASSERT_EQ(rows.size(), 8u);
  EXPECT_TRUE(rows[2]["x2"].is_null());
  EXPECT_EQ(rows[0]["known"], "known");
  EXPECT_EQ(rows[0]["series"], "component 2");
  EXPECT_EQ(rows[1]["known"], "inferred");
  EXPECT_EQ(rows[6]["weight"], Json(3.0));
}

TEST(FitCharts, NothingIsDrawnOfWhatSaysNothing) {
  const Data data = two_heaps();
  const Fit fit = fitted(Model(1, gaussian()), data, "em");
  std::vector<std::string> names;
  for (const Plot& plot : plots(fit, data)) names.push_back(plot.name);
  EXPECT_EQ(names[0], "density");
  for (const std::string& name : names) {
    EXPECT_NE(name, "responsibilities");  // of one component
    EXPECT_FALSE(name.starts_with("posterior") || name.starts_with("intervals"));
  }
}

TEST(FitCharts, DataFarFromZeroKeepTheirShape) {
  std::vector<double> x;
  const Data near = two_heaps();
  for (std::size_t n = 0; n < near.rows(); ++n) x.push_back(1e8 + near.value(n, 0));
  const Data data = Data::view(x);
  const Fit fit = fitted(Model(2, gaussian()), data, "em");
  EXPECT_NEAR(integral(rows_of(chart_named(plots(fit, data), "density"), "mixture")), 1, 2e-3);
}

}  // namespace
}  // namespace varimix::test
