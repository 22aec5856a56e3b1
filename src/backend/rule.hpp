// A backend, as the engine sees it: a step rule and a penalty. Sees K statistics, never data.
#pragma once

#include <memory>

#include "statistics/softmax.hpp"
#include "varimix/backend.hpp"
#include "varimix/belief.hpp"
#include "varimix/statistics.hpp"

namespace varimix::internal {

enum class Judgement {
  accepted,
  refused,    ///< the objective fell; update() offers a shorter step
  exhausted,  ///< no step raises it any more; the last accepted belief stands
};

class Rule {
 public:
  virtual ~Rule() = default;
  virtual Assignment assignment() const { return Assignment::soft; }
  /// Told once, when inference starts from a belief: what it is, its statistics and its objective.
  virtual void begin(const Belief&, const Statistics&, double /*objective*/) {}
  /// A belief from the statistics of the last accepted one.
  virtual Belief update(const Statistics& statistics) = 0;
  /// What the new belief's pass said. Only direct maximum likelihood ever refuses.
  virtual Judgement judge(const Statistics& /*of the new belief*/, double /*objective*/) {
    return Judgement::accepted;
  }
};

/// `model` is resolved and outlives the rule. Throws std::invalid_argument when the family or the
/// priors do not allow this backend.
std::unique_ptr<Rule> make_rule(const Backend& backend, const Model& model, const Bounds& bounds);

/// False for ml and em: they maximise the likelihood alone.
bool uses_prior(const Backend& backend);

/// The model as this backend uses it, resolved: without prior for ml and em, with the default prior
/// for map and vb when it has none. Appends to `warnings` what it leaves out.
Model model_for(const Backend& backend, const Model& model, const Data& data,
                const Summary& summary, std::vector<std::string>& warnings);

}  // namespace varimix::internal
