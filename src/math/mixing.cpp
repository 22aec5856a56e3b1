#include "math/mixing.hpp"

#include <Eigen/QR>
#include <utility>

namespace varimix::internal {
namespace {

/// Differences of residuals that are this far from independent say nothing new.
constexpr double kDependent = 1e-8;

}  // namespace

void AndersonMixing::remember(Eigen::VectorXd value, Eigen::VectorXd residual) {
  memory_.push_back({std::move(value), std::move(residual)});
  if (memory_.size() > pairs_) memory_.pop_front();
}

// In differences to the newest pair the constraint sum a_i = 1 is gone.
Eigen::VectorXd AndersonMixing::mix() const {
  const Pair& newest = memory_.back();
  const auto older = static_cast<Eigen::Index>(memory_.size() - 1);
  Eigen::MatrixXd residuals(newest.residual.size(), older), values(newest.value.size(), older);
  for (Eigen::Index i = 0; i < older; ++i) {
    const Pair& pair = memory_[static_cast<std::size_t>(i)];
    residuals.col(i) = newest.residual - pair.residual;
    values.col(i) = newest.value - pair.value;
  }
  // Columns of one length: the newest differences are the smallest, and the best.
  const Eigen::VectorXd lengths = residuals.colwise().norm().cwiseMax(1e-300);
  const Eigen::MatrixXd directions = residuals * lengths.cwiseInverse().asDiagonal();
  Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr(directions);
  qr.setThreshold(kDependent);
  const Eigen::VectorXd shares = qr.solve(newest.residual).cwiseQuotient(lengths);
  return newest.value - values * shares;
}

}  // namespace varimix::internal
