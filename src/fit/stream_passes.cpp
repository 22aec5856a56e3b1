#include "fit/stream_passes.hpp"

#include <algorithm>
#include <utility>

#include "belief/belief.hpp"
#include "fit/stream_plan.hpp"

namespace varimix::internal {
namespace {

/// Batches that the sample counts for at least, however small: with fewer the first batch would all
/// but replace it.
constexpr double kLeastHeadStart = 4;

}  // namespace

StreamPasses::StreamPasses(const Loop& loop, const Belief& start, std::size_t batches)
    : loop_(loop),
      family_(loop.model.family()),
      rule_(make_rule(loop.backend, loop.model, loop.context.bounds)),
      order_(spread_order(batches)),
      ledger_(family_, batches),
      belief_(start) {}

Statistics StreamPasses::pass(const Rows& rows) const {
  const PassContext context = loop_.context.over(rows, loop_.context.team);
  return expectation_pass(context, scorer(family_, belief_), Assignment::soft);
}

// A batch is not summed in frames of its own: a component's few rows in it may lie apart, but they
// are added to many that do not.
Statistics StreamPasses::read(std::size_t batch) const {
  const Rows rows = loop_.context.rows.stripe(batch, order_.size());
  PassContext context = loop_.context.over(rows, loop_.context.team);
  context.recentre = false;
  return expectation_pass(context, scorer(family_, belief_), Assignment::soft);
}

void StreamPasses::begin(const Rows& few) {
  const auto rows = static_cast<double>(loop_.context.rows.data().rows());
  const double batch_rows = rows / static_cast<double>(order_.size());
  head_start_ = std::max(kLeastHeadStart, static_cast<double>(few.data().rows()) / batch_rows);
  all_ = pass(few);
  belief_ = rule_->update(all_);
}

double StreamPasses::mix(std::size_t batch) {
  Statistics seen = read(batch);
  const double evidence = seen.evidence;
  if (!(seen.total_weight > 0)) return evidence;
  const double eta = step_size(++mixed_batches_, head_start_);
  scale(all_, 1 - eta);
  scale(seen, eta * total_weight() / seen.total_weight);
  add(family_, all_, seen);
  belief_ = rule_->update(all_);
  return evidence;
}

double StreamPasses::replace(std::size_t batch, bool keep) {
  if (replaced_batches_ == 0) mixed_ = std::move(all_);
  Statistics seen = read(batch);
  const double evidence = seen.evidence;
  add(family_, replaced_, seen);
  // What was mixed stands for the batches that are still to come.
  all_ = {};
  const double left = 1 - replaced_.total_weight / total_weight();
  if (++replaced_batches_ < order_.size() && left > 0) {
    all_ = mixed_;
    scale(all_, left);
  }
  add(family_, all_, replaced_);
  if (keep) ledger_.replace(batch, std::move(seen));
  belief_ = rule_->update(all_);
  return evidence;
}

double StreamPasses::exchange(std::size_t batch) {
  Statistics seen = read(batch);
  const double evidence = seen.evidence;
  ledger_.replace(batch, std::move(seen));
  all_ = ledger_.total();
  belief_ = rule_->update(all_);
  return evidence;
}

}  // namespace varimix::internal
