// A point as a vector without constraints: log weights, then the family's own coordinates, laid out
// from an origin.
#pragma once

#include <Eigen/Core>
#include <span>

#include "varimix/belief.hpp"
#include "varimix/statistics.hpp"

namespace varimix::internal {

/// Needs a family with DirectRules.
class PointCoordinates {
 public:
  using Vector = Eigen::VectorXd;

  PointCoordinates(const Model& model, const Bounds& bounds) : model_(model), bounds_(bounds) {}

  /// From now on seen from the parameters [K x point] of `origin`.
  void lay_out(const Point& origin) { origin_ = origin.parameters; }
  bool laid_out() const { return !origin_.empty(); }

  Vector coordinates(const Point& point) const;
  /// The weights normalised, the parameters not below their bounds.
  Point point(const Vector& coordinates) const;
  /// Gradient of the log-likelihood and the diagonal of the complete-data information, from
  /// statistics of a pass at `at`.
  void differentiate(const Point& at, const Statistics& statistics, Vector& gradient,
                     Vector& information) const;

 private:
  const Model& model_;
  const Bounds& bounds_;
  std::vector<double> origin_;
};

}  // namespace varimix::internal
