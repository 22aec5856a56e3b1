// Statistics of batches, each made by a belief of its own and so in frames of its own: scaled,
// added, and kept one by one so that a batch's old ones can be exchanged for new ones
// [NealHinton1998].
#pragma once

#include <vector>

#include "varimix/family/family.hpp"

namespace varimix::internal {

/// As if every row had weighed `factor` times as much. (Effective rows grow by it, too: the batch
/// stands for so many more rows like its own.)
void scale(Statistics& statistics, double factor);

/// `to` += `from`, in the frames of `from`, which are the newer. An empty `to` becomes `from`.
/// Expects a family that can move its sums.
void add(const Family& family, Statistics& to, const Statistics& from);

/// One entry per batch, and sums of them up a binary tree: exchanging one costs log2(batches)
/// additions, and nothing is ever subtracted, so no count can fall below 0 by rounding.
class Ledger {
 public:
  Ledger(const Family& family, std::size_t batches) : family_(family), nodes_(2 * batches) {}

  void replace(std::size_t batch, Statistics statistics);
  /// Of all batches, in the frames of the one replaced last.
  const Statistics& total() const { return nodes_[1]; }

 private:
  const Family& family_;
  std::vector<Statistics> nodes_;  ///< node i has the children 2 i and 2 i + 1; leaves come last
};

}  // namespace varimix::internal
