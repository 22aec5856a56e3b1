// Leaves merged along a fixed binary tree: the sum is the same for any number of threads. Memory is
// one Statistics per level and thread, not one per leaf.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "statistics/thread_team.hpp"
#include "varimix/statistics.hpp"

namespace varimix::internal {

class MergeTree {
 public:
  /// leaf(i, room) gives the statistics of leaf i; called on any thread, once each. `room`: for its
  /// sums, of any size and with anything in it: that of sums already merged.
  using Leaf = std::function<Statistics(std::size_t leaf, std::vector<double> room)>;

  static Statistics sum(std::size_t leaves, ThreadTeam& team, const Leaf& leaf) {
    // Cut the tree where it has some subtrees per thread; threads take whole subtrees.
    MergeTree tree{leaf, team.spare_sums()};
    std::size_t depth = 0;
    while (team.threads() > 1 && (std::size_t{1} << depth) < 4 * team.threads()) ++depth;
    tree.cut(0, leaves, depth);
    tree.subtrees_.resize(tree.ranges_.size());
    team.run(tree.ranges_.size(), [&](std::size_t i) {
      tree.subtrees_[i] = tree.whole(tree.ranges_[i].first, tree.ranges_[i].second);
    });
    std::size_t next = 0;
    return tree.join(0, leaves, depth, next);
  }

 private:
  using Range = std::pair<std::size_t, std::size_t>;
  MergeTree(const Leaf& leaf, Spares<std::vector<double>>& spare) : leaf_(leaf), spare_(spare) {}

  static std::size_t middle(std::size_t first, std::size_t last) {
    return first + (last - first) / 2;
  }

  void cut(std::size_t first, std::size_t last, std::size_t depth) {
    if (depth == 0 || last - first <= 1) {
      ranges_.emplace_back(first, last);
      return;
    }
    cut(first, middle(first, last), depth - 1);
    cut(middle(first, last), last, depth - 1);
  }
  Statistics whole(std::size_t first, std::size_t last) const {
    if (last - first <= 1) return leaf_(first, spare_.take([] { return std::vector<double>(); }));
    Statistics left = whole(first, middle(first, last));
    add(left, whole(middle(first, last), last));
    return left;
  }
  void add(Statistics& to, Statistics other) const {
    to.merge(other);
    spare_.give_back(std::move(other.sums));
  }
  Statistics join(std::size_t first, std::size_t last, std::size_t depth, std::size_t& next) {
    if (depth == 0 || last - first <= 1) return std::move(subtrees_[next++]);
    Statistics left = join(first, middle(first, last), depth - 1, next);
    add(left, join(middle(first, last), last, depth - 1, next));
    return left;
  }

  const Leaf& leaf_;
  Spares<std::vector<double>>& spare_;
  std::vector<Range> ranges_;
  std::vector<Statistics> subtrees_;
};

}  // namespace varimix::internal
