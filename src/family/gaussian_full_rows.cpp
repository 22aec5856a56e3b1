// The multivariate Gaussian's loops over rows. Rows that lack the same cells are handled together:
// with L = U^-1 and L_o its rows that are observed, L_o^T = Q R gives
//
//   U_o = R^-T   y_o = U_o (x_o - m_o)   E[y | x_o] = Q y_o   Cov[y | x_o] = I - Q Q^T
//
// so that missing cells cost one small factorisation per group, and their conditional means and
// covariances are never formed. U_o^T U_o is the Schur complement of U^T U on the observed columns.
#include <algorithm>
#include <cmath>

#include "family/gaussian_full.hpp"
#include "family/gaussian_observed.hpp"
#include "math/special.hpp"
#include "math/sums.hpp"

namespace varimix::internal {
namespace {

using Eigen::Index;

/// out[row] = finish(|y|^2) of every row of the group.
template <typename Finish>
void squared_lengths(const Block& block, const RowGroup& group, const Observed& seen, Chunk& chunk,
                     double* out, Finish finish) {
  for (std::size_t first = 0; first < group.count; first += kChunkRows) {
    const std::size_t count = std::min(kChunkRows, group.count - first);
    whiten(block, group, first, count, seen.mean, seen.u, nullptr, chunk);
    double squares[kChunkRows] = {};
    for (Index j = 0; j < seen.mean.size(); ++j) {
      const double* y = chunk.white.col(j).data();
      for (std::size_t i = 0; i < count; ++i) squares[i] += y[i] * y[i];
    }
    for (std::size_t i = 0; i < count; ++i) out[group.row(first + i)] = finish(squares[i]);
  }
}

/// Statistics of one group in the coordinates of what it observes.
struct GroupSums {
  double n = 0;
  Vector first;
  Matrix second;  ///< lower triangle
};

GroupSums group_sums(const Block& block, const RowGroup& group, const Observed& seen,
                     const double* r, Chunk& chunk) {
  const Index observed = seen.mean.size();
  GroupSums out{0, Vector::Zero(observed), Matrix::Zero(observed, observed)};
  double weight[kChunkRows];
  for (std::size_t begin = 0; begin < group.count; begin += kChunkRows) {
    const std::size_t count = std::min(kChunkRows, group.count - begin);
    for (std::size_t i = 0; i < count; ++i) weight[i] = r[group.row(begin + i)];
    if (std::all_of(weight, weight + count, [](double w) { return w == 0; })) continue;
    whiten(block, group, begin, count, seen.mean, seen.u, r, chunk);
    const auto rows = static_cast<Index>(count);
    out.n += lane_sum(count, [&](std::size_t i) { return weight[i]; });
    for (Index j = 0; j < observed; ++j) {
      const double* y = chunk.white.col(j).data();
      double* weighted = chunk.centred.col(j).data();  // no longer needed as it was
      for (std::size_t i = 0; i < count; ++i) weighted[i] = weight[i] * y[i];
      out.first[j] += lane_sum(count, [&](std::size_t i) { return weighted[i]; });
    }
    out.second.triangularView<Eigen::Lower>() +=
        chunk.white.topLeftCorner(rows, observed).transpose() *
        chunk.centred.topLeftCorner(rows, observed);
  }
  return out;
}

/// Adds the group's sums to those of all D columns; what is missing by its conditional moments.
void add(const GroupSums& group, const Observed& seen, Index columns, double* sums) {
  sums[0] += group.n;
  Eigen::Map<Vector> first(sums + 1, columns);
  Eigen::Map<Matrix> second(sums + 1 + columns, columns, columns);
  if (seen.q.size() == 0) {
    first += group.first;
    second.triangularView<Eigen::Lower>() += group.second;
    return;
  }
  first += seen.q * group.first;
  // Q S Q^T + n (I - Q Q^T)
  Matrix inner = group.second.selfadjointView<Eigen::Lower>();
  inner.diagonal().array() -= group.n;
  second.triangularView<Eigen::Lower>() += (seen.q * inner) * seen.q.transpose();
  second.diagonal().array() += group.n;
}

}  // namespace

void FullGaussian::score(const Block& block, std::size_t components, const double* scorers,
                         double* logits, std::size_t stride) const {
  const Index columns = dimension();
  const std::vector<RowGroup> groups = group_rows(block);
  Chunk chunk;
  for (std::size_t k = 0; k < components; ++k) {
    const double* s = scorers + k * sizes().scorer;
    ObservedComponent component = ObservedComponent::from_u(s + 1, s + 1 + columns, columns);
    double* out = logits + k * stride;
    for (const RowGroup& group : groups) {
      if (group.observed.empty()) {  // nothing seen: density 1, exactly
        for (std::size_t i = 0; i < group.count; ++i) out[group.row(i)] = 0;
        continue;
      }
      const Observed seen = component.observe(group);
      double c = s[0];
      if (seen.q.size() > 0)  // the missing cells integrated out
        c += log_determinant(seen.u) - log_determinant(component.u()) +
             0.5 * kLogTwoPi * static_cast<double>(columns - seen.mean.size());
      squared_lengths(block, group, seen, chunk, out, [c](double q) { return c - 0.5 * q; });
    }
  }
}

void FullGaussian::accumulate(const Block& block, std::size_t components,
                              const double* responsibilities, std::size_t stride,
                              const double* frames, double* sums) const {
  const Index columns = dimension();
  Chunk chunk;
  for_each_observed(block, components, frames, sizes().frame, columns,
                    [&](std::size_t k, const RowGroup& group, const Observed& seen) {
                      add(group_sums(block, group, seen, responsibilities + k * stride, chunk),
                          seen, columns, sums + k * sizes().statistics);
                    });
}

// Student t with nu - D + 1 degrees of freedom, location m and squared scale
// Psi (kappa + 1) / (kappa (nu - D + 1)) [Murphy2007, 9]; over p of the columns the same degrees of
// freedom, and those parts of m and Psi.
void FullGaussian::log_predictive(const Block& block, std::size_t components,
                                  std::span<const double> posterior, double* logits,
                                  std::size_t stride) const {
  const std::vector<RowGroup> groups = group_rows(block);
  Chunk chunk;
  for (std::size_t k = 0; k < components; ++k) {
    const NormalInverseWishart q = hyper(posterior, k);
    ObservedComponent component = ObservedComponent::from_factor(q.mean.data(), q.factor);
    const double dof = q.dof - static_cast<double>(columns_) + 1;
    const double widening = (q.strength + 1) / q.strength;
    double* out = logits + k * stride;
    for (const RowGroup& group : groups) {
      const auto p = static_cast<double>(group.observed.size());
      if (group.observed.empty()) {
        for (std::size_t i = 0; i < group.count; ++i) out[group.row(i)] = 0;
        continue;
      }
      const Observed seen = component.observe(group);
      const double c = log_gamma(0.5 * (dof + p)) - log_gamma(0.5 * dof) -
                       0.5 * p * (kLogPi + std::log(widening)) + log_determinant(seen.u);
      squared_lengths(block, group, seen, chunk, out, [&](double square) {
        return c - 0.5 * (dof + p) * std::log1p(square / widening);
      });
    }
  }
}

}  // namespace varimix::internal
