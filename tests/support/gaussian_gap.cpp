// How far two results are apart, in units of their own spread.
#include <algorithm>
#include <cmath>

#include "support/gaussian_problems.hpp"

namespace varimix::test {
namespace {

template <typename A, typename B>
double largest_gap(const A& a, const B& b) {
  double out = 0;
  for (Eigen::Index i = 0; i < a.size(); ++i)
    out = std::max(out, relative_gap(a.reshaped()(i), b.reshaped()(i)));
  return out;
}

double largest_gap(const std::vector<Real>& a, const std::vector<Real>& b) {
  double out = a.size() == b.size() ? 0 : HUGE_VAL;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    out = std::max(out, relative_gap(a[i], b[i]));
  return out;
}

/// Means and spread in units of the spread of `b`; NaN is infinitely far.
double location_gap(const RealVector& mean_a, const RealMatrix& a, const RealVector& mean_b,
                    const RealMatrix& b) {
  Real out = 0;
  for (Eigen::Index d = 0; d < b.rows(); ++d) {
    out = std::max(out, std::abs(mean_a(d) - mean_b(d)) / std::sqrt(b(d, d)));
    for (Eigen::Index e = 0; e < b.rows(); ++e)
      out = std::max(out, std::abs(a(d, e) - b(d, e)) / std::sqrt(b(d, d) * b(e, e)));
  }
  return std::isfinite(a.sum() + mean_a.sum()) ? static_cast<double>(out) : HUGE_VAL;
}

}  // namespace

double relative_gap(Real a, Real b) {
  if (std::isnan(a) || std::isnan(b)) return HUGE_VAL;
  return a == b ? 0.0 : static_cast<double>(std::abs(a - b) / std::abs(b));
}

double gap(const NaiveGaussianPoint& a, const NaiveGaussianPoint& b) {
  double out = largest_gap(a.weight, b.weight);
  for (std::size_t k = 0; k < b.mean.size(); ++k)
    out = std::max(out, location_gap(a.mean[k], a.covariance[k], b.mean[k], b.covariance[k]));
  return out;
}

double gap(const NaiveGaussianPosterior& a, const NaiveGaussianPosterior& b) {
  double out = std::max(
      {largest_gap(a.alpha, b.alpha), largest_gap(a.beta, b.beta), largest_gap(a.dof, b.dof)});
  for (std::size_t k = 0; k < b.mean.size(); ++k) {
    out = std::max(out, largest_gap(a.strength[k], b.strength[k]));
    RealMatrix spread_a, spread_b;  // of the size of a variance
    if (b.dof.empty()) {
      const Eigen::Index columns = b.mean[k].size();
      const auto each = [&](const NaiveGaussianPosterior& q) {
        const RealVector v = q.scale[k].cwiseQuotient(q.shape[k]);
        return RealMatrix(v.replicate(columns / v.size(), 1).asDiagonal());
      };
      out = std::max(out, largest_gap(a.shape[k], b.shape[k]));
      spread_a = each(a), spread_b = each(b);
    } else {
      spread_a = a.scatter[k] / a.dof[k], spread_b = b.scatter[k] / b.dof[k];
    }
    out = std::max(out, location_gap(a.mean[k], spread_a, b.mean[k], spread_b));
  }
  return out;
}

}  // namespace varimix::test
