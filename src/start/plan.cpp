#include "start/plan.hpp"

#include <algorithm>

namespace varimix::internal {
namespace {

constexpr std::size_t kMostCandidates = 64, kLeastIterations = 3, kMostIterations = 10;
/// So many rows tell starts apart; more where components have many parameters: at least so many per
/// number in a mean (and four), up to so many where they are no more than a share of all rows.
constexpr std::size_t kFewRows = 2048, kFewPerNumber = 4, kManyPerNumber = 16, kShare = 32;
/// Sums and products, some ten milliseconds of them: what nobody waits for.
constexpr double kWork = 3e7;
/// What a row and component cost beside the statistics: an exponential, comparisons.
constexpr double kOverhead = 10;
/// As many passes as a fit may well take itself; and, of large data, reads of all rows.
constexpr double kPasses = 100, kReads = 3;

/// Every halving costs as much as the first round.
std::size_t rounds(std::size_t candidates) {
  std::size_t out = 1;
  for (; candidates > 1; candidates /= 2) ++out;
  return out;
}

std::size_t swap_passes() {
  return kProposals * (kProposalIterations + 3) + 3 * 2 * kProposalIterations + 1;
}

}  // namespace

std::size_t Plan::passes() const {
  // A candidate's first belief takes its partition, that smoothed, and a pass.
  return candidates * (3 + iterations * rounds(candidates)) + swaps * swap_passes();
}

Plan plan_start(const Model& model, std::size_t rows) {
  const std::size_t components = model.components(), columns = model.family().columns();
  Plan out;
  const std::size_t numbers = components * (columns + 4);
  out.rows = std::max(
      {kFewRows, kFewPerNumber * numbers, std::min(kManyPerNumber * numbers, rows / kShare)});
  if (2 * rows < 3 * out.rows) out.rows = rows;  // leaving out so few would save nothing
  if (components == 1) return out;
  const auto size = static_cast<double>(std::min(rows, out.rows));
  const double per_row = static_cast<double>(components) *
                         (static_cast<double>(model.family().sizes().statistics) + kOverhead);
  const auto passes = static_cast<std::size_t>(
      std::max({kWork / (size * per_row), kReads * static_cast<double>(rows) / size, kPasses}));
  while (out.candidates < kMostCandidates &&
         2 * out.candidates * rounds(2 * out.candidates) * kLeastIterations <= passes)
    out.candidates *= 2;
  out.iterations = std::min(kMostIterations, passes / (out.candidates * rounds(out.candidates)));
  out.swaps = passes / swap_passes();
  return out;
}

}  // namespace varimix::internal
