// Data that are read once or a few times: batches instead of whole passes.
#pragma once

#include "fit/restart.hpp"

namespace varimix::internal {

/// Refuses, in one line, a backend, family or acceleration that no stream has room for.
void check_stream(const Loop& loop);

/// Start, learning passes, measuring pass. `search`: of an automatic start, else null; it and its
/// restarts run on a sample of bounded size.
Outcome run_stream(const Loop& loop, const Search* search);

/// Learning passes from `start` (stream_passes.hpp), and one E-pass of all rows with one belief,
/// which measures the objective and changes nothing. `few`: rows that stand for all.
Run stream(const Loop& loop, const Belief& start, const Rows& few);

}  // namespace varimix::internal
