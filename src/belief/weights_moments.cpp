#include "belief/weights_moments.hpp"

#include "math/special.hpp"

namespace varimix::internal {
namespace {

using Eigen::Index;

WeightsMoments dirichlet(const Vector& alpha) {
  const double total = alpha.sum();
  const Vector mean = alpha / total;
  WeightsMoments out{mean, Matrix::Constant(mean.size(), mean.size(), -trigamma(total)), {}, {}};
  for (Index k = 0; k < mean.size(); ++k) out.natural(k, k) += trigamma(alpha[k]);
  const Matrix spread = Matrix(mean.asDiagonal()) - mean * mean.transpose();
  out.cross =
      (Matrix::Identity(mean.size(), mean.size()) - mean * Vector::Ones(mean.size()).transpose()) /
      total;
  out.own = spread / (total + 1);
  return out;
}

/// E[pi_j pi_k], j <= k; b / s is the mean of what a stick leaves.
double product(const Vector& a, const Vector& b, Index j, Index k) {
  double out = 1;
  for (Index i = 0; i <= k && i < a.size(); ++i) {
    const double s = a[i] + b[i];
    if (i < j) out *= b[i] * (b[i] + 1) / (s * (s + 1));
    if (i == j) out *= a[i] * (j == k ? a[i] + 1 : b[i]) / (s * (s + 1));
    if (i > j) out *= (i == k ? a[i] : b[i]) / s;
  }
  return out;
}

// log pi = A (log v_1, log(1 - v_1), ...); B is the covariance of those, stick by stick.
WeightsMoments sticks(const Vector& a, const Vector& b) {
  const Index count = a.size(), components = count + 1;
  Matrix to_logs = Matrix::Zero(components, 2 * count), spread = Matrix::Zero(2 * count, 2 * count);
  Matrix slope = Matrix::Zero(components, 2 * count);
  WeightsMoments out{Vector::Ones(components), {}, {}, Matrix(components, components)};
  for (Index i = 0; i < count; ++i) {
    const double s = a[i] + b[i], both = trigamma(s);
    spread.block(2 * i, 2 * i, 2, 2).setConstant(-both);
    spread(2 * i, 2 * i) += trigamma(a[i]);
    spread(2 * i + 1, 2 * i + 1) += trigamma(b[i]);
    to_logs(i, 2 * i) = 1;
    out.mean[i] *= a[i] / s;
    out.mean.tail(components - i - 1) *= b[i] / s;
    for (Index k = i + 1; k < components; ++k) to_logs(k, 2 * i + 1) = 1;
  }
  for (Index i = 0; i < count; ++i) {
    const double s = a[i] + b[i];
    slope(i, 2 * i) = out.mean[i] * (1 / a[i] - 1 / s);
    slope(i, 2 * i + 1) = -out.mean[i] / s;
    for (Index k = i + 1; k < components; ++k) {
      slope(k, 2 * i) = -out.mean[k] / s;
      slope(k, 2 * i + 1) = out.mean[k] * (1 / b[i] - 1 / s);
    }
  }
  out.natural = to_logs * spread * to_logs.transpose();
  out.cross = slope * to_logs.transpose();
  for (Index k = 0; k < components; ++k)
    for (Index j = 0; j <= k; ++j)
      out.own(j, k) = out.own(k, j) = product(a, b, j, k) - out.mean[j] * out.mean[k];
  return out;
}

Vector vector(const std::vector<double>& values) {
  return Eigen::Map<const Vector>(values.data(), static_cast<Index>(values.size()));
}

}  // namespace

WeightsMoments weights_moments(const WeightsPosterior& posterior) {
  if (posterior.kind == WeightsPrior::Kind::dirichlet) return dirichlet(vector(posterior.alpha));
  return sticks(vector(posterior.alpha), vector(posterior.beta));
}

}  // namespace varimix::internal
