// The L-BFGS approximation of an inverse Hessian, for ascent [NocedalWright2006, 7.4]. Owns no line
// search: the caller proposes, evaluates and judges.
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <deque>

namespace varimix::internal {

class LimitedMemory {
 public:
  explicit LimitedMemory(std::size_t pairs = 10) : pairs_(pairs) {}

  /// A step and the fall of the gradient along it. Kept only where the function curved downwards.
  void remember(const Eigen::VectorXd& step, const Eigen::VectorXd& gradient_fall);
  void forget() { memory_.clear(); }
  bool empty() const { return memory_.empty(); }
  /// Ascent direction: the approximate inverse of minus the Hessian times `gradient`; `information`
  /// is the diagonal of the matrix it starts from.
  Eigen::VectorXd direction(const Eigen::VectorXd& gradient,
                            const Eigen::VectorXd& information) const;

 private:
  struct Pair {
    Eigen::VectorXd step, fall;
    double curvature;
  };
  std::size_t pairs_;
  std::deque<Pair> memory_;
};

}  // namespace varimix::internal
