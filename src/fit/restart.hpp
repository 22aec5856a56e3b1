// One restart: from its start to what came out.
#pragma once

#include "backend/diagnosis.hpp"
#include "fit/engine.hpp"
#include "start/search.hpp"

namespace varimix::internal {

struct Outcome {
  Run run;
  Diagnosis diagnosis;
  Seconds seconds;
};

/// Statistics for the first update, when the start is neither a belief nor sought.
Statistics first_statistics(const Loop& loop);

/// Among restarts: any that is not spurious before any that is, then the greater objective.
bool better(const Outcome& a, const Outcome& b);

/// `search`: of an automatic start, else null. A run that ends in a spurious maximum is followed by
/// runs from the search's next candidates, a few at most; the best is returned.
Outcome run_restart(const Loop& loop, const Search* search);

/// All of them, several at once where the data are small; the best, with the seconds of all. Stops
/// early when the observer says so.
Outcome run_restarts(const Loop& loop, const Search* search);

}  // namespace varimix::internal
