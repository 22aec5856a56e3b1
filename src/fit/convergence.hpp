// The stopping rule.
#pragma once

#include <cmath>
#include <cstddef>

namespace varimix::internal {

/// Stop when the last rise D and what Aitken's extrapolation says is still to come, D r / (1 - r)
/// with r the ratio of the last two rises, are both below `threshold` [BohningEtAl1994]. A rise
/// within rounding of the objective counts as none. threshold 0 never stops. Where rises follow no
/// geometric sequence (accelerated steps) it must hold several times running.
class Convergence {
 public:
  explicit Convergence(double threshold, int times = 1) : threshold_(threshold), times_(times) {}

  bool reached(double objective) {
    held_ = holds(objective) ? held_ + 1 : 0;
    return held_ >= times_;
  }

 private:
  bool holds(double objective) {
    const double rise = objective - last_, rise_before = rise_;
    last_ = objective;
    if (++seen_ == 1) return false;
    rise_ = rise;
    if (threshold_ <= 0) return false;
    if (rise <= 1e-15 * std::abs(objective)) return true;
    if (seen_ == 2 || rise >= threshold_) return false;
    const double ratio = rise / rise_before;
    return ratio < 1 && rise * ratio / (1 - ratio) < threshold_;
  }

  double threshold_;
  int times_, held_ = 0;
  double last_ = 0, rise_ = 0;
  std::size_t seen_ = 0;  ///< values so far
};

}  // namespace varimix::internal
