// Accelerated runs end where plain ones end, sooner, and never go down.
#include <gtest/gtest.h>

#include <cmath>

#include "support/gaussian_problems.hpp"
#include "support/reference_data.hpp"
#include "support/reference_problems.hpp"

namespace varimix::test {
namespace {

constexpr Acceleration kHow[] = {Acceleration::squarem, Acceleration::anderson};

Fit run_to_the_end(const Model& model, const Data& data, const Backend& backend, const Start& start,
                   Acceleration how, double tolerance = 1e-13) {
  FitOptions options;
  options.start = start;
  options.acceleration = how;
  options.tolerance = tolerance;
  options.max_iterations = 100000;
  options.threads = 1;
  return fit(model, data, backend, options);
}

void expect_rising(const Fit& fit) {
  for (std::size_t t = 1; t < fit.trace.size(); ++t)
    EXPECT_GE(fit.trace[t], fit.trace[t - 1] - 1e-12 * std::abs(fit.trace[t])) << "iteration " << t;
}

/// What is still to come after the tolerance's end is nowhere near 1e-8 of a nat per row.
void expect_same_end(const Model& model, const Data& data, const Start& start,
                     const std::string& name) {
  for (const Backend& backend : {em(), map(), vb(), vb_point()}) {
    const Fit plain = run_to_the_end(model, data, backend, start, Acceleration::none);
    for (const Acceleration how : kHow) {
      SCOPED_TRACE(name + " " + method_name(backend) + " " + to_string(how));
      const Fit fast = run_to_the_end(model, data, backend, start, how);
      EXPECT_NEAR(fast.objective, plain.objective, 1e-8 * plain.total_weight);
      EXPECT_EQ(fast.termination, Termination::tolerance);
      EXPECT_EQ(fast.acceleration, how);
      expect_rising(fast);
      // A posterior stays what prior and counts make it.
      double counts = 0;
      for (const double n : fast.expected_counts()) counts += n;
      if (!fast.expected_counts().empty()) {
        EXPECT_NEAR(counts, fast.total_weight, 1e-9 * fast.total_weight);
      }
    }
  }
}

TEST(Acceleration, EndsWherePlainIterationEndsInOneColumn) {
  const Problem waiting = problem("waiting", NaiveFamily::gaussian, 2);
  const Problem deaths = problem("london_times", NaiveFamily::poisson, 2);
  const std::string cut = "waiting<67 -> 1, else 2";
  for (const Problem& p : {waiting, weighted(waiting), labelled(waiting), deaths,
                           problem("waiting", NaiveFamily::tied_gaussian, 2)}) {
    Partition start;
    const std::string words = p.name.starts_with("london") ? "deaths<=1 -> 1, else 2" : cut;
    for (const int k : stated_partition(words, p.naive.x)) start.components.push_back(k);
    expect_same_end(p.model(), p.data(), start, p.name);
  }
}

TEST(Acceleration, EndsWherePlainIterationEndsInSeveralColumnsWithMissingCells) {
  for (const Covariance covariance : all_covariances()) {
    const GaussianProblem complete =
        gaussian_problem("faithful_std", "waiting<67", covariance, 2, 3);
    for (const GaussianProblem& p : {complete, with_missing_cells(complete)})
      expect_same_end(p.model(), p.data(), start_from_partition(p), p.name);
  }
}

TEST(Acceleration, NeedsNoMorePassesThanThePublishedCountOnTheLondonTimesDeaths) {
  // Varadhan & Roland 2008: 66 evaluations at best from (.3, 1, 2.5) to 1e-7, EM 2055.
  const Problem deaths = problem("london_times", NaiveFamily::poisson, 2);
  const Start start = Belief(Point{{0.3, 0.7}, {1.0, 2.5}});
  for (const Acceleration how : kHow) {
    const Fit fast = run_to_the_end(deaths.model(), deaths.data(), em(), start, how, 1e-10);
    EXPECT_NEAR(fast.objective, -1989.945859883, 1e-7);
    EXPECT_LE(fast.e_passes, how == Acceleration::anderson ? 66u : 300u);
  }
}

TEST(Acceleration, IsOnByDefaultAndOffForExactNumbersOfIterationsForMlAndForHardAssignment) {
  const Problem p = problem("waiting", NaiveFamily::gaussian, 2);
  const auto used = [&](const Backend& backend, double tolerance) {
    FitOptions options;
    options.tolerance = tolerance;
    options.max_iterations = 20;
    return fit(p.model(), p.data(), backend, options).acceleration;
  };
  for (const Backend& backend : {em(), map(), vb(), vb_point()}) {
    EXPECT_EQ(used(backend, 1e-8), Acceleration::anderson);
    EXPECT_EQ(used(backend, 0), Acceleration::none);
  }
  EXPECT_EQ(used(MaximumLikelihood{}, 1e-8), Acceleration::none);
  EXPECT_EQ(used(hard_em(), 1e-8), Acceleration::none);
}

TEST(Acceleration, IsRefusedInOneLineWhereItCannotBe) {
  const Problem p = problem("waiting", NaiveFamily::gaussian, 2);
  for (const Backend& backend : {Backend(MaximumLikelihood{}), hard_em()}) {
    try {
      run_to_the_end(p.model(), p.data(), backend, AutomaticStart::random, Acceleration::anderson);
      FAIL() << method_name(backend);
    } catch (const std::invalid_argument& refusal) {
      EXPECT_NE(std::string(refusal.what()).find("accepted: none"), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace varimix::test
