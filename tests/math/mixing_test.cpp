#include "math/mixing.hpp"

#include <gtest/gtest.h>

#include <Eigen/LU>

namespace varimix::internal {
namespace {

TEST(AndersonMixing, FindsTheFixedPointOfALinearMapOfNDimensionsFromNPlusOnePairs) {
  const Eigen::Matrix3d a{{0.9, 0.1, 0.0}, {-0.2, 0.95, 0.05}, {0.0, 0.1, 0.5}};
  const Eigen::Vector3d b{1, -2, 3}, fixed = (Eigen::Matrix3d::Identity() - a).inverse() * b;
  AndersonMixing mixing(6);
  Eigen::VectorXd x = Eigen::Vector3d::Zero();
  for (int i = 0; i < 4; ++i) {
    const Eigen::VectorXd next = a * x + b;
    mixing.remember(next, next - x);
    x = i == 0 ? next : mixing.mix();
  }
  // Condition of the differences, some hundreds, times eps, with room.
  EXPECT_LT((x - fixed).norm(), 1e-9 * fixed.norm());
}

}  // namespace
}  // namespace varimix::internal
