// Data that are read once or a few times: batches instead of whole passes.
//
// Statistics s stand for all of the data, scaled to their weight W, and every batch b leads to an
// update of the backend's own from s. What a batch does to s depends on the pass:
//
//   the first      s <- (1 - eta_t) s + eta_t (W / W_b) s_b        [CappeMoulines2009]
//   the second     s <- sum of the s_b seen in this pass + (1 - sum W_b / W) s_first
//   from the third s <- s - s_b of the pass before + s_b           [NealHinton1998]
//   the last       one E-pass of all rows with one belief: measures the objective, changes nothing
//
// For a conjugate posterior "prior + s" this is stochastic [HoffmanEtAl2013] and memoized
// [HughesSudderth2013] variational inference.
#pragma once

#include "fit/restart.hpp"

namespace varimix::internal {

/// Refuses, in one line, a backend, family or acceleration that no stream has room for.
void check_stream(const Loop& loop);

/// Start, learning passes, measuring pass. `search`: of an automatic start, else null; it and its
/// restarts run on a sample of bounded size.
Outcome run_stream(const Loop& loop, const Search* search);

/// The learning passes from `start`, and the one that measures. `few`: rows that stand for all, the
/// head start of the first pass.
Run stream(const Loop& loop, const Belief& start, const Rows& few);

}  // namespace varimix::internal
