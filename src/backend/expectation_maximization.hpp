#pragma once

#include "backend/rule.hpp"

namespace varimix::internal {

/// EM, soft or hard; with a prior, MAP. Textbook closed forms [Bishop2006, 9.3].
class ExpectationMaximizationRule final : public Rule {
 public:
  ExpectationMaximizationRule(const ExpectationMaximization& options, const Model& model,
                              const Bounds& bounds)
      : options_(options), model_(model), bounds_(bounds) {}

  Assignment assignment() const override {
    return options_.assignment == ExpectationMaximization::Assignment::hard ? Assignment::hard
                                                                            : Assignment::soft;
  }
  Belief update(const Statistics& statistics) override;
  double penalty(const Belief& belief) const override;

 private:
  ExpectationMaximization options_;
  const Model& model_;
  const Bounds& bounds_;
};

}  // namespace varimix::internal
