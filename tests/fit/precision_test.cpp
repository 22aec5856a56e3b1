// E-passes in float: how far they are from double, where they are refused, and that a fit's end is
// that of a fit in double.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "stream_problems.hpp"
#include "varimix/family/poisson.hpp"

namespace varimix::test {
namespace {

using internal::Assignment;
using laws::Pass;

/// The same values, kept as floats.
Data floats(const Data& data) {
  const auto values = std::make_shared<std::vector<float>>();
  for (std::size_t d = 0; d < data.columns(); ++d)
    for (std::size_t n = 0; n < data.rows(); ++n)
      values->push_back(static_cast<float>(data.value(n, d)));
  Data out(Data::Layout{values->data(), Data::Element::float32, data.rows(), data.columns(), 1,
                        static_cast<std::ptrdiff_t>(data.rows()), values});
  if (!data.weights().empty()) out = out.with_weights(data.weights());
  if (!data.labels().empty()) out = out.with_labels(data.labels());
  return out;
}

Data weighted(const Data& data) {
  std::vector<double> weights;
  for (std::size_t n = 0; n < data.rows(); ++n)
    weights.push_back(n % 9 == 0 ? 0.0 : 0.5 + static_cast<double>(n % 4));
  return data.with_weights(weights);
}

/// A few iterations from random rows.
Fit begun(const Model& model, const Data& data, std::size_t iterations) {
  FitOptions options{.tolerance = 0, .max_iterations = iterations};
  options.start = AutomaticStart::random;
  return fit(model, data, em(), options);
}

Fit fitted(const Model& model, const Data& data, const Backend& backend, Precision precision,
           double tolerance = 1e-8) {
  FitOptions options;
  options.precision = precision;
  options.tolerance = tolerance;
  options.max_iterations = 200;
  options.start = begun(model, data, 2).belief;
  return fit(model, data, backend, options);
}

const Covariance kCovariances[] = {Covariance::full, Covariance::diagonal, Covariance::spherical,
                                   Covariance::tied};

TEST(Precision, OfAPassInFloatIsSevenDigitsOfARowAndMoreOfTheirSum) {
  for (const Covariance covariance : kCovariances)
    for (const double missing : {0.0, 0.1})
      for (const std::size_t columns : {1, 2, 3, 8, 19}) {
        SCOPED_TRACE(std::to_string(columns) + " columns, missing " + std::to_string(missing) +
                     ", covariance " + std::to_string(static_cast<int>(covariance)));
        const Data data =
            floats(weighted(simulated({.rows = 3000, .columns = columns, .missing = missing})));
        const Model model(4, gaussian(covariance));
        const Fit early = begun(model, data, 4);
        const Pass pass(data, model.family().with_columns(columns));
        const auto seen = [&](bool single) {
          return pass.expected(early.summary.weights, early.summary.parameters, Assignment::soft,
                               single);
        };
        const Statistics exact = seen(false), single = seen(true);
        const bool columnwise = columns == 1 || covariance == Covariance::diagonal ||
                                covariance == Covariance::spherical;
        const bool in_double = columnwise && columns <= 4;  // float would win nothing
        EXPECT_EQ(single.evidence == exact.evidence, in_double);
        EXPECT_NEAR(single.evidence, exact.evidence, 1e-7 * exact.total_weight);
        ASSERT_EQ(single.sums.size(), exact.sums.size());
        // Some have moved to where sums said that had lost two digits.
        for (std::size_t i = 0; i < exact.frames.size(); ++i)
          EXPECT_NEAR(single.frames[i], exact.frames[i], 1e-4 * (1 + std::abs(exact.frames[i])));
        for (std::size_t k = 0; k < 4; ++k)
          EXPECT_NEAR(single.counts[k], exact.counts[k], 1e-5 * exact.total_weight);
        for (std::size_t i = 0; i < exact.sums.size(); ++i)
          EXPECT_NEAR(single.sums[i], exact.sums[i], 1e-5 * exact.total_weight) << i;
      }
}

TEST(Precision, OfFloatDataEndsWhereDoubleEnds) {
  for (const Covariance covariance : kCovariances)
    for (const Backend& backend : {em(), map(), vb(), vb_point()}) {
      const Data data = floats(simulated({.rows = 4000, .columns = 3}));
      const Model model(4, gaussian(covariance));
      const Fit single = fitted(model, data, backend, Precision::float32, 1e-9);
      const Fit exact = fitted(model, data, backend, Precision::float64, 1e-9);
      SCOPED_TRACE(method_name(backend));
      EXPECT_EQ(single.precision, Precision::float32);
      EXPECT_EQ(exact.precision, Precision::float64);
      EXPECT_EQ(single.converged(), exact.converged());
      EXPECT_NEAR(single.objective, exact.objective, 1e-8 * exact.total_weight);
      EXPECT_NEAR(single.log_likelihood, exact.log_likelihood, 1e-5 * exact.total_weight);
      for (std::size_t t = 1; t < single.trace.size(); ++t)
        EXPECT_GE(single.trace[t], single.trace[t - 1] - 1e-12 * std::abs(single.objective)) << t;
    }
}

TEST(Precision, LeavesTheEndOfARunInDoubleWhereverItStops) {
  const Data data = floats(simulated({.rows = 4000, .columns = 3}));
  for (const Backend& backend : {em(), map(), vb(), vb_point()}) {
    const Model model(4, gaussian(Covariance::full));
    FitOptions options{.tolerance = 0, .max_iterations = 3, .precision = Precision::float32};
    options.start = begun(model, data, 1).belief;
    const Fit stopped = fit(model, data, backend, options);
    ASSERT_EQ(stopped.precision, Precision::float32);
    const Pass pass(data, model.family().with_columns(3));
    const Statistics at = pass.expected(stopped.summary.weights, stopped.summary.parameters);
    EXPECT_NEAR(stopped.log_likelihood, at.evidence, 1e-12 * std::abs(at.evidence));
    if (method_name(backend) == "em") {
      EXPECT_EQ(stopped.objective, stopped.log_likelihood);
    }
  }
}

TEST(Precision, IsDoubleToTheBitWhereFloatWouldLoseDigits) {
  // A component a thousandth as wide as the data, and one a hundred of its deviations away.
  for (const Covariance covariance : {Covariance::full, Covariance::diagonal}) {
    Data wide = simulated({.rows = 3000, .columns = 2});
    std::vector<double> values;
    for (std::size_t d = 0; d < 2; ++d)
      for (std::size_t n = 0; n < wide.rows(); ++n)
        values.push_back(n % 3 == 0 ? 7 + wide.value(n, d) / 4096 : wide.value(n, d));
    const Data data = Data::own(values, wide.rows(), 2);
    const Model model(5, gaussian(covariance));
    const Fit early = begun(model, data, 60);
    const Pass pass(data, model.family().with_columns(2));
    const auto seen = [&](bool single) {
      return laws::every_number(
          pass.expected(early.summary.weights, early.summary.parameters, Assignment::soft, single));
    };
    EXPECT_EQ(seen(true), seen(false));
  }
}

TEST(Precision, OfFloatDataFarFromTheOriginIsThatOfDoubleOnTheSameValues) {
  const Data near = simulated({.rows = 4000, .columns = 3});
  std::vector<double> values;
  for (std::size_t d = 0; d < 3; ++d)
    for (std::size_t n = 0; n < near.rows(); ++n) values.push_back(near.value(n, d) + 1e5);
  const Data data = floats(Data::own(values, near.rows(), 3));
  const Model model(4, gaussian(Covariance::full));
  const Fit single = fitted(model, data, em(), Precision::float32);
  const Fit exact = fitted(model, data, em(), Precision::float64);
  EXPECT_EQ(single.precision, Precision::float32);
  EXPECT_NEAR(single.objective, exact.objective, 1e-8 * exact.total_weight);
}

TEST(Precision, LetsARowOfNoWeightHoldAnything) {
  for (const Covariance covariance : {Covariance::full, Covariance::diagonal}) {
    const Data clean = weighted(simulated({.rows = 3000, .columns = 6}));
    std::vector<double> values;
    for (std::size_t d = 0; d < 6; ++d)
      for (std::size_t n = 0; n < clean.rows(); ++n)
        values.push_back(n % 18 == 0 ? (n % 36 == 0 ? 3e38 : -1e22) : clean.value(n, d));
    const Data wild = Data::own(values, clean.rows(), 6).with_weights(clean.weights());
    const Model model(4, gaussian(covariance));
    const Fit expected = fitted(model, floats(clean), em(), Precision::float32, 0);
    const Fit fit = fitted(model, floats(wild), em(), Precision::float32, 0);
    EXPECT_EQ(fit.precision, Precision::float32);
    EXPECT_NEAR(fit.objective, expected.objective, 1e-9 * std::abs(expected.objective));
  }
}

TEST(Precision, InFloatGivesTheSameBitsForAnyNumberOfThreads) {
  const Data data = floats(simulated({.rows = 40000, .columns = 5, .missing = 0.02}));
  const Model model(4, gaussian(Covariance::full));
  FitOptions options{
      .tolerance = 0, .max_iterations = 4, .precision = Precision::float32, .threads = 1};
  const Fit one = fit(model, data, em(), options);
  EXPECT_EQ(one.precision, Precision::float32);
  for (const std::size_t threads : {2U, 3U, 8U}) {
    options.threads = threads;
    const Fit many = fit(model, data, em(), options);
    EXPECT_EQ(many.trace, one.trace) << threads;
    EXPECT_EQ(many.summary.parameters, one.summary.parameters) << threads;
  }
}

TEST(Precision, IsThatOfLargeDataUnlessTold) {
  const Data doubles = simulated({.rows = 56000, .columns = 9}), singles = floats(doubles);
  const Data few = simulated({.rows = 5000, .columns = 9});
  const Model model(4, gaussian(Covariance::full));
  const auto used = [&](const Data& data, Precision precision, const Backend& backend = em()) {
    FitOptions options{.tolerance = 0, .max_iterations = 1};
    options.precision = precision;
    options.start = AutomaticStart::random;
    return fit(model, data, backend, options).precision;
  };
  EXPECT_EQ(used(doubles, Precision::automatic), Precision::float64);
  EXPECT_EQ(used(few, Precision::float32), Precision::float32);
  EXPECT_EQ(used(singles, Precision::automatic), Precision::float32);
  EXPECT_EQ(used(floats(few), Precision::automatic), Precision::float64);
  EXPECT_EQ(used(singles, Precision::float64), Precision::float64);
  EXPECT_EQ(used(floats(few), Precision::automatic, MaximumLikelihood{}), Precision::float64);
}

TEST(Precision, RefusesFloatWhereThereIsNone) {
  FitOptions options;
  options.precision = Precision::float32;
  const auto refusal = [&](const Model& model, const Data& data, const Backend& backend) {
    try {
      fit(model, data, backend, options);
    } catch (const std::invalid_argument& error) {
      return std::string(error.what());
    }
    return std::string("none");
  };
  const Data data = simulated({.rows = 500});
  const Model model(2, gaussian(Covariance::full));
  EXPECT_EQ(refusal(model, data, MaximumLikelihood{}),
            "precision float32: method ml needs all digits of its gradients; accepted: float64");
  EXPECT_EQ(refusal(Model(2, poisson()), Data::own({1, 2, 3, 4, 9, 9}, 6, 1), em()),
            "precision float32: family poisson has no passes in float; accepted: float64");
  options.stream = Stream{};
  EXPECT_EQ(refusal(model, data, em()),
            "precision float32: the batches of a stream are read in double; accepted: float64");
}

}  // namespace
}  // namespace varimix::test
