// Streams end where batch fits end, in few reads, and tell honestly how far they came.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "stream_problems.hpp"

namespace varimix::test {
namespace {

Fit streamed(const Model& model, const Data& data, const Backend& backend, std::size_t passes = 3,
             Start start = AutomaticStart::kmeans_plus_plus) {
  FitOptions options;
  options.start = std::move(start);
  options.stream = Stream{.passes = passes};
  return fit(model, data, backend, options);
}

class Streams : public testing::TestWithParam<StreamProblem> {};

TEST_P(Streams, ComeWithinAThousandthOfANatPerRowOfTheBatchObjectiveInThreeReads) {
  const auto& [name, model, data, backend] = GetParam();
  const Fit batch = fit(model, data, backend), stream = streamed(model, data, backend);
  EXPECT_LT(lacking(batch, stream), 1e-3);
  EXPECT_EQ(stream.e_passes, 3u);
  EXPECT_EQ(stream.iterations, 2u);
  EXPECT_EQ(stream.acceleration, Acceleration::none);
  EXPECT_FALSE(stream.converged());
  EXPECT_EQ(stream.objective, stream.trace.back());
  EXPECT_FALSE(stream.spurious);
}

TEST_P(Streams, GiveTheSameBitsForAnyNumberOfThreads) {
  const auto& [name, model, data, backend] = GetParam();
  FitOptions options;
  options.stream = Stream{.passes = 4};
  options.threads = 1;
  const Fit one = fit(model, data, backend, options);
  for (const std::size_t threads : {2U, 3U, 8U}) {
    options.threads = threads;
    const Fit many = fit(model, data, backend, options);
    EXPECT_EQ(many.trace, one.trace) << threads;
    EXPECT_EQ(many.summary.weights, one.summary.weights) << threads;
    EXPECT_EQ(many.summary.parameters, one.summary.parameters) << threads;
  }
}

INSTANTIATE_TEST_SUITE_P(Problems, Streams, testing::ValuesIn(stream_problems()), ProblemName{});

TEST(Stream, OfEmAndOfPointMassesTakesTwoRoutesToOnePoint) {
  for (const Covariance covariance : {Covariance::full, Covariance::diagonal}) {
    const Model model(4, gaussian(covariance));
    const Data data = simulated({});
    const Start start = streamed(model, data, em(), 2).belief;
    const Fit one = streamed(model, data, em(), 4, start);
    const Fit other = streamed(model, data, vb_point(), 4, start);
    EXPECT_NEAR(other.objective, one.objective, 1e-12 * std::abs(one.objective));
    for (std::size_t i = 0; i < one.summary.parameters.size(); ++i)  // some 350 updates of rounding
      EXPECT_NEAR(other.summary.parameters[i], one.summary.parameters[i], 1e-10) << i;
  }
}

TEST(Stream, OfOneBatchIsTheBatchMethodToTheBit) {
  const Data data = simulated({.rows = 5000});
  const Model model(4, gaussian(Covariance::full));
  for (const Backend& backend : {em(), map(), vb(), vb_point()}) {
    FitOptions options;
    options.start = fit(model, data, em(), {.max_iterations = 3}).belief;
    options.tolerance = 0;
    options.max_iterations = 5;
    const Fit batch = fit(model, data, backend, options);
    options.stream = Stream{.passes = 6, .batches = 1};
    const Fit stream = fit(model, data, backend, options);
    EXPECT_EQ(stream.trace, batch.trace);
    EXPECT_EQ(stream.summary.parameters, batch.summary.parameters);
    EXPECT_EQ(stream.e_passes, batch.e_passes);
  }
}

TEST(Stream, TakesEveryKindOfStart) {
  std::vector<std::int32_t> truth;
  const Data data = simulated({}, &truth);
  const Model model(4, gaussian(Covariance::full));
  const Fit batch = fit(model, data);
  Responsibilities soft{4, std::vector<double>(4 * truth.size(), 0.1)};
  for (std::size_t n = 0; n < truth.size(); ++n)
    soft.values[4 * n + static_cast<std::size_t>(truth[n])] = 0.7;
  const std::vector<Start> starts = {AutomaticStart::kmeans_plus_plus,
                                     AutomaticStart::random,
                                     Partition{truth},
                                     soft,
                                     batch.belief,
                                     fit(model, data, vb()).belief};
  for (std::size_t i = 0; i < starts.size(); ++i)
    EXPECT_LT(lacking(batch, streamed(model, data, em(), 3, starts[i])), 1e-3) << i;
  FitOptions options;
  options.stream = Stream{};
  options.restarts = 3;
  EXPECT_LT(lacking(batch, fit(model, data, em(), options)), 1e-3);
}

TEST(Stream, FindsTheRowsFromABeliefAHundredMillionDeviationsAway) {
  const Data data = simulated({.components = 2});
  const Model model(2, gaussian(Covariance::diagonal));
  Point far{{0.5, 0.5}, {}};
  for (const double mean : {-1e8, 1e8})
    for (std::size_t d = 0; d < 3; ++d) far.parameters.insert(far.parameters.end(), {mean, 1.0});
  const Fit stream = streamed(model, data, em(), 8, Belief(far));
  EXPECT_TRUE(std::isfinite(stream.objective));
  EXPECT_LT(lacking(fit(model, data, em(), {.start = Belief(far)}), stream), 1e-3);
}

TEST(Stream, MeasuresTheObjectiveOfWhatItReturns) {
  const Data data = simulated({.apart = 1});
  for (const std::size_t passes : {1U, 2U, 5U}) {
    const Fit stream = streamed(Model(4, gaussian(Covariance::full)), data, em(), passes);
    const std::vector<double> each = log_density(stream, data);
    const double sum = std::accumulate(each.begin(), each.end(), 0.0);
    EXPECT_NEAR(stream.objective, sum, 1e-12 * std::abs(sum));  // other orders of 60000 terms
    EXPECT_EQ(stream.log_likelihood, stream.objective);
    EXPECT_EQ(stream.e_passes, std::max<std::size_t>(2, passes));
  }
}

TEST(Stream, ConvergesByTheStoppingRuleOrSaysThatItHasNot) {
  const Data data = simulated({});
  FitOptions options;
  options.tolerance = 1e-6;
  options.stream = Stream{.passes = 50};
  const Fit stream = fit(Model(4, gaussian(Covariance::full)), data, em(), options);
  EXPECT_EQ(stream.termination, Termination::tolerance);
  EXPECT_LT(stream.e_passes, 20u);
  EXPECT_EQ(streamed(Model(4, gaussian(Covariance::full)), data, em()).termination,
            Termination::iteration_limit);
}

TEST(Stream, EndsWhereTheObserverSaysSo) {
  FitOptions options;
  options.stream = Stream{.passes = 9};
  options.observer = [](const Iteration&) { return Verdict::stop; };
  const Fit stream = fit(Model(4, gaussian(Covariance::full)), simulated({}), em(), options);
  EXPECT_EQ(stream.termination, Termination::stopped_by_user);
  EXPECT_EQ(stream.e_passes, 2u);
}

TEST(Stream, IsRefusedInOneLineWhereItCannotBe) {
  const Problem p = problem("waiting", NaiveFamily::gaussian, 2);
  const auto refusal = [&](const Backend& backend, Acceleration how, std::size_t passes) {
    FitOptions options;
    options.acceleration = how;
    options.stream = Stream{.passes = passes};
    try {
      fit(p.model(), p.data(), backend, options);
    } catch (const std::invalid_argument& error) {
      return std::string(error.what());
    }
    return std::string("nothing was refused");
  };
  using enum Acceleration;
  for (const std::string& line :
       {refusal(MaximumLikelihood{}, automatic, 3), refusal(hard_em(), automatic, 3),
        refusal(em(), anderson, 3), refusal(em(), squarem, 3), refusal(em(), automatic, 0)}) {
    EXPECT_NE(line.find("stream"), std::string::npos) << line;
    EXPECT_NE(line.find("accepted: "), std::string::npos) << line;
    EXPECT_EQ(line.find('\n'), std::string::npos) << line;
  }
}

TEST(Stream, SlowOfAMillionRowsComesWithinAThousandthOfANatPerRowInThreeReads) {
  // Seed 8: the batch fit crosses a plateau, in 55 reads.
  for (const bool sorted : {false, true}) {
    const Data data = simulated(
        {.rows = 1000000, .columns = 8, .components = 16, .apart = 2, .sorted = sorted, .seed = 8});
    for (const Backend& backend : {em(), vb()}) {
      const Model model(16, gaussian(Covariance::full));
      const Fit batch = fit(model, data, backend), stream = streamed(model, data, backend);
      EXPECT_LT(lacking(batch, stream), 1e-3) << method_name(backend) << sorted;
      EXPECT_EQ(stream.e_passes, 3u);
    }
  }
}

}  // namespace
}  // namespace varimix::test
