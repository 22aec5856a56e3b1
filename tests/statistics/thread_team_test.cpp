#include "statistics/thread_team.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace varimix::internal {
namespace {

std::vector<int> counts_of(ThreadTeam& team, std::size_t tasks) {
  std::vector<std::atomic<int>> seen(tasks);
  team.run(tasks, [&](std::size_t i) { ++seen[i]; });
  return {seen.begin(), seen.end()};
}

TEST(ThreadTeam, RunsEveryTaskOnce) {
  for (const std::size_t threads : {1U, 2U, 3U, 8U}) {
    ThreadTeam team(threads);
    for (const std::size_t tasks : {0U, 1U, 2U, 7U, 64U, 1000U})
      EXPECT_EQ(counts_of(team, tasks), std::vector<int>(tasks, 1)) << threads << ", " << tasks;
  }
}

TEST(ThreadTeam, LivesThroughManyRuns) {
  ThreadTeam team(4);
  for (int run = 0; run < 2000; ++run) ASSERT_EQ(counts_of(team, 5), std::vector<int>(5, 1)) << run;
}

TEST(ThreadTeam, HandsAnExceptionToTheCallerAndWorksAgainAfterwards) {
  for (const std::size_t threads : {1U, 2U, 3U, 8U}) {
    ThreadTeam team(threads);
    for (int round = 0; round < 50; ++round) {
      std::string caught;
      try {
        team.run(40, [](std::size_t i) {
          if (i == 17) throw std::runtime_error("task 17");
        });
      } catch (const std::runtime_error& error) {
        caught = error.what();
      }
      ASSERT_EQ(caught, "task 17");
      ASSERT_EQ(counts_of(team, 9), std::vector<int>(9, 1));
    }
  }
}

TEST(ThreadTeam, ReportsOneOfManyExceptions) {
  ThreadTeam team(3);
  EXPECT_THROW(team.run(100, [](std::size_t) { throw std::invalid_argument("all"); }),
               std::invalid_argument);
  EXPECT_EQ(counts_of(team, 3), std::vector<int>(3, 1));
}

TEST(ThreadTeam, ReturnsOnlyWhenEveryTaskIsDone) {
  ThreadTeam team(4);
  for (int run = 0; run < 20; ++run) {
    std::atomic<int> done = 0;
    team.run(8, [&](std::size_t i) {
      if (i % 3 == 0) std::this_thread::sleep_for(std::chrono::microseconds(200));
      ++done;
    });
    ASSERT_EQ(done, 8);
  }
}

TEST(ThreadTeam, TakesAllCoresForZeroAndStartsNothingUnlessAsked) {
  EXPECT_GE(ThreadTeam(0).threads(), 1U);
  EXPECT_EQ(ThreadTeam(64).threads(), 64U);  // built and gone without a run
}

}  // namespace
}  // namespace varimix::internal
