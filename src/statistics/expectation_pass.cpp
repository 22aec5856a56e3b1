#include "statistics/expectation_pass.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "math/sums.hpp"
#include "statistics/merge_tree.hpp"

namespace varimix::internal {
namespace {

/// Fills r[k * stride + n] for a block and tells what evidence it saw.
using Respond = std::function<BlockEvidence(const Block&, double* r, std::size_t stride)>;

struct Frames {
  std::size_t components;
  std::vector<double> values;
};

void count(const Block& block, std::size_t components, double* r, std::size_t stride,
           Statistics& out) {
  for (std::size_t k = 0; k < components; ++k) {
    double* row = r + k * stride;
    if (block.weights != nullptr)
      for (std::size_t n = 0; n < block.rows; ++n) row[n] *= block.weights[n];
    out.counts[k] += lane_sum(block.rows, [&](std::size_t n) { return row[n]; });
    out.squares[k] += lane_sum(block.rows, [&](std::size_t n) { return row[n] * row[n]; });
  }
}

Statistics empty(const Family& family, const Frames& frames) {
  Statistics out;
  out.components = frames.components;
  out.counts.assign(frames.components, 0.0);
  out.squares.assign(frames.components, 0.0);
  out.frames = frames.values;
  out.sums.assign(frames.components * family.sizes().statistics, 0.0);
  return out;
}

Statistics leaf_statistics(const PassContext& context, const Frames& frames, const Respond& respond,
                           std::size_t leaf) {
  Statistics out = empty(context.family, frames);
  Rows::Scratch scratch;
  std::vector<double> r(frames.components * kBlockRows);
  for (std::size_t b = context.rows.first_block(leaf); b < context.rows.first_block(leaf + 1);
       ++b) {
    const Block block = context.rows.block(b, scratch);
    const BlockEvidence seen = respond(block, r.data(), kBlockRows);
    out.evidence += seen.evidence;
    out.classification += seen.classification;
    out.total_weight += seen.total_weight;
    count(block, frames.components, r.data(), kBlockRows, out);
    context.family.accumulate(block, frames.components, r.data(), kBlockRows, frames.values.data(),
                              out.sums.data());
  }
  return out;
}

Statistics pass(const PassContext& context, Frames frames, const Respond& respond) {
  const auto once = [&] {
    return MergeTree::sum(context.rows.leaves(), context.team, [&](std::size_t leaf) {
      return leaf_statistics(context, frames, respond, leaf);
    });
  };
  Statistics out = once();
  std::size_t reads = 1;
  // Twice at most: a first look from very far away may itself need a second one from near by.
  for (int again = 0; again < 2 && context.family.recentre(out, context.bounds, frames.values);
       ++again)
    out = once(), ++reads;
  out.reads = reads;
  return out;
}

}  // namespace

Statistics expectation_pass(const PassContext& context, const Scorer& scorer,
                            Assignment assignment) {
  const std::size_t components = scorer.log_weights.size();
  Frames frames{components, std::vector<double>(components * context.family.sizes().frame)};
  context.family.frames(components, scorer.components, frames.values);
  return pass(context, std::move(frames), [&](const Block& block, double* r, std::size_t stride) {
    context.family.score(block, components, scorer.components.data(), r, stride);
    for (std::size_t k = 0; k < components; ++k)
      for (std::size_t n = 0; n < block.rows; ++n) r[k * stride + n] += scorer.log_weights[k];
    double log_sums[kBlockRows];
    return normalize(block, components, r, stride, assignment, log_sums);
  });
}

GivenResponsibilities one_hot(std::vector<std::int32_t> partition, std::size_t components) {
  return [partition = std::move(partition), components](const Block& block, double* r,
                                                        std::size_t stride) {
    for (std::size_t k = 0; k < components; ++k)
      for (std::size_t n = 0; n < block.rows; ++n)
        r[k * stride + n] =
            partition[block.first_row + n] == static_cast<std::int32_t>(k) ? 1.0 : 0.0;
  };
}

Statistics assignment_pass(const PassContext& context, std::size_t components,
                           const GivenResponsibilities& given) {
  Frames frames{components, std::vector<double>(components * context.family.sizes().frame)};
  context.family.frames(components, context.rows.summary(), frames.values);
  return pass(context, std::move(frames), [&](const Block& block, double* r, std::size_t stride) {
    given(block, r, stride);
    BlockEvidence seen;
    for (std::size_t n = 0; n < block.rows; ++n) {
      seen.total_weight += block.weights != nullptr ? block.weights[n] : 1.0;
      if (block.labels == nullptr || block.labels[n] == kLatent) continue;
      for (std::size_t k = 0; k < components; ++k)
        r[k * stride + n] = k == static_cast<std::size_t>(block.labels[n]) ? 1.0 : 0.0;
    }
    return seen;
  });
}

void visit_rows(const Rows& rows, std::span<const double> log_weights, const Score& score,
                Assignment assignment, ThreadTeam& team, const Visit& visit) {
  const std::size_t components = log_weights.size();
  team.run(rows.leaves(), [&](std::size_t leaf) {
    Rows::Scratch scratch;
    std::vector<double> r(components * kBlockRows), log_sums(kBlockRows);
    for (std::size_t b = rows.first_block(leaf); b < rows.first_block(leaf + 1); ++b) {
      const Block block = rows.block(b, scratch);
      score(block, r.data(), kBlockRows);
      for (std::size_t k = 0; k < components; ++k)
        for (std::size_t n = 0; n < block.rows; ++n) r[k * kBlockRows + n] += log_weights[k];
      normalize(block, components, r.data(), kBlockRows, assignment, log_sums.data());
      visit(block, r.data(), kBlockRows, log_sums.data());
    }
  });
}

}  // namespace varimix::internal
