#include "family/gaussian_moments.hpp"

#include <cmath>

namespace varimix::internal {

using Eigen::Index;

FrameMoments frame_moments(const Statistics& statistics, std::size_t k, Index columns) {
  const double* frame = statistics.frame(k).data();
  const double* sum = statistics.sum(k).data();
  FrameMoments out;
  out.n = sum[0];
  out.centre = Eigen::Map<const Vector>(frame, columns);
  out.u = Eigen::Map<const Matrix>(frame + columns, columns, columns);
  out.l = inverse_lower(out.u);
  out.shift = Vector::Zero(columns);
  out.scatter = Matrix::Zero(columns, columns);
  if (!(out.n > 0)) return out;
  const Eigen::Map<const Vector> first(sum + 1, columns);
  const Eigen::Map<const Matrix> second(sum + 1 + columns, columns, columns);
  out.shift = first / out.n;
  for (Index j = 0; j < columns; ++j)
    for (Index i = j; i < columns; ++i)
      out.scatter(i, j) = out.scatter(j, i) = second(i, j) - first[i] * out.shift[j];
  return out;
}

std::vector<FrameMoments> frame_moments(const Statistics& statistics, Index columns) {
  std::vector<FrameMoments> out;
  for (std::size_t k = 0; k < statistics.components; ++k)
    out.push_back(frame_moments(statistics, k, columns));
  return out;
}

std::optional<Matrix> to_first_frame(const std::vector<FrameMoments>& moments, std::size_t k) {
  if (moments[k].u == moments[0].u) return std::nullopt;
  return Matrix(moments[0].u.triangularView<Eigen::Lower>() * moments[k].l);
}

Pooled pooled(const std::vector<FrameMoments>& moments) {
  Pooled out{0, Matrix::Zero(moments[0].l.rows(), moments[0].l.cols())};
  for (std::size_t k = 0; k < moments.size(); ++k) {
    out.n += moments[k].n;
    if (const std::optional<Matrix> t = to_first_frame(moments, k))
      out.scatter += *t * moments[k].scatter * t->transpose();
    else
      out.scatter += moments[k].scatter;
  }
  return out;
}

const double* data_factor(const std::vector<double>& bounds) {
  return !bounds.empty() && bounds[0] > 0 ? bounds.data() : nullptr;
}

Matrix above_floor(const Matrix& w, const Matrix& l, const double* data_factor) {
  if (data_factor == nullptr) return w;
  const Eigen::Map<const Matrix> data(data_factor, w.rows(), w.cols());
  const std::optional<Matrix> factor = cholesky(w);
  if (factor) {
    // The trace of C Sigma^-1 is above the reciprocal of the lowest eigenvalue.
    const Matrix seen = l.triangularView<Eigen::Lower>().solve(Matrix(data));
    if (factor->triangularView<Eigen::Lower>().solve(seen).squaredNorm() <= 1 / kVarianceFloor)
      return w;
  }
  const Matrix a = data.triangularView<Eigen::Lower>().solve(l);
  Spectrum s = spectrum(a * w * a.transpose());
  if (factor && s.values.minCoeff() >= kVarianceFloor) return w;
  s.values = s.values.cwiseMax(kVarianceFloor);
  const Matrix back = a.triangularView<Eigen::Lower>().solve(s.vectors);
  return back * s.values.asDiagonal() * back.transpose();
}

Matrix factor_of(const Matrix& w) {
  if (const std::optional<Matrix> factor = cholesky(w)) return *factor;
  const Spectrum s = spectrum(w);
  const double least = 1e-15 * std::max(s.values.cwiseAbs().maxCoeff(), 1e-290);
  return factor_of_rows(s.values.cwiseMax(least).cwiseSqrt().asDiagonal() * s.vectors.transpose());
}

}  // namespace varimix::internal
