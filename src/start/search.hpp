// The automatic start: many short runs, the better half of them twice as long, and so on
// [BiernackiEtAl2003]; then swaps, as long as they help [UedaEtAl2000]. What is left goes on as the
// fit.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "start/kmeans.hpp"
#include "start/plan.hpp"
#include "start/sample.hpp"
#include "start/short_runs.hpp"

namespace varimix::internal {

/// Best first. By pointer: they are sorted, and their statistics are large.
using Candidates = std::vector<std::unique_ptr<Candidate>>;

/// What restarts share; each draws candidates of its own. May be used by several threads at once.
class Search {
 public:
  /// All must outlive the Search. `seed` draws the sample.
  Search(const PassContext& context, const Model& model, const Backend& backend,
         std::uint64_t seed);

  /// At least one: where to begin. Should that end in a spurious maximum, the others stand ready.
  Candidates candidates(std::uint64_t seed, ThreadTeam& team) const;
  /// Statistics of a pass with the candidate over the rows of `context`.
  Statistics statistics(Candidate& of, const PassContext& context) const;

 private:
  using Task = std::function<void(const ShortRuns&, std::size_t)>;
  /// task(0) ... task(count - 1), several at once, each on one thread: the rows are few.
  void each(std::size_t count, ThreadTeam& team, const Task& task) const;
  std::unique_ptr<Candidate> draw(const ShortRuns& runs, std::size_t place,
                                  std::uint64_t seed) const;
  /// A candidate that swaps have led to, or nothing when none was better.
  std::unique_ptr<Candidate> swapped(Candidate& from, std::uint64_t seed, ThreadTeam& team) const;

  const PassContext& context_;
  const Model& model_;
  const Backend& backend_;
  Plan plan_;
  Sample sample_;
  Centres known_;  ///< [K] of labelled rows; NaN where there are none
  Points white_;   ///< empty where whitening would change nothing
};

}  // namespace varimix::internal
