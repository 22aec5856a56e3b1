// Every component is a unit of gaussian_information.hpp. What is missing of a row is latent: with
// mu = E[y | x_o] and C = Cov[y | x_o],
//
//   E[y_a y_b] = mu_a mu_b + C_ab,   Cov(y_a, y_b y_c) = C_ab mu_c + C_ac mu_b,
//   Cov(y_a y_b, y_c y_d) = C_ac C_bd + C_ad C_bc + mu_a mu_c C_bd + mu_a mu_d C_bc
//                         + mu_b mu_c C_ad + mu_b mu_d C_ac   [Isserlis1918]
#include <cmath>

#include "family/gaussian_full.hpp"
#include "family/gaussian_observed.hpp"

namespace varimix::internal {
namespace {

using Eigen::Index;

/// E[y | x_o] of some rows of a group, [rows x D]; 0 where a row does not count.
Matrix conditional_means(const Block& block, const RowGroup& group, const Observed& seen,
                         std::size_t first, std::size_t count, const double* weights,
                         Chunk& chunk) {
  whiten(block, group, first, count, seen, weights, chunk);
  const Matrix y = chunk.white.topLeftCorner(static_cast<Index>(count), seen.mean.size());
  return seen.q.size() == 0 ? y : Matrix(y * seen.q.transpose());
}

Matrix conditional_covariance(const Observed& seen, Index columns) {
  if (seen.q.size() == 0) return Matrix::Zero(columns, columns);
  return Matrix::Identity(columns, columns) - seen.q * seen.q.transpose();
}

template <typename Visit>
void for_each_chunk(const RowGroup& group, Visit visit) {
  for (std::size_t first = 0; first < group.count; first += kChunkRows)
    visit(first, std::min(kChunkRows, group.count - first));
}

/// The covariances of (1, y, y_a y_b) summed over rows of total weight n, sums s of mu and S of mu
/// mu^T.
void add_isserlis(double n, const Vector& s, const Matrix& second, const Matrix& c, double* sums) {
  const Index p = c.rows(), size = 1 + p + p * (p + 1) / 2;
  Eigen::Map<Matrix> out(sums, size, size);
  Index row = 1 + p;
  for (Index a = 0; a < p; ++a)
    for (Index b = 0; b < p; ++b) out(1 + a, 1 + b) += n * c(a, b);
  for (Index a = 0; a < p; ++a)
    for (Index b = 0; b <= a; ++b, ++row) {
      for (Index d = 0; d < p; ++d) {
        const double value = c(d, a) * s[b] + c(d, b) * s[a];
        out(1 + d, row) += value;
        out(row, 1 + d) += value;
      }
      Index column = 1 + p;
      for (Index i = 0; i < p; ++i)
        for (Index j = 0; j <= i; ++j, ++column)
          out(row, column) += n * (c(a, i) * c(b, j) + c(a, j) * c(b, i)) + second(a, i) * c(b, j) +
                              second(a, j) * c(b, i) + second(b, i) * c(a, j) +
                              second(b, j) * c(a, i);
    }
}

}  // namespace

GaussianUnits FullGaussian::units(std::size_t components) const {
  GaussianUnits out{components, columns_, columns_, {}, 0};
  for (std::size_t k = 0; k < components; ++k) out.group.push_back(group(k));
  out.groups = out.group.back() + 1;
  return out;
}

/// `shared`: one set of hyperparameters, of the prior, for all components.
GaussianHyper FullGaussian::hypers(std::size_t components, std::span<const double> all,
                                   bool shared) const {
  const GaussianUnits of = units(components);
  GaussianHyper out;
  out.dofs.resize(of.groups), out.factors.resize(of.groups);
  for (std::size_t k = 0; k < components; ++k) {
    const NormalInverseWishart h = hyper(all, shared ? 0 : k);
    out.means.push_back(h.mean), out.strengths.push_back(h.strength);
    out.dofs[group(k)] = h.dof;
    out.factors[group(k)] = h.factor;
  }
  return out;
}

void FullGaussian::describe_rows(const Block& block, std::size_t components, const double* scorers,
                                 const double* weights, double* t, std::size_t stride) const {
  const Index columns = dimension();
  const std::size_t size = row_statistics();
  for (std::size_t i = 0; i < components * size; ++i) std::fill_n(t + i * stride, block.rows, 0.0);
  Chunk chunk;
  for_each_observed(block, components, scorers + 1, sizes().scorer, columns,
                    [&](std::size_t k, const RowGroup& group, const Observed& seen) {
                      const double* w = weights + k * stride;
                      const Matrix c = conditional_covariance(seen, columns);
                      for_each_chunk(group, [&](std::size_t first, std::size_t count) {
                        const Matrix y =
                            conditional_means(block, group, seen, first, count, w, chunk);
                        for (std::size_t i = 0; i < count; ++i) {
                          const std::size_t n = group.row(first + i);
                          if (w[n] == 0) continue;
                          const auto r = static_cast<Index>(i);
                          double* to = t + k * size * stride + n;
                          *to = 1;
                          for (Index a = 0; a < columns; ++a) *(to += stride) = y(r, a);
                          for (Index a = 0; a < columns; ++a)
                            for (Index b = 0; b <= a; ++b)
                              *(to += stride) = y(r, a) * y(r, b) + c(a, b);
                        }
                      });
                    });
}

void FullGaussian::add_latent(const Block& block, std::size_t components, const double* scorers,
                              const double* weights, std::size_t stride, double* sums) const {
  if (block.complete) return;
  const Index columns = dimension();
  Chunk chunk;
  for_each_observed(block, components, scorers + 1, sizes().scorer, columns,
                    [&](std::size_t k, const RowGroup& group, const Observed& seen) {
                      if (seen.q.size() == 0) return;  // every cell is there
                      const double* w = weights + k * stride;
                      double n = 0;
                      Vector first_sum = Vector::Zero(columns);
                      Matrix second = Matrix::Zero(columns, columns);
                      for_each_chunk(group, [&](std::size_t first, std::size_t count) {
                        const Matrix y =
                            conditional_means(block, group, seen, first, count, w, chunk);
                        Vector weight(y.rows());
                        for (std::size_t i = 0; i < count; ++i)
                          weight[static_cast<Index>(i)] = w[group.row(first + i)];
                        n += weight.sum();
                        first_sum += y.transpose() * weight;
                        second += y.transpose() * weight.asDiagonal() * y;
                      });
                      add_isserlis(n, first_sum, second, conditional_covariance(seen, columns),
                                   sums + k * row_statistics() * row_statistics());
                    });
}

InformationRules::Curvature FullGaussian::curvature(std::size_t components,
                                                    std::span<const double> point,
                                                    std::span<const double> sums,
                                                    std::span<const double> prior,
                                                    const Bounds& bounds) const {
  const GaussianUnits all = units(components);
  std::vector<GaussianFrame> frames;
  for (std::size_t k = 0; k < components; ++k) {
    const double* p = point.data() + k * sizes().point;
    frames.push_back({Eigen::Map<const Vector>(p, dimension()),
                      Eigen::Map<const Matrix>(p + columns_, dimension(), dimension())});
  }
  std::vector<bool> held(all.groups, false);
  if (!prior.empty()) {
    const GaussianHyper p = hypers(components, prior, true);
    return gaussian_curvature(all, frames, sums, &p, held);
  }
  for (const Collapse& collapse : collapses(components, point, bounds))
    if (collapse.at_bound) held[all.group[collapse.component]] = true;
  return gaussian_curvature(all, frames, sums, nullptr, held);
}

InformationRules::Moments FullGaussian::posterior_moments(std::size_t components,
                                                          std::span<const double> posterior) const {
  return gaussian_moments(units(components), hypers(components, posterior, false));
}

}  // namespace varimix::internal
