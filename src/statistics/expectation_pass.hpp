// The E-pass: N rows in, K statistics out. The only room inside the loop that sees rows.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "data/rows.hpp"
#include "statistics/softmax.hpp"
#include "statistics/thread_team.hpp"
#include "varimix/belief.hpp"
#include "varimix/statistics.hpp"

namespace varimix::internal {

struct PassContext {
  const Rows& rows;
  const Family& family;
  const Bounds& bounds;
  ThreadTeam& team;
  /// One component's hyperparameters where the statistics will be added to a prior.
  std::span<const double> prior = {};
  /// False: sums stay in the first frames, whatever they cancel, and the rows are read once.
  bool recentre = true;
  /// Scoring passes compute in float where the components lie so that it keeps digits enough.
  bool single = false;

  /// The same pass over other rows, by another team.
  PassContext over(const Rows& others, ThreadTeam& by) const {
    return {others, family, bounds, by, prior, recentre, single};
  }
};

/// Statistics of the responsibilities that `scorer` gives. Summed in the scorer's own frames; once
/// more in better ones where those cancel too many digits.
Statistics expectation_pass(const PassContext& context, const Scorer& scorer,
                            Assignment assignment);

/// Writes responsibilities of the block's rows, r[k * stride + n], rows summing to 1.
using GivenResponsibilities = std::function<void(const Block&, double* r, std::size_t stride)>;
/// Responsibility 1 for the component of each row.
GivenResponsibilities one_hot(std::vector<std::int32_t> partition, std::size_t components);
/// Statistics of responsibilities that come from outside: a start. Known labels prevail over them.
/// evidence and classification are 0.
Statistics assignment_pass(const PassContext& context, std::size_t components,
                           const GivenResponsibilities& given);

/// Visits every block with its responsibilities and log densities (log sum_k exp(rho_nk)); blocks
/// come on any thread.
using Visit = std::function<void(const Block&, const double* responsibilities, std::size_t stride,
                                 const double* log_sums)>;
/// Fills logits of a block without log weights: family.score or family.log_predictive.
using Score = std::function<void(const Block&, double* logits, std::size_t stride)>;
void visit_rows(const Rows& rows, std::span<const double> log_weights, const Score& score,
                Assignment assignment, ThreadTeam& team, const Visit& visit);

}  // namespace varimix::internal
