// One Gaussian component as rows see it that lack the same cells: with L = U^-1 and L_o its rows
// that are observed, L_o^T = Q R gives U_o = R^-T, and of y = U (x - m)
//
//   y_o = U_o (x_o - m_o)   E[y | x_o] = Q y_o   Cov[y | x_o] = I - Q Q^T
//
// so that missing cells cost one small factorisation per pattern, and their conditional means and
// covariances need not be formed. U_o^T U_o is the Schur complement of U^T U on the observed
// columns.
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
  const Vector& mean() const { return mean_; }
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

/// Rows are handled in chunks of this many, so that what is computed of them stays in cache.
inline constexpr std::size_t kChunkRows = 128;

/// Room for a chunk in whitened coordinates.
struct Chunk {
  Matrix centred, white;  ///< [kChunkRows x D]
};

/// y = U (x_o - m_o) of rows first ... first + count - 1 of the group, into chunk.white [count x
/// p]. `mask` [block rows] null, or 0 where a row does not count: its y is 0, whatever it holds.
void whiten(const Block& block, const RowGroup& group, std::size_t first, std::size_t count,
            const Observed& seen, const double* mask, Chunk& chunk);

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
