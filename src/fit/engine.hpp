// The loop that every backend runs in.
#pragma once

#include <optional>

#include "backend/rule.hpp"
#include "statistics/expectation_pass.hpp"
#include "varimix/fit.hpp"

namespace varimix::internal {

struct Run {
  Belief belief;
  Statistics statistics;  ///< of one pass with `belief`
  std::vector<double> trace;
  Termination termination = Termination::not_run;
  std::size_t e_passes = 0;
  bool single = false;           ///< the statistics are of a pass in float
  bool stopped = false;          ///< the observer said so, whatever else ended the run
  std::optional<double> saddle;  ///< the objective at the last saddle point it rested on and left
};

struct Loop {
  const PassContext& context;
  const Model& model;  ///< resolved
  const Backend& backend;
  const FitOptions& options;
  std::size_t restart = 0;
};

/// Update, pass, judge, until the objective stops rising. `start`: a belief whose pass comes first,
/// or none when `statistics` (of a partition or responsibilities) stand ready for the first update.
Run iterate(const Loop& loop, const std::optional<Belief>& start, Statistics statistics);

/// Measures a run that ended in float once more, in double: statistics and the end of its trace.
void measure_exactly(const Loop& loop, Run& run);

/// Nothing is latent, or nothing is mixed: direct maximum likelihood has a closed form.
bool closed_form(const Model& model, const Rows& rows);

}  // namespace varimix::internal
