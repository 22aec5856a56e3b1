#include "statistics/softmax.hpp"

#include <algorithm>
#include <limits>

#include "data/rows.hpp"
#include "math/sums.hpp"

namespace varimix::internal {
namespace {

void keep_labelled_terms(const Block& block, std::size_t components, double* logits,
                         std::size_t stride) {
  for (std::size_t n = 0; n < block.rows; ++n) {
    if (block.labels[n] == kLatent) continue;
    for (std::size_t k = 0; k < components; ++k)
      if (k != static_cast<std::size_t>(block.labels[n]))
        logits[k * stride + n] = -std::numeric_limits<double>::infinity();
  }
}

void assign_hard(const Block& block, std::size_t components, double* logits, std::size_t stride,
                 const double* highest) {
  for (std::size_t n = 0; n < block.rows; ++n) {
    bool taken = false;
    for (std::size_t k = 0; k < components; ++k) {
      const bool first = !taken && logits[k * stride + n] == highest[n];
      logits[k * stride + n] = first ? 1.0 : 0.0;
      taken = taken || first;
    }
  }
}

/// With `counts`, weighs and counts.
BlockEvidence run(const Block& block, std::size_t components, double* logits, std::size_t stride,
                  Assignment assignment, double* log_sums, Counts* counts) {
  if (block.labels != nullptr) keep_labelled_terms(block, components, logits, stride);
  double highest[kBlockRows];
  SoftmaxTask task;
  task.components = components, task.rows = block.rows;
  task.logits = logits, task.stride = stride;
  task.weights = block.weights, task.labels = block.labels;
  task.hard = assignment == Assignment::hard;
  task.highest = task.hard ? highest : nullptr, task.log_sums = log_sums;
  if (counts != nullptr && !task.hard) {
    counts->lanes.resize(components * 2 * kRowPad);
    task.weigh = block.weights != nullptr;
    task.counts = counts->counts.data(), task.squares = counts->squares.data();
    task.lanes = counts->lanes.data();
    std::copy_n(counts->ahead, 2, task.ahead);
  }
  const BlockEvidence out = kernel().softmax(task);
  if (!task.hard) return out;
  assign_hard(block, components, logits, stride, highest);
  if (counts != nullptr) weigh_and_count(block, components, logits, stride, *counts);
  return out;
}

}  // namespace

BlockEvidence normalize(const Block& block, std::size_t components, double* logits,
                        std::size_t stride, Assignment assignment, double* log_sums) {
  return run(block, components, logits, stride, assignment, log_sums, nullptr);
}

BlockEvidence normalize_and_count(const Block& block, std::size_t components, double* logits,
                                  std::size_t stride, Assignment assignment, Counts& counts) {
  return run(block, components, logits, stride, assignment, nullptr, &counts);
}

void weigh_and_count(const Block& block, std::size_t components, double* r, std::size_t stride,
                     Counts& counts) {
  for (std::size_t k = 0; k < components; ++k) {
    double* row = r + k * stride;
    if (block.weights != nullptr)
      for (std::size_t n = 0; n < block.rows; ++n) row[n] *= block.weights[n];
    counts.counts[k] += lane_sum(block.rows, [&](std::size_t n) { return row[n]; });
    counts.squares[k] += lane_sum(block.rows, [&](std::size_t n) { return row[n] * row[n]; });
  }
}

}  // namespace varimix::internal
