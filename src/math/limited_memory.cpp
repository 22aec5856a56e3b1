#include "math/limited_memory.hpp"

#include <vector>

namespace varimix::internal {

void LimitedMemory::remember(const Eigen::VectorXd& step, const Eigen::VectorXd& gradient_fall) {
  const double curvature = step.dot(gradient_fall);
  // Term by term: a change of a coordinate's unit changes nothing.
  if (!(curvature > 1e-12 * step.cwiseProduct(gradient_fall).cwiseAbs().sum())) return;
  memory_.push_back({step, gradient_fall, curvature});
  if (memory_.size() > pairs_) memory_.pop_front();
}

Eigen::VectorXd LimitedMemory::direction(const Eigen::VectorXd& gradient,
                                         const Eigen::VectorXd& information) const {
  Eigen::VectorXd q = gradient;
  std::vector<double> alpha(memory_.size());
  for (std::size_t i = memory_.size(); i-- > 0;) {
    alpha[i] = memory_[i].step.dot(q) / memory_[i].curvature;
    q -= alpha[i] * memory_[i].fall;
  }
  q = q.cwiseQuotient(information);
  if (!memory_.empty()) {
    const Pair& last = memory_.back();
    q *= last.curvature / last.fall.dot(last.fall.cwiseQuotient(information));
  }
  for (std::size_t i = 0; i < memory_.size(); ++i)
    q += (alpha[i] - memory_[i].fall.dot(q) / memory_[i].curvature) * memory_[i].step;
  return q;
}

}  // namespace varimix::internal
