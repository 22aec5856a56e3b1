// L-BFGS directions on a quadratic, the one function where they are known exactly.
#include "math/limited_memory.hpp"

#include <gtest/gtest.h>

#include <Eigen/Cholesky>

namespace varimix::internal {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// f(x) = b.x - x.H x / 2, with condition number near 1e4.
struct Quadratic {
  MatrixXd h;
  VectorXd b;

  explicit Quadratic(Index n) : h(MatrixXd::Zero(n, n)), b(n) {
    for (Index i = 0; i < n; ++i) {
      h(i, i) = std::pow(10.0, 4.0 * static_cast<double>(i) / static_cast<double>(n - 1));
      if (i > 0) h(i, i - 1) = h(i - 1, i) = 0.3 * std::sqrt(h(i, i) * h(i - 1, i - 1));
      b[i] = std::cos(3.0 * static_cast<double>(i));
    }
  }
  VectorXd gradient(const VectorXd& x) const { return b - h * x; }
};

/// The gradient's size after `steps` steps with exact line search from 0.
double climbed(const Quadratic& f, LimitedMemory memory, const VectorXd& information, int steps) {
  VectorXd x = VectorXd::Zero(f.b.size()), g = f.gradient(x);
  for (int i = 0; i < steps && g.norm() > 0; ++i) {
    const VectorXd d = memory.direction(g, information);
    EXPECT_GT(g.dot(d), 0) << "no ascent in step " << i;
    const VectorXd step = g.dot(d) / d.dot(f.h * d) * d;
    const VectorXd next = f.gradient(x + step);
    memory.remember(step, g - next);
    x += step;
    g = next;
  }
  return g.norm();
}

TEST(LimitedMemory, WithoutMemoryIsTheInformationsStep) {
  const VectorXd g = VectorXd::LinSpaced(4, 1, 4), information = VectorXd::LinSpaced(4, 2, 8);
  EXPECT_EQ(LimitedMemory().direction(g, information), g.cwiseQuotient(information));
}

// As many steps as dimensions, as conjugate gradients; eps times the condition, squared by H x.
TEST(LimitedMemory, EndsAQuadraticInAsManyStepsAsDimensions) {
  const Quadratic f(6);
  EXPECT_LT(climbed(f, LimitedMemory(10), f.h.diagonal(), 6), 1e-8);
  EXPECT_LT(climbed(f, LimitedMemory(10), VectorXd::Ones(6), 6), 1e-6);
}

TEST(LimitedMemory, EndsAQuadraticWithAShortMemoryToo) {
  const Quadratic f(30);
  EXPECT_LT(climbed(f, LimitedMemory(5), f.h.diagonal(), 60), 1e-8);
}

// Among the pairs it knows it is exact: H step = fall, hence direction(fall) = step.
TEST(LimitedMemory, KeepsTheSecantEquationOfItsLastPair) {
  const Quadratic f(5);
  LimitedMemory memory;
  VectorXd step;
  for (Index i = 0; i < 3; ++i) {
    step = VectorXd::Unit(5, i) + 0.1 * VectorXd::Ones(5);
    memory.remember(step, f.h * step);
  }
  const VectorXd back = memory.direction(f.h * step, VectorXd::Ones(5));
  EXPECT_LT((back - step).norm(), 1e-10 * step.norm());  // eps times the condition 1e4
}

TEST(LimitedMemory, ForgetsAndNeverLearnsAnUpwardCurve) {
  const VectorXd step = VectorXd::Ones(3);
  LimitedMemory memory;
  memory.remember(step, -step);
  memory.remember(step, VectorXd::Zero(3));
  EXPECT_TRUE(memory.empty());
  memory.remember(step, 2 * step);
  EXPECT_FALSE(memory.empty());
  memory.forget();
  EXPECT_TRUE(memory.empty());
}

}  // namespace
}  // namespace varimix::internal
