// What the batches of a stream do to what is known, one by one.
//
// Statistics s stand for all of the data, scaled to their weight W, and every batch b leads to an
// update of the backend's own from s. What a batch does to s depends on the pass:
//
//   the first      s <- (1 - eta_t) s + eta_t (W / W_b) s_b        [CappeMoulines2009]
//   the second     s <- sum of the s_b seen in this pass + (1 - sum W_b / W) s_first
//   from the third s <- s - s_b of the pass before + s_b           [NealHinton1998]
//
// For a conjugate posterior "prior + s" this is stochastic [HoffmanEtAl2013] and memoized
// [HughesSudderth2013] variational inference. An exchange raises, or leaves, the bound
//
//   sum_n w_n sum_k r_nk (rho_nk - log r_nk) - penalty,
//
// in which r_nk is what the row's batch was last read with; the other two promise nothing.
#pragma once

#include <memory>
#include <vector>

#include "fit/engine.hpp"
#include "statistics/ledger.hpp"

namespace varimix::internal {

class StreamPasses {
 public:
  /// `loop` must outlive it.
  StreamPasses(const Loop& loop, const Belief& start, std::size_t batches);

  /// Batches in the order in which every pass takes them.
  const std::vector<std::size_t>& order() const { return order_; }
  const Rule& rule() const { return *rule_; }
  const Belief& belief() const { return belief_; }
  /// s, after a batch.
  const Statistics& statistics() const { return all_; }
  /// Of all `rows`, with the belief as it stands.
  Statistics pass(const Rows& rows) const;

  /// Before the first batch: `few` rows that stand for all are the s to begin with. A component
  /// that the first batches happen not to see (of sorted rows, say) then only fades, and few rows
  /// never make it up by themselves. They also lead from a belief far off to frames amid the rows.
  void begin(const Rows& few);
  /// Each reads a batch with the belief as it stands, changes s, updates the belief, and returns
  /// the batch's evidence, nats. Every batch is mixed, then every one replaced, before one is
  /// exchanged. `keep`: exchanges will follow.
  double mix(std::size_t batch);
  double replace(std::size_t batch, bool keep);
  double exchange(std::size_t batch);

 private:
  Statistics read(std::size_t batch) const;
  double total_weight() const { return loop_.context.rows.summary().total_weight; }

  const Loop& loop_;
  const Family& family_;
  std::unique_ptr<Rule> rule_;
  std::vector<std::size_t> order_;
  Ledger ledger_;
  Belief belief_;
  Statistics all_;
  Statistics mixed_, replaced_;  ///< what the first pass ended with; sums seen in the second
  double head_start_ = 0;        ///< in batches
  std::size_t mixed_batches_ = 0, replaced_batches_ = 0;
};

}  // namespace varimix::internal
