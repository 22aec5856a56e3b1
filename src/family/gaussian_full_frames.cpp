// Scorers and frames of components with covariance matrices, and when sums have lost digits.
#include <algorithm>
#include <cmath>

#include "family/common_frame.hpp"
#include "family/gaussian_full.hpp"
#include "family/gaussian_moments.hpp"
#include "family/gaussian_views.hpp"
#include "math/special.hpp"

namespace varimix::internal {

using Eigen::Index;

namespace {

/// Lower factor of the columns' covariance; `constant` stands for the deviation of a column without
/// any.
Matrix data_covariance_factor(const Summary& summary, double constant) {
  const auto columns = static_cast<Index>(summary.columns.size());
  Matrix factor = Matrix::Identity(columns, columns);
  if (!summary.correlation.empty())
    factor = *cholesky(Eigen::Map<const Matrix>(summary.correlation.data(), columns, columns));
  for (Index d = 0; d < columns; ++d) {
    const double spread = summary.columns[static_cast<std::size_t>(d)].spread;
    factor.row(d) *= spread > 0 ? std::sqrt(spread) : constant;
  }
  return factor;
}

/// A squared pivot below this share of the largest variance tells of a thin component.
constexpr double kThin = 1e-4;

/// Whether sums in the common frame keep their digits for this scorer (m, U): U s of condition
/// below 1000 D, by the Frobenius norms, not so thin that recentre() would look again, and m close
/// to c.
bool suits(const Viewpoint& frame, const double* mean, const double* u) {
  const auto columns = static_cast<Index>(frame.centre.size());
  const Eigen::Map<const Vector> scale(frame.scale.data(), columns);
  const Eigen::Map<const Vector> centre(frame.centre.data(), columns);
  const Matrix scaled = Eigen::Map<const Matrix>(u, columns, columns) * scale.asDiagonal();
  const Vector gap = Eigen::Map<const Vector>(mean, columns) - centre;
  const auto lower = scaled.triangularView<Eigen::Lower>();
  if (!((lower * gap.cwiseQuotient(scale)).squaredNorm() <= kNearCentre)) return false;
  constexpr double kRound = 1000.0, kRoom = 10.0;
  const Matrix l = inverse_lower(scaled);
  const double thinnest = l.diagonal().cwiseAbs2().minCoeff();
  const double widest = l.rowwise().squaredNorm().maxCoeff();
  return thinnest >= kRoom * kThin * widest &&
         scaled.squaredNorm() * l.squaredNorm() <= kRound * static_cast<double>(columns);
}

}  // namespace

// A column that an explicit prior allows to be constant has no floor that matters.
Bounds FullGaussian::bounds(const Summary& summary) const {
  const Matrix factor = data_covariance_factor(summary, 1e-30);
  return {factor.data(), factor.data() + factor.size()};
}

void FullGaussian::scorers(std::size_t components, std::span<const double> point,
                           std::span<double> out) const {
  const Index columns = dimension(), size = columns + columns * columns;
  for (Index k = 0; k < static_cast<Index>(components); ++k) {
    const double* p = point.data() + k * size;
    double* s = out.data() + k * (1 + size);
    const Eigen::Map<const Matrix> factor(p + columns, columns, columns);
    s[0] = -0.5 * static_cast<double>(columns) * kLogTwoPi - log_determinant(factor);
    Eigen::Map<Vector>(s + 1, columns) = Eigen::Map<const Vector>(p, columns);
    Eigen::Map<Matrix>(s + 1 + columns, columns, columns) = inverse_lower(factor);
  }
}

void FullGaussian::frames(std::size_t components, std::span<const double> scorers,
                          const Summary& summary, std::span<double> out) const {
  const std::size_t size = sizes().frame;
  const Viewpoint common = common_frame(summary);
  const double* own = scorers.data() + 1;
  const auto take_own = [&](std::size_t k) {
    std::copy_n(own + k * (1 + size), size, out.data() + k * size);
  };
  const bool possible = summary.complete && is_moderate(common);
  bool all_suit = true;
  for (std::size_t k = 0; k < components; ++k) {
    const double* scorer = own + k * (1 + size);
    if (!possible || !suits(common, scorer, scorer + columns_)) {
      all_suit = false;
      take_own(k);
      continue;
    }
    double* frame = out.data() + k * size;
    std::fill_n(std::copy_n(common.centre.data(), columns_, frame), columns_ * columns_, 0.0);
    for (std::size_t d = 0; d < columns_; ++d)
      frame[columns_ + d * columns_ + d] = 1.0 / common.scale[d];
  }
  if (all_suit || !possible) return;
  // A pass that looks at rows as they are would make sums in the common frame from scratch.
  if (!Views<double>::from_u(own, own + columns_, 1 + size, components, common).is_near())
    for (std::size_t k = 0; k < components; ++k) take_own(k);
}

void FullGaussian::frames(std::size_t components, const Summary& summary,
                          std::span<double> out) const {
  const Index columns = dimension(), size = columns + columns * columns;
  const Matrix u = inverse_lower(data_covariance_factor(summary, 1.0));
  for (Index k = 0; k < static_cast<Index>(components); ++k) {
    for (std::size_t d = 0; d < columns_; ++d)
      out[static_cast<std::size_t>(k * size) + d] = summary.columns[d].mean;
    Eigen::Map<Matrix>(out.data() + k * size + columns, columns, columns) = u;
  }
}

// W = sum r y y^T / n - ybar ybar^T. Digits are lost where the component lies far from its frame's
// centre in its own units, and where it is far thinner than the frame in some direction; a
// direction without any extent at all (below 1e-12) has no digits to win. A prior adds Psi / n to
// W, where digits below it do not count.
bool FullGaussian::recentre(const Statistics& statistics, std::span<const double> prior,
                            const Bounds& bounds, std::span<double> out) const {
  constexpr double kCancelled = 100.0, kNoExtent = 1e-12;
  const Index columns = dimension(), size = columns + columns * columns;
  bool needed = false;
  std::copy(statistics.frames.begin(), statistics.frames.end(), out.begin());
  for (std::size_t k = 0; k < statistics.components; ++k) {
    const FrameMoments x = frame_moments(statistics, k, columns);
    if (!(x.n > 0)) continue;
    Matrix w = x.scatter / x.n;
    if (!prior.empty()) {
      const Matrix seen = x.u.triangularView<Eigen::Lower>() * hyper(prior, 0).factor;
      w += seen * seen.transpose() / x.n;
    }
    const double widest = w.diagonal().maxCoeff();
    const std::optional<Matrix> own =
        cholesky(w + 0.1 * kNoExtent * widest * Matrix::Identity(columns, columns));
    const double thinnest = own ? own->diagonal().minCoeff() : 0.0;
    const bool thin =
        thinnest * thinnest < kThin * widest && thinnest * thinnest > kNoExtent * widest;
    Matrix raised = w;
    if (const double* floor = data_factor(bounds)) {
      const Matrix seen = x.u.triangularView<Eigen::Lower>() *
                          Matrix(Eigen::Map<const Matrix>(floor, columns, columns));
      raised += kVarianceFloor * (seen * seen.transpose());
    }
    const std::optional<Matrix> factor = cholesky(raised);
    if (!factor) continue;
    const auto lower = factor->triangularView<Eigen::Lower>();
    if (!thin && lower.solve(x.shift).squaredNorm() <= kCancelled) continue;
    needed = true;
    double* frame = out.data() + static_cast<Index>(k) * size;
    Eigen::Map<Vector>(frame, columns) = x.centre + x.l * x.shift;
    Eigen::Map<Matrix>(frame + columns, columns, columns) = lower.solve(x.u);
  }
  return needed;
}

}  // namespace varimix::internal
