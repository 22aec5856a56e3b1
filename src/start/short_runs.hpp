// Short runs of a backend's own rule, to tell good starts from bad ones.
#pragma once

#include <memory>

#include "backend/rule.hpp"
#include "statistics/expectation_pass.hpp"

namespace varimix::internal {

/// A belief on the way, with what a pass with it said.
struct Candidate {
  Belief belief;
  Statistics statistics;  ///< of one pass with `belief`
  double objective = 0;   ///< F, nats
  /// 0 sound, 1 a component rests on hardly more rows than it needs, 2 spurious.
  int risk = 0;
  bool settled = false;   ///< its last iteration raised F by next to nothing
  std::size_t place = 0;  ///< among the starts it was drawn with
};

/// By risk: a run that closes in on a few rows rises without bound. Then by objective; then as
/// drawn.
bool ahead(const Candidate& a, const Candidate& b);

/// Statistics of responsibilities that come from an automatic start. Where EM's update of them
/// would put a component on a single value, every row lends a twentieth of itself to all components
/// alike.
Statistics smoothed_statistics(const PassContext& context, std::size_t components,
                               const GivenResponsibilities& given);

/// Runs on one set of rows. Not shared by threads.
class ShortRuns {
 public:
  /// All must outlive the ShortRuns.
  ShortRuns(const PassContext& context, const Model& model, const Backend& backend);

  /// The belief that responsibilities lead to.
  Candidate begin(const GivenResponsibilities& given) const;
  /// `iterations` more, or fewer once it has settled.
  void advance(Candidate& candidate, std::size_t iterations) const;

 private:
  int risk(const Candidate& candidate) const;
  void step(Candidate& candidate) const;

  const PassContext& context_;
  const Model& model_;
  std::unique_ptr<Rule> rule_;
  Bounds near_bounds_;
};

}  // namespace varimix::internal
