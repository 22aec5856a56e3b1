#include "statistics/expectation_pass.hpp"

#include <memory>
#include <utility>
#include <vector>

#include "family/common_frame.hpp"
#include "kernel/aligned.hpp"
#include "statistics/merge_tree.hpp"
#include "statistics/spares.hpp"

namespace varimix::internal {
namespace {

/// Components apart by a power of two would share cache lines.
constexpr std::size_t kStride = kBlockRows + kRowPad;

/// What one thread needs for its blocks, made once and used for one leaf after another.
struct Workplace {
  std::unique_ptr<RowPass> rows;
  Rows::Scratch scratch;
  Aligned<double> r;
  Counts counts;
};

/// Fills workplace.r for a block, weighs and counts it, and tells what evidence it saw.
using Respond = std::function<BlockEvidence(const Block&, Workplace&)>;

Statistics leaf_statistics(const PassContext& context, const Family::PassInput& input,
                           const Respond& respond, Workplace& at, std::size_t leaf,
                           std::vector<double> room) {
  Statistics out;
  out.components = input.components;
  out.sums = std::move(room);
  out.sums.assign(input.components * context.family.sizes().statistics, 0.0);
  at.counts.counts.assign(input.components, 0.0);
  at.counts.squares.assign(input.components, 0.0);
  for (std::size_t b = context.rows.first_block(leaf); b < context.rows.first_block(leaf + 1);
       ++b) {
    const Block block = input.scorers.empty() || !at.rows->reads_cells()
                            ? context.rows.block(b, at.scratch)
                            : context.rows.cells(b, at.scratch);
    const Rows::Next next = context.rows.next(b);
    at.counts.ahead[0] = {next.values.data(), next.values.size()};
    at.counts.ahead[1] = {next.weights.data(), next.weights.size()};
    const BlockEvidence seen = respond(block, at);
    out.evidence += seen.evidence;
    out.classification += seen.classification;
    out.total_weight += seen.total_weight;
    at.rows->accumulate(block, at.r.data(), kStride, out.sums.data());
  }
  at.rows->settle(out.sums.data());
  out.counts = at.counts.counts;
  out.squares = at.counts.squares;
  return out;
}

Statistics pass(const PassContext& context, Family::PassInput input, std::vector<double> frames,
                const Respond& respond) {
  const Viewpoint from = common_frame(context.rows.summary());
  input.centre = from.centre;
  input.scale = from.scale;
  input.reach = reach(context.rows.summary(), from);
  const auto once = [&] {
    input.frames = frames;
    Spares<std::unique_ptr<Workplace>> workplaces;
    const auto by_leaf = [&](std::size_t leaf, std::vector<double> room) {
      std::unique_ptr<Workplace> at = workplaces.take([&] {
        auto fresh = std::make_unique<Workplace>();
        fresh->rows = context.family.row_pass(input);
        fresh->r.resize(input.components * kStride);
        return fresh;
      });
      Statistics sums = leaf_statistics(context, input, respond, *at, leaf, std::move(room));
      workplaces.give_back(std::move(at));
      return sums;
    };
    Statistics out = MergeTree::sum(context.rows.leaves(), context.team, by_leaf);
    out.frames = frames;  // those of every leaf
    return out;
  };
  Statistics out = once();
  std::size_t reads = 1;
  // Twice at most: a first look from very far away may itself need a second one from near by.
  const int most = context.recentre ? 2 : 0;
  for (int again = 0;
       again < most && context.family.recentre(out, context.prior, context.bounds, frames); ++again)
    out = once(), ++reads;
  out.reads = reads;
  return out;
}

}  // namespace

Statistics expectation_pass(const PassContext& context, const Scorer& scorer,
                            Assignment assignment) {
  Family::PassInput input;
  input.components = scorer.log_weights.size();
  input.log_weights = scorer.log_weights;
  input.scorers = scorer.components;
  input.single = context.single;
  std::vector<double> frames(input.components * context.family.sizes().frame);
  context.family.frames(input.components, scorer.components, context.rows.summary(), frames);
  return pass(context, input, std::move(frames), [&](const Block& block, Workplace& at) {
    at.rows->score(block, at.r.data(), kStride);
    return normalize_and_count(block, input.components, at.r.data(), kStride, assignment,
                               at.counts);
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
  Family::PassInput input;
  input.components = components;
  std::vector<double> frames(components * context.family.sizes().frame);
  context.family.frames(components, context.rows.summary(), frames);
  return pass(context, input, std::move(frames), [&](const Block& block, Workplace& at) {
    given(block, at.r.data(), kStride);
    BlockEvidence seen;
    for (std::size_t n = 0; n < block.rows; ++n) {
      seen.total_weight += block.weights != nullptr ? block.weights[n] : 1.0;
      if (block.labels == nullptr || block.labels[n] == kLatent) continue;
      for (std::size_t k = 0; k < components; ++k)
        at.r[k * kStride + n] = k == static_cast<std::size_t>(block.labels[n]) ? 1.0 : 0.0;
    }
    weigh_and_count(block, components, at.r.data(), kStride, at.counts);
    return seen;
  });
}

void visit_rows(const Rows& rows, std::span<const double> log_weights, const Score& score,
                Assignment assignment, ThreadTeam& team, const Visit& visit) {
  const std::size_t components = log_weights.size();
  team.run(rows.leaves(), [&](std::size_t leaf) {
    Rows::Scratch scratch;
    std::vector<double> r(components * kStride), log_sums(kBlockRows);
    for (std::size_t b = rows.first_block(leaf); b < rows.first_block(leaf + 1); ++b) {
      const Block block = rows.block(b, scratch);
      score(block, r.data(), kStride);
      for (std::size_t k = 0; k < components; ++k)
        for (std::size_t n = 0; n < block.rows; ++n) r[k * kStride + n] += log_weights[k];
      normalize(block, components, r.data(), kStride, assignment, log_sums.data());
      visit(block, r.data(), kStride, log_sums.data());
    }
  });
}

}  // namespace varimix::internal
