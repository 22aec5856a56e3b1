#pragma once

#include <Eigen/Core>

#include "backend/point_coordinates.hpp"
#include "backend/rule.hpp"
#include "math/limited_memory.hpp"

namespace varimix::internal {

/// Direct maximisation of log p(x | pi, theta) over (weight logits, the family's coordinates) by
/// L-BFGS. Its gradient, (N_k - pi_k W, J^T (T_k - N_k grad A(eta_k))), comes from the same
/// statistics as EM's update: Fisher's identity [Salakhutdinov2003]. A first belief from a
/// partition is the complete-data maximum; from then on no latent variable is estimated.
class MaximumLikelihoodRule final : public Rule {
 public:
  MaximumLikelihoodRule(const Model& model, const Bounds& bounds)
      : model_(model), bounds_(bounds), coordinates_(model, bounds) {}

  void begin(const Belief& belief, const Statistics& statistics) override;
  Belief update(const Statistics& statistics) override;
  double penalty(const Belief&) const override { return 0; }
  Judgement judge(const Statistics& statistics, double objective) override;

 private:
  using Vector = Eigen::VectorXd;
  void accept(const Point& at, const Statistics& statistics, double objective);
  void choose_direction();

  const Model& model_;
  const Bounds& bounds_;
  PointCoordinates coordinates_;  ///< laid out from the first point judged
  LimitedMemory memory_;
  bool started_ = false;
  Judgement verdict_ = Judgement::accepted;         ///< exhausted or stuck once that was found
  Vector at_, gradient_, information_, direction_;  ///< of the last accepted belief
  double objective_ = 0, slope_ = 0, step_ = 1;
  int refusals_ = 0;
  Point proposal_;
};

}  // namespace varimix::internal
