#include "statistics/ledger.hpp"

#include <stdexcept>
#include <utility>

namespace varimix::internal {

void scale(Statistics& statistics, double factor) {
  for (auto* sums : {&statistics.counts, &statistics.squares, &statistics.sums})
    for (double& x : *sums) x *= factor;
  statistics.total_weight *= factor;
  statistics.evidence *= factor;
  statistics.classification *= factor;
}

void add(const Family& family, Statistics& to, const Statistics& from) {
  if (to.components == 0) {
    to = from;
    return;
  }
  if (to.frames != from.frames && !family.move_to(from.frames, to))
    throw std::logic_error("varimix: family " + family.name() + " cannot move its sums");
  to.merge(from);
}

void Ledger::replace(std::size_t batch, Statistics statistics) {
  std::size_t node = nodes_.size() / 2 + batch;
  nodes_[node] = std::move(statistics);
  while (node > 1) {
    const std::size_t sibling = node ^ 1U, parent = node / 2;
    // The sibling is the older: it is moved.
    Statistics sum = nodes_[sibling];
    add(family_, sum, nodes_[node]);
    nodes_[parent] = std::move(sum);
    node = parent;
  }
}

}  // namespace varimix::internal
