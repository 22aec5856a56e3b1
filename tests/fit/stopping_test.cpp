// When a fit stops, why, and what its observer sees.
#include <gtest/gtest.h>

#include <cmath>

#include "support/reference_problems.hpp"

namespace varimix::test {
namespace {

Problem slow() { return problem("waiting", NaiveFamily::gaussian, 3); }

std::vector<Backend> backends() {
  return {MaximumLikelihood{}, em(), hard_em(), map(), vb(), vb_point()};
}

TEST(Stopping, ToleranceZeroRunsExactlyTheIterationsAsked) {
  const Problem p = slow();
  for (const Backend& backend : backends()) {
    for (const std::size_t iterations : {1U, 7U, 400U}) {
      const Fit fit =
          run(p.model(), p.data(), backend, Partition{random_partition(p, 1)}, iterations);
      EXPECT_EQ(fit.iterations, iterations) << method_name(backend);
      EXPECT_EQ(fit.trace.size(), iterations);
      EXPECT_GE(fit.e_passes, iterations);
      EXPECT_EQ(fit.termination, Termination::iteration_limit);
      EXPECT_FALSE(fit.converged());
    }
  }
}

/// Where the rule of the documentation stops on this trace, counted in iterations.
std::size_t rule(const std::vector<double>& trace, double threshold) {
  for (std::size_t t = 2; t < trace.size(); ++t) {
    const double now = trace[t] - trace[t - 1], before = trace[t - 1] - trace[t - 2];
    const double ratio = now / before;
    if (now < threshold && ratio < 1 && now * ratio / (1 - ratio) < threshold) return t + 1;
  }
  return 0;
}

TEST(Stopping, FollowsTheRuleOfAitken) {
  for (const Problem& p : {problem("waiting", NaiveFamily::gaussian, 2),
                           weighted(problem("waiting", NaiveFamily::tied_gaussian, 2)),
                           problem("discoveries", NaiveFamily::poisson, 2)}) {
    for (const Backend& backend : {em(), map(), vb(), vb_point()}) {
      const Start start = Partition{random_partition(p, 1)};
      const std::vector<double> whole = run(p.model(), p.data(), backend, start, 3000).trace;
      for (const double tolerance : {1e-3, 1e-5, 1e-8}) {
        const Fit fit = run(p.model(), p.data(), backend, start, 3000, tolerance);
        const std::size_t expected = rule(whole, tolerance * fit.total_weight);
        ASSERT_GT(expected, 0u);
        EXPECT_EQ(fit.iterations, expected) << p.name << ' ' << method_name(backend);
        EXPECT_EQ(fit.termination, Termination::tolerance);
        EXPECT_TRUE(fit.converged());
        EXPECT_EQ(fit.trace,
                  std::vector<double>(whole.begin(), whole.begin() + std::ptrdiff_t(expected)));
      }
    }
  }
}

TEST(Stopping, ASmallLastRiseAloneIsNotTheEnd) {
  // London's deaths: EM creeps, each rise is a five-hundredth of what is still to come.
  const Problem p = problem("london_times", NaiveFamily::poisson, 2);
  const Start start = Partition{random_partition(p, 1)};
  const Fit fit = run(p.model(), p.data(), em(), start, 20000, 1e-8);
  const double best = run(p.model(), p.data(), em(), start, 40000).objective;
  ASSERT_EQ(fit.termination, Termination::tolerance);
  EXPECT_LT(fit.trace.back() - fit.trace[fit.trace.size() - 2], 0.1 * 1e-8 * fit.total_weight);
  EXPECT_LT(best - fit.objective, 2e-8 * fit.total_weight);
}

TEST(Stopping, TheObserverSeesEveryIterationAndMayStop) {
  const Problem p = slow();
  for (const Backend& backend : backends()) {
    FitOptions options;
    options.start = Partition{random_partition(p, 1)};
    options.tolerance = 0;
    std::vector<Iteration> seen;
    options.observer = [&](const Iteration& iteration) {
      seen.push_back(iteration);
      return iteration.index == 4 ? Verdict::stop : Verdict::go_on;
    };
    const Fit fit = varimix::fit(p.model(), p.data(), backend, options);
    EXPECT_EQ(fit.termination, Termination::stopped_by_user) << method_name(backend);
    EXPECT_FALSE(fit.converged());
    ASSERT_EQ(seen.size(), 5u);
    ASSERT_EQ(fit.trace.size(), 5u);
    for (std::size_t t = 0; t < 5; ++t) {
      EXPECT_EQ(seen[t].index, t);
      EXPECT_EQ(seen[t].objective, fit.trace[t]);
      EXPECT_EQ(seen[t].change, t == 0 ? 0 : fit.trace[t] - fit.trace[t - 1]);
      EXPECT_GT(seen[t].smallest_count, 0);
      EXPECT_LE(seen[t].smallest_count, fit.total_weight / 3);
      EXPECT_EQ(seen[t].restart, 0u);
    }
  }
}

TEST(Stopping, StoppingEndsAllRestarts) {
  const Problem p = slow();
  FitOptions options;
  options.restarts = 5;
  std::size_t calls = 0, last_restart = 0;
  options.observer = [&](const Iteration& iteration) {
    last_restart = iteration.restart;
    return ++calls == 3 ? Verdict::stop : Verdict::go_on;
  };
  const Fit fit = varimix::fit(p.model(), p.data(), em(), options);
  EXPECT_EQ(fit.termination, Termination::stopped_by_user);
  EXPECT_EQ(calls, 3u);
  EXPECT_EQ(last_restart, 0u);
}

TEST(Stopping, NamesItsReasons) {
  EXPECT_EQ(to_string(Termination::tolerance), "tolerance");
  EXPECT_EQ(to_string(Termination::closed_form), "closed-form");
  EXPECT_EQ(to_string(Termination::iteration_limit), "iteration-limit");
  EXPECT_EQ(to_string(Termination::stopped_by_user), "user");
  EXPECT_EQ(to_string(Termination::no_progress), "no-progress");
  EXPECT_EQ(to_string(Termination::not_run), "not-run");
}

// A fit goes on from a belief as if it had never stopped.
TEST(Stopping, AndGoingOnFromTheBeliefGivesTheSameBits) {
  const Problem p = slow();
  for (const Backend& backend : {em(), map(), vb(), vb_point()}) {
    const Start start = Partition{random_partition(p, 1)};
    const Fit whole = run(p.model(), p.data(), backend, start, 20);
    const Fit first = run(p.model(), p.data(), backend, start, 12);
    const Fit second = run(p.model(), p.data(), backend, first.belief, 8);
    EXPECT_EQ(second.objective, whole.objective) << method_name(backend);
    EXPECT_EQ(second.summary.parameters, whole.summary.parameters);
  }
}

}  // namespace
}  // namespace varimix::test
