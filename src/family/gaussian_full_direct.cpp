// Unconstrained coordinates for direct maximum likelihood, seen from an origin (m_0, L_0):
//   mean m = m_0 + L_0 u,   factor L = L_0 T,   T lower, the logarithms of its diagonal free.
// With v = L^-1 (x - m), s = sum r v and G = sum r v v^T - n I,
//   d log L / d u = T^-T s,   d log L / d T = the lower triangle of T^-T G.
#include <algorithm>
#include <cmath>

#include "family/gaussian_full.hpp"
#include "family/gaussian_moments.hpp"

namespace varimix::internal {
namespace {

using Eigen::Index;
using Eigen::Lower;

struct View {
  Eigen::Map<const Vector> mean;
  Eigen::Map<const Matrix> factor;
  View(std::span<const double> points, std::size_t k, Index columns)
      : mean(points.data() + static_cast<Index>(k) * (columns + columns * columns), columns),
        factor(mean.data() + columns, columns, columns) {}
};

void pack(const Matrix& t, double* out) {
  for (Index j = 0; j < t.cols(); ++j)
    for (Index i = j; i < t.rows(); ++i) *out++ = i == j ? std::log(t(i, i)) : t(i, j);
}

Matrix unpack(const double* in, Index columns) {
  Matrix t = Matrix::Zero(columns, columns);
  for (Index j = 0; j < columns; ++j)
    for (Index i = j; i < columns; ++i, ++in) t(i, j) = i == j ? std::exp(*in) : *in;
  return t;
}

Matrix relative_factor(const View& origin, const View& at) {
  return origin.factor.triangularView<Lower>().solve(at.factor);
}

/// L_0 T, not below the floor.
Matrix absolute_factor(const View& origin, const Matrix& t, const Bounds& bounds) {
  const Matrix w = t * t.transpose(), l = origin.factor;
  const Matrix raised = w.allFinite() ? above_floor(w, l, data_factor(bounds)) : w;
  return l * (raised == w ? t : factor_of(raised));
}

/// Sums over the rows of v = L^-1 (x - m).
struct Residuals {
  double n = 0;
  Vector first;
  Matrix second;
};
Residuals residuals(const FrameMoments& x, const View& at) {
  const auto l = at.factor.triangularView<Lower>();
  const Vector mean = l.solve(x.centre - at.mean + x.l * x.shift);
  const Matrix turn = l.solve(x.l);
  return {x.n, x.n * mean, turn * x.scatter * turn.transpose() + x.n * mean * mean.transpose()};
}

/// G without what would push a covariance on the floor below it.
Matrix inside_bounds(Matrix g, const View& at, const double* floor) {
  constexpr double kOnFloor = kVarianceFloor * (1 + 1e-6);
  if (floor == nullptr) return g;
  const Eigen::Map<const Matrix> data(floor, g.rows(), g.cols());
  const Matrix seen = at.factor.triangularView<Lower>().solve(Matrix(data));
  if (seen.squaredNorm() * kOnFloor < 1) return g;
  const Matrix a = data.triangularView<Lower>().solve(Matrix(at.factor));
  const Spectrum s = spectrum(a * a.transpose());
  const auto low = static_cast<Index>((s.values.array() <= kOnFloor).count());
  if (low == 0) return g;
  const Matrix across = a.triangularView<Lower>().solve(s.vectors.leftCols(low));  // A^-1 V
  const Spectrum push = spectrum(across.transpose() * g * across);
  const Matrix refused =
      push.vectors * push.values.cwiseMin(0).asDiagonal() * push.vectors.transpose();
  const Matrix along = a.transpose() * s.vectors.leftCols(low);
  return g - along * refused * along.transpose();
}

void differentiate_mean(const Residuals& sums, const Matrix& inverse, double n, double* gradient,
                        double* information) {
  const Index columns = inverse.rows();
  Eigen::Map<Vector>(gradient, columns) = inverse.transpose() * sums.first;
  Eigen::Map<Vector>(information, columns) = n * inverse.colwise().squaredNorm().transpose();
}

void differentiate_factor(const Matrix& second, const Matrix& g, const Matrix& t,
                          const Matrix& inverse, double n, double* gradient, double* information) {
  const Matrix slope = inverse.transpose() * g;
  for (Index j = 0; j < t.cols(); ++j)
    for (Index i = j; i < t.rows(); ++i) {
      const double p = inverse.col(i).squaredNorm();
      *gradient++ = i == j ? t(i, i) * slope(i, i) : slope(i, j);
      // Of the diagonal: what is seen, where it exceeds what is expected, as in one column.
      *information++ = i == j ? std::max(n, second(i, i)) * (1 + t(i, i) * t(i, i) * p) : n * p;
    }
}

std::size_t factor_size(std::size_t columns) { return columns * (columns + 1) / 2; }

double least_count(const Statistics& statistics) { return 1e-10 * statistics.total_weight; }

}  // namespace

void FullGaussian::to_coordinates(std::size_t components, std::span<const double> origin,
                                  std::span<const double> point,
                                  std::span<double> coordinates) const {
  double* out = coordinates.data();
  for (std::size_t k = 0; k < components; ++k) {
    const View from(origin, k, dimension()), at(point, k, dimension());
    Eigen::Map<Vector>(out, dimension()) =
        from.factor.triangularView<Lower>().solve(at.mean - from.mean);
    pack(relative_factor(from, at), out + columns());
    out += columns() + factor_size(columns());
  }
}

void FullGaussian::from_coordinates(std::size_t components, std::span<const double> origin,
                                    std::span<const double> coordinates, const Bounds& bounds,
                                    std::span<double> point) const {
  const double* in = coordinates.data();
  for (std::size_t k = 0; k < components; ++k) {
    const View from(origin, k, dimension());
    const Eigen::Map<const Vector> u(in, dimension());
    store_point(from.mean + from.factor.triangularView<Lower>() * u,
                absolute_factor(from, unpack(in + columns(), dimension()), bounds), point, k);
    in += columns() + factor_size(columns());
  }
}

void FullGaussian::gradient(const Statistics& statistics, std::span<const double> origin,
                            std::span<const double> point, const Bounds& bounds,
                            std::span<double> gradient, std::span<double> information) const {
  std::size_t place = 0;
  for (std::size_t k = 0; k < statistics.components; ++k) {
    const View from(origin, k, dimension()), at(point, k, dimension());
    const Residuals sums = residuals(frame_moments(statistics, k, dimension()), at);
    const Matrix t = relative_factor(from, at), inverse = inverse_lower(t);
    const double n = std::max(sums.n, least_count(statistics));
    differentiate_mean(sums, inverse, n, gradient.data() + place, information.data() + place);
    place += columns();
    const Matrix g = sums.second - sums.n * Matrix::Identity(dimension(), dimension());
    differentiate_factor(sums.second, inside_bounds(g, at, data_factor(bounds)), t, inverse, n,
                         gradient.data() + place, information.data() + place);
    place += factor_size(columns());
  }
}

// Tied: K times u, then T once.
void TiedFullGaussian::to_coordinates(std::size_t components, std::span<const double> origin,
                                      std::span<const double> point,
                                      std::span<double> coordinates) const {
  double* out = coordinates.data();
  for (std::size_t k = 0; k < components; ++k, out += columns()) {
    const View from(origin, k, dimension()), at(point, k, dimension());
    Eigen::Map<Vector>(out, dimension()) =
        from.factor.triangularView<Lower>().solve(at.mean - from.mean);
  }
  pack(relative_factor(View(origin, 0, dimension()), View(point, 0, dimension())), out);
}

void TiedFullGaussian::from_coordinates(std::size_t components, std::span<const double> origin,
                                        std::span<const double> coordinates, const Bounds& bounds,
                                        std::span<double> point) const {
  const double* in = coordinates.data();
  const Matrix factor = absolute_factor(View(origin, 0, dimension()),
                                        unpack(in + components * columns(), dimension()), bounds);
  for (std::size_t k = 0; k < components; ++k, in += columns()) {
    const View from(origin, k, dimension());
    const Eigen::Map<const Vector> u(in, dimension());
    store_point(from.mean + from.factor.triangularView<Lower>() * u, factor, point, k);
  }
}

void TiedFullGaussian::gradient(const Statistics& statistics, std::span<const double> origin,
                                std::span<const double> point, const Bounds& bounds,
                                std::span<double> gradient, std::span<double> information) const {
  const View first(point, 0, dimension());
  const Matrix t = relative_factor(View(origin, 0, dimension()), first);
  const Matrix inverse = inverse_lower(t);
  Residuals all{0, {}, Matrix::Zero(dimension(), dimension())};
  std::size_t place = 0;
  for (std::size_t k = 0; k < statistics.components; ++k, place += columns()) {
    const Residuals sums =
        residuals(frame_moments(statistics, k, dimension()), View(point, k, dimension()));
    differentiate_mean(sums, inverse, std::max(sums.n, least_count(statistics)),
                       gradient.data() + place, information.data() + place);
    all.n += sums.n;
    all.second += sums.second;
  }
  const Matrix g = all.second - all.n * Matrix::Identity(dimension(), dimension());
  differentiate_factor(all.second, inside_bounds(g, first, data_factor(bounds)), t, inverse,
                       std::max(all.n, least_count(statistics)), gradient.data() + place,
                       information.data() + place);
}

}  // namespace varimix::internal
