#pragma once

#include "backend/rule.hpp"

namespace varimix::internal {

/// Variational Bayes with conjugate factors: prior + statistics [Bishop2006, 10.2].
class ConjugateRule final : public Rule {
 public:
  explicit ConjugateRule(const Model& model) : model_(model) {}
  Belief update(const Statistics& statistics) override;
  double penalty(const Belief& belief) const override;

 private:
  const Model& model_;
};

/// Variational Bayes with q(pi, theta) a point mass: it maximises E_q(z)[log p(x, z, pi, theta)].
/// The weights too go through their exponential family: T = N_k + alpha_k - 1, eta_k = log of its
/// share, A = log sum exp(eta).
class PointMassRule final : public Rule {
 public:
  PointMassRule(const Model& model, const Bounds& bounds) : model_(model), bounds_(bounds) {}
  Belief update(const Statistics& statistics) override;
  double penalty(const Belief& belief) const override;

 private:
  const Model& model_;
  const Bounds& bounds_;
};

}  // namespace varimix::internal
