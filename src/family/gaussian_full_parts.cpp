// Gaussian components with covariance matrices by some of their columns. With the observed columns
// o before the open ones m, and the rows of L in that order, P L L^T P^T = L' L'^T,
//
//        L' = [ L'_oo   0    ]     y = L'_oo^-1 (x_o - m_o)
//             [ L'_mo   L'_mm ]
//
// the open columns of a point given x_o have mean m_m + L'_mo y and factor L'_mm; the covariance is
// never formed. The posterior predictive of NIW(m, kappa, nu, Psi = L L^T) is a Student t, and
// given x_o one again: that of
//
//   NIW(m_m + L'_mo y, kappa, nu, L'_mm L'_mm^T (1 + |y|^2 kappa / (kappa + 1)))
//
// which is a way to write the predictive down, no posterior of parameters.
#include <cmath>
#include <limits>

#include "family/gaussian_full.hpp"
#include "family/row_groups.hpp"

namespace varimix::internal {
namespace {

using Eigen::Index;
using Known = PartRules::Known;
using Indices = std::vector<Index>;

struct Split {
  Vector mean_o, mean_m;
  Matrix oo, mo, mm;
};

Split split(const Vector& mean, const Matrix& factor, const Indices& observed,
            const Indices& open) {
  const auto p = static_cast<Index>(observed.size()), q = static_cast<Index>(open.size());
  Vector means(p + q);
  Matrix rows(p + q, factor.cols());
  for (Index i = 0; i < p + q; ++i) {
    const Index d =
        i < p ? observed[static_cast<std::size_t>(i)] : open[static_cast<std::size_t>(i - p)];
    means[i] = mean[d];
    rows.row(i) = factor.row(d);
  }
  const Matrix lower = factor_of_rows(rows.transpose());
  return {means.head(p), means.tail(q), lower.topLeftCorner(p, p), lower.bottomLeftCorner(q, p),
          lower.bottomRightCorner(q, q)};
}

/// Component k as a normal-inverse-Wishart; of a point strength and dof mean nothing.
NormalInverseWishart component(Known known, std::span<const double> values, std::size_t k,
                               Index columns) {
  const Index head = known == Known::point ? 0 : 2, size = head + columns + columns * columns;
  const double* h = values.data() + static_cast<Index>(k) * size;
  NormalInverseWishart out;
  if (known == Known::posterior) out.strength = h[0], out.dof = h[1];
  out.mean = Eigen::Map<const Vector>(h + head, columns);
  out.factor = Eigen::Map<const Matrix>(h + head + columns, columns, columns);
  return out;
}

/// In the layout of FullGaussian, of one column in that of GaussianColumns.
void append(const NormalInverseWishart& q, Known known, std::vector<double>& out) {
  if (q.mean.size() == 1) {
    const double square = q.factor(0, 0) * q.factor(0, 0);
    if (known == Known::point)
      out.insert(out.end(), {q.mean[0], square});
    else
      out.insert(out.end(), {q.mean[0], q.strength, 0.5 * q.dof, 0.5 * square});
    return;
  }
  if (known == Known::posterior) out.insert(out.end(), {q.strength, q.dof});
  out.insert(out.end(), q.mean.data(), q.mean.data() + q.mean.size());
  out.insert(out.end(), q.factor.data(), q.factor.data() + q.factor.size());
}

Indices without(const Indices& observed, Index columns) {
  Indices out;
  auto next = observed.begin();
  for (Index d = 0; d < columns; ++d)
    if (next != observed.end() && *next == d)
      ++next;
    else
      out.push_back(d);
  return out;
}

}  // namespace

// An inverse Wishart over fewer columns has as many degrees of freedom less.
PartRules::Part FullGaussian::marginal(Known known, std::size_t components,
                                       std::span<const double> values,
                                       std::span<const std::size_t> kept) const {
  const Indices open(kept.begin(), kept.end());
  Part out{with_columns(kept.size()), {}};
  for (std::size_t k = 0; k < components; ++k) {
    NormalInverseWishart q = component(known, values, k, dimension());
    const Split s = split(q.mean, q.factor, {}, open);
    q.mean = s.mean_m;
    q.factor = s.mm;
    q.dof -= static_cast<double>(columns_ - kept.size());
    append(q, known, out.values);
  }
  return out;
}

// Given a row, the scatter of a predictive differs from component to component: no longer tied.
PartRules::Part FullGaussian::conditional(Known known, std::size_t components,
                                          std::span<const double> values,
                                          std::span<const double> row) const {
  Indices observed, open;
  for (std::size_t d = 0; d < columns_; ++d)
    (std::isnan(row[d]) ? open : observed).push_back(static_cast<Index>(d));
  Part out{known == Known::point ? with_columns(open.size())
                                 : gaussian(Covariance::full)->with_columns(open.size()),
           {}};
  for (std::size_t k = 0; k < components; ++k) {
    NormalInverseWishart q = component(known, values, k, dimension());
    const Split s = split(q.mean, q.factor, observed, open);
    Vector y(s.mean_o.size());
    for (Index i = 0; i < y.size(); ++i)
      y[i] = row[static_cast<std::size_t>(observed[static_cast<std::size_t>(i)])] - s.mean_o[i];
    s.oo.triangularView<Eigen::Lower>().solveInPlace(y);
    q.mean = s.mean_m + s.mo * y;
    q.factor = s.mm;
    if (known == Known::posterior)
      q.factor *= std::sqrt(1 + y.squaredNorm() * (q.strength / (q.strength + 1)));
    append(q, known, out.values);
  }
  return out;
}

// A Student t with f = nu - D + 1 + p degrees of freedom and the squared scale
// L'_mm L'_mm^T (c + |y|^2) / f, c = (kappa + 1) / kappa; its covariance has f - 2 for f.
void FullGaussian::moments(Known known, const Block& block, std::size_t components,
                           std::span<const double> values, ValueMoments* moments,
                           std::size_t stride) const {
  for (const RowGroup& group : group_rows(block)) {
    const Indices open = without(group.observed, dimension());
    if (open.empty()) continue;
    for (std::size_t k = 0; k < components; ++k) {
      const NormalInverseWishart q = component(known, values, k, dimension());
      const Split s = split(q.mean, q.factor, group.observed, open);
      const Vector squares = s.mm.rowwise().squaredNorm();
      const double left = q.dof - static_cast<double>(open.size()) - 1;
      const double widening = (q.strength + 1) / q.strength;
      Vector y(s.mean_o.size());
      for (std::size_t i = 0; i < group.count; ++i) {
        const std::size_t n = group.row(i);
        for (Index j = 0; j < y.size(); ++j)
          y[j] = block.column(
                     static_cast<std::size_t>(group.observed[static_cast<std::size_t>(j)]))[n] -
                 s.mean_o[j];
        s.oo.triangularView<Eigen::Lower>().solveInPlace(y);
        const Vector mean = s.mean_m + s.mo * y;
        double scale = 1;
        if (known == Known::posterior)
          scale = left > 0 ? (widening + y.squaredNorm()) / left
                           : std::numeric_limits<double>::infinity();
        for (Index j = 0; j < mean.size(); ++j)
          moments[(k * columns_ + static_cast<std::size_t>(open[static_cast<std::size_t>(j)])) *
                      stride +
                  n] = {mean[j], squares[j] * scale};
      }
    }
  }
}

}  // namespace varimix::internal
