#include "exact_posterior.hpp"

#include <cmath>
#include <limits>

namespace varimix::test {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

constexpr double kLogPi = 1.1447298858494001741;

double log_gamma_of(std::size_t dimension, double x) {
  double out = 0;
  for (std::size_t i = 0; i < dimension; ++i) out += std::lgamma(x - 0.5 * static_cast<double>(i));
  return out;
}

/// One column or two.
double determinant(const Matrix& m) {
  return m.rows() == 1 ? m(0, 0) : m(0, 0) * m(1, 1) - m(0, 1) * m(1, 0);
}

/// What one component adds to a normal-inverse-Wishart of scatter Psi0 [Gelman2013, 3.6].
struct Component {
  double n = 0, strength = 1;
  Vector mean;
  Matrix added;
};

Component component(const TinyGaussian& prior, const std::vector<Vector>& rows, Eigen::Index d) {
  Component out;
  const Vector m0 = Vector::Constant(d, prior.mean);
  Vector sum = Vector::Zero(d);
  for (const Vector& x : rows) sum += x;
  out.n = static_cast<double>(rows.size());
  out.strength = prior.strength + out.n;
  out.mean = (prior.strength * m0 + sum) / out.strength;
  out.added = Matrix::Zero(d, d);
  if (rows.empty()) return out;
  const Vector centre = sum / out.n;
  for (const Vector& x : rows) out.added += (x - centre) * (x - centre).transpose();
  out.added += prior.strength * out.n / out.strength * (centre - m0) * (centre - m0).transpose();
  return out;
}

/// log of |Psi0|^(nu0/2) Gamma_D(nu/2) / (|Psi|^(nu/2) Gamma_D(nu0/2) pi^(n D/2)).
double log_wishart_ratio(double dof0, const Matrix& scatter0, double n, const Matrix& scatter) {
  const auto d = static_cast<std::size_t>(scatter.rows());
  const double dof = dof0 + n;
  return 0.5 * dof0 * std::log(determinant(scatter0)) - 0.5 * dof * std::log(determinant(scatter)) +
         log_gamma_of(d, 0.5 * dof) - log_gamma_of(d, 0.5 * dof0) -
         0.5 * n * static_cast<double>(d) * kLogPi;
}

std::vector<double> weight_means(const std::vector<double>& concentration,
                                 const std::vector<std::size_t>& z, double& log_joint) {
  std::vector<double> alpha = concentration;
  double before = 0, after = 0;
  for (const double a : concentration) before += a, log_joint -= std::lgamma(a);
  for (const std::size_t k : z) alpha[k] += 1;
  for (const double a : alpha) after += a, log_joint += std::lgamma(a);
  log_joint += std::lgamma(before) - std::lgamma(after);
  for (double& a : alpha) a /= after;
  return alpha;
}

/// A family over these columns together: full, or tied over the components.
void matrix_given(const TinyGaussian& prior, const TinyRows& rows,
                  const std::vector<std::size_t>& z, std::size_t components, GivenAssignment& out) {
  const auto d = static_cast<Eigen::Index>(rows[0].size());
  const bool one = d == 1, tied = prior.covariance == Covariance::tied;
  const double dof0 = one ? 2 * prior.shape : prior.dof;
  const Matrix scatter0 = (one ? 2 * prior.scale : prior.scatter) * Matrix::Identity(d, d);
  std::vector<Component> each;
  Matrix all = scatter0;
  for (std::size_t k = 0; k < components; ++k) {
    std::vector<Vector> mine;
    for (std::size_t n = 0; n < rows.size(); ++n)
      if (z[n] == k) mine.push_back(Eigen::Map<const Vector>(rows[n].data(), d));
    each.push_back(component(prior, mine, d));
    all += each[k].added;
    out.log_joint += 0.5 * static_cast<double>(d) * std::log(prior.strength / each[k].strength);
    if (!tied)
      out.log_joint += log_wishart_ratio(dof0, scatter0, each[k].n, scatter0 + each[k].added);
  }
  const auto total = static_cast<double>(rows.size());
  if (tied) out.log_joint += log_wishart_ratio(dof0, scatter0, total, all);
  for (const Component& c : each) {
    const double left = dof0 + (tied ? total : c.n) - static_cast<double>(d) - 1;
    const Matrix covariance = (tied ? all : Matrix(scatter0 + c.added)) / left;
    for (Eigen::Index i = 0; i < d; ++i) out.means.push_back(c.mean[i]);
    for (Eigen::Index i = 0; i < d; ++i)
      for (Eigen::Index j = 0; j <= i; ++j) out.means.push_back(covariance(i, j));
  }
}

/// Columns by themselves; cells that are missing drop out.
void columns_given(const TinyGaussian& prior, const TinyRows& rows,
                   const std::vector<std::size_t>& z, std::size_t components,
                   GivenAssignment& out) {
  TinyGaussian one = prior;
  one.covariance = Covariance::full;
  for (std::size_t k = 0; k < components; ++k) {
    std::vector<double> means, variances;
    for (std::size_t d = 0; d < rows[0].size(); ++d) {
      TinyRows mine;
      for (std::size_t n = 0; n < rows.size(); ++n)
        if (z[n] == k && !std::isnan(rows[n][d])) mine.push_back({rows[n][d]});
      if (mine.empty()) {
        means.push_back(prior.mean);
        variances.push_back(prior.scale / (prior.shape - 1));
        continue;
      }
      GivenAssignment column;
      matrix_given(one, mine, std::vector<std::size_t>(mine.size(), 0), 1, column);
      out.log_joint += column.log_joint;
      means.push_back(column.means[0]);
      variances.push_back(column.means[1]);
    }
    out.means.insert(out.means.end(), means.begin(), means.end());
    out.means.insert(out.means.end(), variances.begin(), variances.end());
  }
}

}  // namespace

GivenAssignment gaussian_given(const TinyGaussian& prior, const std::vector<double>& concentration,
                               const TinyRows& rows, const std::vector<std::size_t>& z) {
  GivenAssignment out;
  out.means = weight_means(concentration, z, out.log_joint);
  if (prior.covariance == Covariance::diagonal)
    columns_given(prior, rows, z, concentration.size(), out);
  else
    matrix_given(prior, rows, z, concentration.size(), out);
  return out;
}

GivenAssignment poisson_given(double shape, double rate, const std::vector<double>& concentration,
                              const TinyRows& rows, const std::vector<std::size_t>& z) {
  GivenAssignment out;
  out.means = weight_means(concentration, z, out.log_joint);
  for (std::size_t k = 0; k < concentration.size(); ++k) {
    for (std::size_t d = 0; d < rows[0].size(); ++d) {
      double a = shape, b = rate;
      for (std::size_t n = 0; n < rows.size(); ++n)
        if (z[n] == k && !std::isnan(rows[n][d])) a += rows[n][d], b += 1;
      out.log_joint +=
          shape * std::log(rate) - std::lgamma(shape) + std::lgamma(a) - a * std::log(b);
      out.means.push_back(a / b);
    }
  }
  return out;
}

std::vector<double> exact_means(
    std::size_t components, const std::vector<std::int32_t>& labels,
    const std::function<GivenAssignment(const std::vector<std::size_t>& z)>& given) {
  std::vector<GivenAssignment> all;
  std::vector<std::size_t> z(labels.size());
  std::size_t count = 1;
  for (const std::int32_t label : labels) count *= label == kLatent ? components : 1;
  double highest = -std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < count; ++i) {
    std::size_t left = i;
    for (std::size_t n = 0; n < z.size(); ++n) {
      z[n] = static_cast<std::size_t>(labels[n]);
      if (labels[n] != kLatent) continue;
      z[n] = left % components;
      left /= components;
    }
    all.push_back(given(z));
    highest = std::max(highest, all.back().log_joint);
  }
  double total = 0;
  std::vector<double> out(all[0].means.size(), 0.0);
  for (const GivenAssignment& each : all) {
    const double p = std::exp(each.log_joint - highest);
    total += p;
    for (std::size_t i = 0; i < out.size(); ++i) out[i] += p * each.means[i];
  }
  for (double& x : out) x /= total;
  return out;
}

}  // namespace varimix::test
