#include "start/search.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "belief/belief.hpp"
#include "start/random.hpp"
#include "start/swap.hpp"
#include "start/whiten.hpp"

namespace varimix::internal {
namespace {

constexpr int kRefinements = 10;
/// Threads that a start uses, at most: starting one costs as much as a run on few rows.
constexpr std::size_t kShares = 8;
/// A run on so many rows is worth sharing.
constexpr std::size_t kSharedRows = 8192;
/// Nats per unit of weight: settled runs closer than this have found the same maximum.
constexpr double kSame = 1e-5;
/// Rounds of swaps without a better one before they are given up.
constexpr int kFailures = 3;

bool all_labelled(const Points& points) {
  return std::none_of(points.labels.begin(), points.labels.end(),
                      [](std::int32_t label) { return label == kLatent; });
}

bool none_known(const Centres& centres) {
  return std::all_of(centres.begin(), centres.end(),
                     [](const std::vector<double>& centre) { return std::isnan(centre[0]); });
}

void sort(Candidates& candidates) {
  std::sort(candidates.begin(), candidates.end(),
            [](const auto& a, const auto& b) { return ahead(*a, *b); });
}

bool same(const Candidate& better, const Candidate& worse) {
  return better.settled && worse.settled &&
         better.objective - worse.objective < kSame * worse.statistics.total_weight;
}

/// Keeps the better half, and of several at one maximum one; the others go before those `dropped`.
void halve(Candidates& running, Candidates& dropped) {
  sort(running);
  const std::size_t most = running.size() / 2;
  Candidates kept, worse;
  for (auto& candidate : running) {
    const bool full = kept.size() >= most || (!kept.empty() && same(*kept.back(), *candidate));
    (full ? worse : kept).push_back(std::move(candidate));
  }
  std::move(dropped.begin(), dropped.end(), std::back_inserter(worse));
  running = std::move(kept);
  dropped = std::move(worse);
}

}  // namespace

Search::Search(const PassContext& context, const Model& model, const Backend& backend,
               std::uint64_t seed)
    : context_(context),
      model_(model),
      backend_(backend),
      plan_(plan_start(model, context.rows.summary().rows)),
      sample_(context.rows, plan_.rows, seed),
      known_(labelled_means(context.rows.data(), sample_.standardize(), model.components())) {
  const Points& points = sample_.points();
  if (all_labelled(points)) plan_.candidates = 1, plan_.iterations = plan_.swaps = 0;
  if (plan_.candidates > 1 && points.complete && points.columns > 1 && none_known(known_))
    white_ = whitened(points);
}

void Search::each(std::size_t count, ThreadTeam& team, const Task& task) const {
  const auto by = [&](ThreadTeam& workers, std::size_t first, std::size_t last, std::size_t step) {
    PassContext context = context_.over(sample_.rows(), workers);
    // Of a sample only beliefs are kept, which all rows are read with again.
    context.single = !sample_.whole();
    const ShortRuns runs(context, model_, backend_);
    for (std::size_t i = first; i < last; i += step) task(runs, i);
  };
  // Runs that would leave threads idle are made by all of them together, one by one.
  const bool large = sample_.rows().leaves() * kBlockRows >= kSharedRows;
  const std::size_t alike = large ? count / team.threads() * team.threads() : count;
  team.run(std::min(alike, kShares), [&](std::size_t share) {
    ThreadTeam alone(1);
    by(alone, share, alike, kShares);
  });
  if (alike < count) by(team, alike, count, 1);
}

// Kinds take turns. k-means finds groups that lie apart, however many; in whitened coordinates also
// long ones that lie side by side. Rows drawn alike are as often right where components overlap.
std::unique_ptr<Candidate> Search::draw(const ShortRuns& runs, std::size_t place,
                                        std::uint64_t seed) const {
  const bool random = place % 2 == 1, white = place % 4 == 2 && white_.size() > 0;
  const Points& points = white ? white_ : sample_.points();
  const SeedOptions options{.seed = place == 0 ? seed : mix(seed ^ mix(~place)),
                            .spread = !random,
                            .refinements = random ? 0 : kRefinements};
  const Centres centres = find_centres(points, known_, options);
  auto out = std::make_unique<Candidate>(
      runs.begin(sample_.responsibilities(assign(points, centres), model_.components())));
  out->place = place;
  return out;
}

Candidates Search::candidates(std::uint64_t seed, ThreadTeam& team) const {
  Candidates running(plan_.candidates), dropped;
  each(running.size(), team,
       [&](const ShortRuns& runs, std::size_t i) { running[i] = draw(runs, i, seed); });
  for (std::size_t iterations = plan_.iterations; iterations > 0; iterations *= 2) {
    each(running.size(), team,
         [&](const ShortRuns& runs, std::size_t i) { runs.advance(*running[i], iterations); });
    if (running.size() == 1) break;
    halve(running, dropped);
  }
  if (plan_.swaps > 0)
    if (auto better = swapped(*running.front(), seed, team))
      running.insert(running.begin(), std::move(better));
  std::move(dropped.begin(), dropped.end(), std::back_inserter(running));
  return running;
}

std::unique_ptr<Candidate> Search::swapped(Candidate& from, std::uint64_t seed,
                                           ThreadTeam& team) const {
  std::unique_ptr<Candidate> out;
  int failures = 0;
  for (std::size_t round = 0; round < plan_.swaps && failures < kFailures; ++round) {
    Candidate& best = out ? *out : from;
    const Swaps swaps(sample_, model_.family(), best, team);
    Candidates proposals(kProposals);
    each(kProposals, team, [&](const ShortRuns& runs, std::size_t i) {
      const std::uint64_t key = mix(seed ^ mix(round * kProposals + i + 1));
      proposals[i] = std::make_unique<Candidate>(runs.begin(swaps.propose(i, key)));
      proposals[i]->place = i;
      runs.advance(*proposals[i], kProposalIterations);
    });
    sort(proposals);
    each(3, team, [&](const ShortRuns& runs, std::size_t i) {
      runs.advance(i < 2 ? *proposals[i] : best, 2 * kProposalIterations);
    });
    proposals.resize(2);
    sort(proposals);
    const Candidate& first = *proposals.front();
    const double rise = first.objective - best.objective;
    const bool better = first.risk < best.risk ||
                        (first.risk == best.risk && rise > kSame * best.statistics.total_weight);
    failures = better ? 0 : failures + 1;
    if (better) out = std::move(proposals.front());
  }
  return out;
}

Statistics Search::statistics(Candidate& of, const PassContext& context) const {
  if (sample_.whole() && &context.rows == &context_.rows) return std::move(of.statistics);
  return expectation_pass(context, scorer(model_.family(), of.belief),
                          make_rule(backend_, model_, context_.bounds)->assignment());
}

}  // namespace varimix::internal
