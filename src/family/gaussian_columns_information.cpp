// Every cell, a column of a component, is a unit of gaussian_information.hpp.
#include <cmath>

#include "family/gaussian_columns.hpp"

namespace varimix::internal {
namespace {

Vector one(double value) { return Vector::Constant(1, value); }
Matrix square(double value) { return Matrix::Constant(1, 1, value); }

}  // namespace

GaussianUnits GaussianColumns::units(std::size_t components) const {
  GaussianUnits out{components, columns_, 1, {}, 0};
  for (std::size_t cell = 0; cell < components * columns_; ++cell) out.group.push_back(group(cell));
  out.groups = out.group.back() + 1;
  return out;
}

void GaussianColumns::describe_rows(const Block& block, std::size_t components,
                                    const double* scorers, const double* weights, double* t,
                                    std::size_t stride) const {
  for (std::size_t cell = 0; cell < components * columns_; ++cell) {
    const double m = scorers[cell * kScorer + 1], u = scorers[cell * kScorer + 2];
    const double* w = weights + cell / columns_ * stride;
    const double* x = block.column(cell % columns_);
    double* out = t + cell * kSums * stride;
    for (std::size_t n = 0; n < block.rows; ++n) {
      const bool counts = w[n] != 0 && !std::isnan(x[n]);
      const double y = counts ? u * (x[n] - m) : 0.0;
      out[n] = counts ? 1.0 : 0.0;
      out[stride + n] = y;
      out[2 * stride + n] = y * y;
    }
  }
}

InformationRules::Curvature GaussianColumns::curvature(std::size_t components,
                                                       std::span<const double> point,
                                                       std::span<const double> sums,
                                                       std::span<const double> prior,
                                                       const Bounds& bounds) const {
  const GaussianUnits all = units(components);
  std::vector<GaussianFrame> frames;
  std::vector<bool> held(all.groups, false);
  GaussianHyper p;
  p.dofs.resize(all.groups), p.factors.resize(all.groups);
  for (std::size_t cell = 0; cell < all.count(); ++cell) {
    const double variance = point[cell * kPoint + 1];
    frames.push_back({one(point[cell * kPoint]), square(std::sqrt(variance))});
    if (prior.empty())
      held[all.group[cell]] = variance <= bounds[cell % columns_] * (1 + 1e-9);
    else {
      const NormalInverseGamma h = hyper(prior, cell % columns_);
      p.means.push_back(one(h.mean)), p.strengths.push_back(h.strength);
      p.dofs[all.group[cell]] = 2 * h.shape;
      p.factors[all.group[cell]] = square(std::sqrt(2 * h.scale));
    }
  }
  return gaussian_curvature(all, frames, sums, prior.empty() ? nullptr : &p, held);
}

InformationRules::Moments GaussianColumns::posterior_moments(
    std::size_t components, std::span<const double> posterior) const {
  const GaussianUnits all = units(components);
  GaussianHyper q;
  q.dofs.resize(all.groups), q.factors.resize(all.groups);
  for (std::size_t cell = 0; cell < all.count(); ++cell) {
    const NormalInverseGamma h = hyper(posterior, cell);
    q.means.push_back(one(h.mean)), q.strengths.push_back(h.strength);
    q.dofs[all.group[cell]] = 2 * h.shape;
    q.factors[all.group[cell]] = square(std::sqrt(2 * h.scale));
  }
  return gaussian_moments(all, q);
}

}  // namespace varimix::internal
