// One Gaussian component as rows see it that lack the same cells: with L = U^-1 and L_o its rows
// that are observed, L_o^T = Q R gives U_o = R^-T, and of y = U (x - m)
//
//   y_o = U_o (x_o - m_o)   E[y | x_o] = Q y_o   Cov[y | x_o] = I - Q Q^T
#pragma once

#include "family/row_groups.hpp"

namespace varimix::internal {

/// One component, as a group of rows sees it.
struct Observed {
  Vector mean;  ///< [p]
  Matrix u;     ///< [p x p] lower, log |U_o| = log_determinant(u)
  Matrix q;     ///< [D x p]; empty where every cell is observed
};

class ObservedComponent {
 public:
  /// `mean` [D] and lower U or its inverse [D x D].
  static ObservedComponent from_u(const double* mean, const double* u, Eigen::Index columns) {
    ObservedComponent out(mean, columns);
    out.u_ = Eigen::Map<const Matrix>(u, columns, columns);
    return out;
  }
  static ObservedComponent from_factor(const double* mean, const Matrix& factor) {
    ObservedComponent out(mean, factor.rows());
    out.l_ = factor;
    out.u_ = inverse_lower(factor);
    return out;
  }
  const Matrix& u() const { return u_; }

  Observed observe(const RowGroup& group) {
    const auto observed = static_cast<Eigen::Index>(group.observed.size());
    if (observed == u_.rows()) return {mean_, u_, {}};
    if (l_.size() == 0) l_ = inverse_lower(u_);
    Observed out;
    out.mean.resize(observed);
    Matrix rows(observed, l_.cols());
    for (Eigen::Index i = 0; i < observed; ++i) {
      out.mean[i] = mean_[group.observed[static_cast<std::size_t>(i)]];
      rows.row(i) = l_.row(group.observed[static_cast<std::size_t>(i)]);
    }
    const Orthogonal qr = orthogonalize(rows.transpose());
    out.q = qr.q;
    out.u = inverse_lower(qr.r.transpose());
    return out;
  }

 private:
  ObservedComponent(const double* mean, Eigen::Index columns)
      : mean_(Eigen::Map<const Vector>(mean, columns)) {}
  Vector mean_;
  Matrix u_, l_;
};

/// visit(k, group, what component k shows of it) for every group of rows that has a cell; `frames`
/// holds (m, U) of component k from k * step on.
template <typename Visit>
void for_each_observed(const Block& block, std::size_t components, const double* frames,
                       std::size_t step, Eigen::Index columns, Visit visit) {
  const std::vector<RowGroup> groups = group_rows(block);
  for (std::size_t k = 0; k < components; ++k) {
    const double* frame = frames + k * step;
    ObservedComponent component = ObservedComponent::from_u(frame, frame + columns, columns);
    for (const RowGroup& group : groups)
      if (!group.observed.empty()) visit(k, group, component.observe(group));
  }
}

}  // namespace varimix::internal
