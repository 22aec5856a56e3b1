// Gaussian columns by some of them. Columns that are independent given the component are chosen, no
// more; columns that share one variance (spherical) tell of each other through it: the predictive
// Student t in D dimensions, given p of them, has
//
//   a' = a + p / 2    b' = b + sum_o (x_d - m_d)^2 kappa_d / (kappa_d + 1) / 2
//
// in place of a and b, and m and kappa as before.
#include <algorithm>
#include <cmath>
#include <limits>

#include "family/gaussian_columns.hpp"
#include "family/gaussian_spherical.hpp"

namespace varimix::internal {
namespace {

/// Student t: 2a degrees of freedom, location m, squared scale b (kappa + 1) / (a kappa).
ValueMoments predictive_moments(const NormalInverseGamma& q) {
  const double wide = (q.strength + 1) / q.strength;
  return {q.mean,
          q.shape > 1 ? q.scale * wide / (q.shape - 1) : std::numeric_limits<double>::infinity()};
}

}  // namespace

PartRules::Part GaussianColumns::marginal(Known known, std::size_t components,
                                          std::span<const double> values,
                                          std::span<const std::size_t> kept) const {
  const std::size_t size = known == Known::point ? kPoint : kHyper;
  Part out{with_columns(kept.size()), {}};
  for (std::size_t k = 0; k < components; ++k)
    for (const std::size_t d : kept) {
      const auto cell = values.subspan((k * columns() + d) * size, size);
      out.values.insert(out.values.end(), cell.begin(), cell.end());
    }
  return out;
}

PartRules::Part GaussianColumns::conditional(Known known, std::size_t components,
                                             std::span<const double> values,
                                             std::span<const double> row) const {
  std::vector<std::size_t> open;
  for (std::size_t d = 0; d < columns(); ++d)
    if (std::isnan(row[d])) open.push_back(d);
  if (known == Known::point) return marginal(known, components, values, open);
  std::vector<double> told(values.begin(), values.end());
  const std::size_t size = columns() * kHyper;
  for (std::size_t k = 0; k < components; ++k) learn(row, std::span(told).subspan(k * size, size));
  return marginal(known, components, told, open);
}

void GaussianColumns::moments(Known known, const Block& block, std::size_t components,
                              std::span<const double> values, ValueMoments* moments,
                              std::size_t stride) const {
  const std::size_t size = columns() * (known == Known::point ? kPoint : kHyper);
  std::vector<double> row(columns()), component(size);
  for (std::size_t n = 0; n < block.rows; ++n) {
    for (std::size_t d = 0; d < columns(); ++d) row[d] = block.column(d)[n];
    if (std::none_of(row.begin(), row.end(), [](double x) { return std::isnan(x); })) continue;
    for (std::size_t k = 0; k < components; ++k) {
      std::copy_n(values.data() + k * size, size, component.data());
      if (known == Known::posterior) learn(row, component);
      for (std::size_t d = 0; d < columns(); ++d)
        if (std::isnan(row[d]))
          moments[(k * columns() + d) * stride + n] =
              known == Known::point ? ValueMoments{component[d * kPoint], component[d * kPoint + 1]}
                                    : predictive_moments(hyper(component, d));
    }
  }
}

void SphericalGaussian::learn(std::span<const double> row, std::span<double> posterior) const {
  double shape = 0, scale = 0;
  for (std::size_t d = 0; d < columns(); ++d) {
    if (std::isnan(row[d])) continue;
    const NormalInverseGamma q = hyper(posterior, d);
    const double gap = row[d] - q.mean;
    shape += 0.5;
    scale += 0.5 * gap * gap * (q.strength / (q.strength + 1));
  }
  for (std::size_t d = 0; d < columns(); ++d) {
    posterior[d * kHyper + 2] += shape;
    posterior[d * kHyper + 3] += scale;
  }
}

}  // namespace varimix::internal
