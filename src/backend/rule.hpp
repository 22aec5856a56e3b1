// A backend, as the engine sees it: an update and a penalty. Sees K statistics, never data.
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
  exhausted,  ///< what is left to gain is rounding; the last accepted belief stands
  stuck,      ///< no step raises it, though its gradient says one should; the last accepted stands
};

class Rule {
 public:
  virtual ~Rule() = default;
  virtual Assignment assignment() const { return Assignment::soft; }
  /// Told once, when inference starts from a belief: what it is, and its statistics.
  virtual void begin(const Belief&, const Statistics&) {}
  /// A belief from the statistics of the last accepted one.
  virtual Belief update(const Statistics& statistics) = 0;
  /// What the objective loses to the prior: F = evidence - penalty, nats. Of a belief that update()
  /// made. The entropy of a point mass (-infinity) is left out.
  virtual double penalty(const Belief& belief) const = 0;
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

/// ml and em get the model without its priors, in which they have no part; the others get it whole.
Model model_of_method(const Model& model, const Backend& backend);

/// The model as this backend uses it, resolved: without prior for ml and em, with the default prior
/// for map and vb when it has none. Appends to `warnings` what it leaves out.
Model model_for(const Backend& backend, const Model& model, const Data& data,
                const Summary& summary, std::vector<std::string>& warnings);

}  // namespace varimix::internal
