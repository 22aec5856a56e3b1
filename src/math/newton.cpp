#include "varimix/family/newton.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>

namespace varimix {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

struct Climber {
  const Gradient& gradient;

  bool at(const VectorXd& x, VectorXd& g) const {
    return gradient({x.data(), static_cast<std::size_t>(x.size())},
                    {g.data(), static_cast<std::size_t>(g.size())});
  }

  /// Minus the slope of the gradient, symmetrised; central differences where both sides are in the
  /// domain.
  MatrixXd curvature(const VectorXd& x, std::span<const double> scale) const {
    const Index p = x.size();
    MatrixXd h(p, p);
    VectorXd moved = x, up(p), down(p);
    for (Index i = 0; i < p; ++i) {
      double step = 1e-5 * std::max(std::abs(x[i]), scale[static_cast<std::size_t>(i)]);
      for (int attempt = 0; attempt < 60; ++attempt, step /= 4) {
        moved[i] = x[i] + step;
        const bool above = at(moved, up);
        moved[i] = x[i] - step;
        const bool below = at(moved, down);
        if (above && below) break;
      }
      moved[i] = x[i];
      h.col(i) = (down - up) / (2 * step);
    }
    return 0.5 * (h + h.transpose());
  }
};

}  // namespace

void climb(std::span<double> x_out, std::span<const double> scale, const Gradient& gradient) {
  const auto p = static_cast<Index>(x_out.size());
  const Climber climber{gradient};
  VectorXd x = Eigen::Map<const VectorXd>(x_out.data(), p), g(p), g_next(p);
  if (!climber.at(x, g)) return;
  for (int iteration = 0; iteration < 200; ++iteration) {
    VectorXd direction = climber.curvature(x, scale).ldlt().solve(g);
    double slope = g.dot(direction);
    if (g.isZero(0)) break;
    // So far from the zero that the curvature is lost in rounding: a step of the size of x instead.
    const bool lost = !std::isfinite(slope) || slope <= 0;
    if (lost) {
      for (Index i = 0; i < p; ++i)
        direction[i] =
            std::copysign(std::max(std::abs(x[i]), scale[static_cast<std::size_t>(i)]), g[i]);
      slope = g.dot(direction);
      if (!std::isfinite(slope)) break;
    }
    // A concave function's slope along the step falls; a step that turns it to less than -1/10 of
    // itself overshot.
    double t = 1;
    VectorXd next = x + direction;
    bool moved = false;
    for (int halving = 0; halving < 100 && !moved; ++halving, t /= 2) {
      next = x + t * direction;
      moved = climber.at(next, g_next) && g_next.dot(direction) >= -0.1 * slope;
    }
    if (!moved) break;
    const bool still = ((next - x).array().abs() <= 1e-15 * x.array().abs()).all();
    // Close to the zero only rounding is left: stop when a whole step no longer shrinks the
    // gradient (it halves it beside a pole, where each step doubles the distance from it).
    const bool smaller = lost || g_next.dot(direction) < 0.9 * slope;
    x = next;
    g = g_next;
    if (still || (!smaller && t > 0.4)) break;
  }
  Eigen::Map<VectorXd>(x_out.data(), p) = x;
}

}  // namespace varimix
