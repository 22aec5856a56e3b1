// Anderson's mixing: the fixed point of a map from its last few arguments and values
// [Anderson1965].
#pragma once

#include <Eigen/Core>
#include <deque>

namespace varimix::internal {

/// Of a fixed-point map u = M(x): remembers (u_i, f_i) with f_i the residual M(x_i) - x_i seen in
/// any metric, and offers sum_i a_i u_i, sum_i a_i = 1, where |sum_i a_i f_i| is least. For a
/// linear map of n dimensions that is its fixed point after n + 1 pairs [WalkerNi2011, 2].
class AndersonMixing {
 public:
  explicit AndersonMixing(std::size_t pairs) : pairs_(pairs) {}

  void remember(Eigen::VectorXd value, Eigen::VectorXd residual);
  void forget() { memory_.clear(); }
  std::size_t size() const { return memory_.size(); }
  /// Of two pairs at least.
  Eigen::VectorXd mix() const;

 private:
  struct Pair {
    Eigen::VectorXd value, residual;
  };
  std::size_t pairs_;
  std::deque<Pair> memory_;
};

}  // namespace varimix::internal
