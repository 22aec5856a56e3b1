// Student t with nu - D + 1 degrees of freedom, location m and squared scale
// Psi (kappa + 1) / (kappa (nu - D + 1)) [Murphy2007, 9]; over p of the columns the same degrees of
// freedom, and those parts of m and Psi.
#include <algorithm>
#include <cmath>

#include "family/gaussian_full.hpp"
#include "family/gaussian_views.hpp"
#include "math/special.hpp"

namespace varimix::internal {

void FullGaussian::log_predictive(const Block& block, std::size_t components,
                                  std::span<const double> posterior, double* logits,
                                  std::size_t stride) const {
  std::vector<NormalInverseWishart> each;
  for (std::size_t k = 0; k < components; ++k) each.push_back(hyper(posterior, k));
  const auto seen_from = [&](const std::vector<double>& centre) {
    std::vector<ObservedComponent> out;
    for (const NormalInverseWishart& q : each) {
      const Vector mean = q.mean - Eigen::Map<const Vector>(centre.data(), dimension());
      out.push_back(ObservedComponent::from_factor(mean.data(), q.factor));
    }
    return Views<double>(std::move(out));
  };
  Viewpoint from{typical_mean(posterior.data() + 2, sizes().posterior, 1, columns_, components),
                 std::vector<double>(columns_, 1.0)};
  Views<double> views = seen_from(from.centre);
  if (!views.is_near()) {
    std::fill(from.centre.begin(), from.centre.end(), 0.0);
    views = seen_from(from.centre);
    views.be_careful();
  }
  GatheredRows<double> rows;
  rows.take(block, from);
  std::vector<double> halves(block.rows);
  for (std::size_t g = 0; g < rows.groups().size(); ++g) {
    const RowGroup& group = rows.groups()[g];
    const auto p = static_cast<double>(group.observed.size());
    for (std::size_t k = 0; k < components; ++k) {
      double* out = logits + k * stride;
      if (group.observed.empty()) {
        for (std::size_t i = 0; i < group.count; ++i) out[group.row(i)] = 0;
        continue;
      }
      const double dof = each[k].dof - static_cast<double>(columns_) + 1;
      const double widening = (each[k].strength + 1) / each[k].strength;
      const View<double>& view = views.through(group);
      const double c = log_gamma(0.5 * (dof + p)) - log_gamma(0.5 * dof) -
                       0.5 * p * (kLogPi + std::log(widening)) + view.log_determinants[k];
      kernel().rows.score_lower(rows.columns(g), view.whitening(k), 0, nullptr, halves.data());
      for (std::size_t i = 0; i < group.count; ++i)
        out[group.row(i)] = c - 0.5 * (dof + p) * std::log1p(-2 * halves[i] / widening);
    }
  }
}

}  // namespace varimix::internal
