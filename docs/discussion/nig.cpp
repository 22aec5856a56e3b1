#include "conjugate/normal_inverse_gamma.hpp"
#include "discussion/claims.hpp"
#include "page/contours.hpp"

namespace varimix::discussion {
namespace {

internal::NormalInverseGamma of(const Nig& q) { return {q.m, q.kappa, q.a, q.b}; }

double peak(const Nig& q) { return q.log_density(q.m, q.mode_variance()); }

}  // namespace

double Nig::log_density(double mean, double variance) const {
  return internal::log_density(of(*this), mean, variance);
}

double Nig::mode_variance() const { return internal::mode_variance(of(*this)); }

double Nig::probability_above(double level) const {
  return internal::probability_inside(of(*this), peak(*this) - level);
}

double Nig::level(double probability) const {
  return peak(*this) - internal::contour_depth(of(*this), probability);
}

std::vector<std::array<double, 2>> Nig::contour(double level) const {
  const internal::Contour found = internal::contour_at(of(*this), peak(*this) - level);
  std::vector<std::array<double, 2>> out;
  for (std::size_t i = 0; i < found.mean.size(); ++i)
    out.push_back({found.mean[i], found.variance[i]});
  return out;
}

std::vector<Nig> factors(const Fit& vb) {
  // The layout of gaussian.md: mean, strength, shape, scale.
  const std::vector<double>& h = std::get<Posterior>(vb.belief).hyperparameters;
  std::vector<Nig> out;
  for (std::size_t i = 0; i < h.size(); i += 4) out.push_back({h[i], h[i + 1], h[i + 2], h[i + 3]});
  return out;
}

}  // namespace varimix::discussion
