#include <algorithm>
#include <cmath>

#include "support/naive_mixture.hpp"

namespace varimix::test {
namespace {

const Real kLogTwoPi = std::log(2 * std::acos(Real(-1)));

Real log_gaussian(Real x, Real mean, Real variance) {
  return -(kLogTwoPi + std::log(variance) + (x - mean) * (x - mean) / variance) / 2;
}

}  // namespace

NaivePoint naive_maximize(NaiveFamily family, const NaiveData& data, const Table& r,
                          const NaivePrior& prior, Real floor) {
  NaivePoint out;
  const std::vector<Real> counts = naive_counts(data, r);
  const std::size_t components = counts.size();
  Real total = 0, spread = 0, power = 0;
  for (const Real n : counts) total += n + (prior.concentration - 1);
  for (std::size_t k = 0; k < components; ++k) {
    out.weight.push_back((counts[k] + (prior.concentration - 1)) / total);
    const NaiveSums s = naive_sums(data, r, k);
    if (family == NaiveFamily::poisson) {
      const Real rate =
          prior.flat ? s.mean : (s.n * s.mean + prior.shape - 1) / (s.n + prior.scale);
      out.location.push_back(std::max(rate, floor));
      continue;
    }
    if (prior.flat && s.n == 0) {  // holds nothing: its weight is 0, its parameters mean nothing
      out.location.push_back(0);
      out.variance.push_back(1);
      continue;
    }
    const Real strength = prior.flat ? 0 : prior.strength, gap = s.mean - prior.mean;
    out.location.push_back((strength * prior.mean + s.n * s.mean) / (strength + s.n));
    // sum of squares and the exponent of the variance, each as it stands in the joint density
    const Real squares = s.scatter + strength * s.n / (strength + s.n) * gap * gap;
    const Real exponent = s.n + (prior.flat ? 0 : 1);
    const Real more_squares = prior.flat ? 0 : 2 * prior.scale;
    const Real more_exponent = prior.flat ? 0 : 2 * (prior.shape + 1);
    out.variance.push_back(
        std::max((squares + more_squares) / (exponent + more_exponent), prior.flat ? floor : 0));
    spread += squares + (k == 0 ? more_squares : 0);
    power += exponent + (k == 0 ? more_exponent : 0);
  }
  if (family == NaiveFamily::tied_gaussian)
    for (Real& variance : out.variance) variance = std::max(spread / power, prior.flat ? floor : 0);
  return out;
}

NaivePosterior naive_posterior(NaiveFamily family, const NaiveData& data, const Table& r,
                               const NaivePrior& prior) {
  NaivePosterior q;
  q.sticks = prior.sticks;
  const std::vector<Real> counts = naive_counts(data, r);
  Real shape = prior.shape, scale = prior.scale;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    if (!prior.sticks) q.alpha.push_back(prior.concentration + counts[k]);
    if (prior.sticks && k + 1 < counts.size()) {
      q.alpha.push_back(1 + counts[k]);
      q.beta.push_back(prior.concentration);
      for (std::size_t j = k + 1; j < counts.size(); ++j) q.beta[k] += counts[j];
    }
    const NaiveSums s = naive_sums(data, r, k);
    if (family == NaiveFamily::poisson) {
      q.shape.push_back(prior.shape + s.n * s.mean);
      q.scale.push_back(prior.scale + s.n);
      continue;
    }
    const Real strength = prior.strength + s.n, gap = s.mean - prior.mean;
    q.strength.push_back(strength);
    q.mean.push_back((prior.strength * prior.mean + s.n * s.mean) / strength);
    const Real more = s.scatter / 2 + prior.strength * s.n * gap * gap / (2 * strength);
    q.shape.push_back(prior.shape + s.n / 2);
    q.scale.push_back(prior.scale + more);
    shape += s.n / 2;
    scale += more;
  }
  if (family == NaiveFamily::tied_gaussian) {
    q.shape.assign(counts.size(), shape);
    q.scale.assign(counts.size(), scale);
  }
  return q;
}

Real naive_log_prior(NaiveFamily family, const NaivePoint& point, const NaivePrior& prior) {
  const std::size_t components = point.weight.size();
  if (prior.flat && prior.concentration == 1) return 0;
  const Real a0 = prior.concentration;
  Real out = naive_log_gamma(a0 * static_cast<Real>(components));
  for (const Real w : point.weight)
    out += (a0 == 1 ? 0 : (a0 - 1) * std::log(w)) - naive_log_gamma(a0);
  for (std::size_t k = 0; !prior.flat && k < components; ++k) {
    const Real a = prior.shape, b = prior.scale;
    if (family == NaiveFamily::poisson) {
      const Real rate = point.location[k];
      out += a * std::log(b) - naive_log_gamma(a) + (a - 1) * std::log(rate) - b * rate;
      continue;
    }
    const Real v = point.variance[k];
    out += log_gaussian(point.location[k], prior.mean, v / prior.strength);
    if (k == 0 || family == NaiveFamily::gaussian)
      out += a * std::log(b) - naive_log_gamma(a) - (a + 1) * std::log(v) - b / v;
  }
  return out;
}

std::vector<Real> naive_gradient(NaiveFamily family, const NaiveData& data, const NaivePoint& point,
                                 const NaivePrior& prior) {
  const Table r = naive_normalize(data, naive_logits(family, data, point)).r;
  const std::vector<Real> counts = naive_counts(data, r);
  std::vector<Real> out;
  Real total = 0, shared = 0;
  for (const Real n : counts) total += n + (prior.concentration - 1);
  for (std::size_t k = 0; k < counts.size(); ++k) {
    out.push_back(counts[k] + (prior.concentration - 1) - point.weight[k] * total);
    const NaiveSums s = naive_sums(data, r, k);
    const Real at = point.location[k];
    if (family == NaiveFamily::poisson) {
      out.push_back(s.n * s.mean - s.n * at +
                    (prior.flat ? 0 : prior.shape - 1 - prior.scale * at));
      continue;
    }
    const Real v = point.variance[k], sd = std::sqrt(v);
    const Real pull = prior.flat ? 0 : prior.strength * (prior.mean - at);
    out.push_back((s.n * (s.mean - at) + pull) / sd);
    Real slope = ((s.scatter + s.n * (s.mean - at) * (s.mean - at)) / v - s.n) / 2;
    if (!prior.flat) {
      slope += (prior.strength * (prior.mean - at) * (prior.mean - at) / v - 1) / 2;
      if (k == 0 || family == NaiveFamily::gaussian) slope += prior.scale / v - (prior.shape + 1);
    }
    shared += slope;
    if (family == NaiveFamily::gaussian) out.push_back(slope);
  }
  if (family == NaiveFamily::tied_gaussian) out.push_back(shared);
  return out;
}

std::vector<NaivePoint> naive_path(NaiveFamily family, const NaiveData& data, Table r,
                                   const NaivePrior& prior, Real floor, std::size_t iterations) {
  std::vector<NaivePoint> out;
  for (std::size_t t = 0; t < iterations; ++t) {
    out.push_back(naive_maximize(family, data, r, prior, floor));
    r = naive_normalize(data, naive_logits(family, data, out.back())).r;
  }
  return out;
}

}  // namespace varimix::test
