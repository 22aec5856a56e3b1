#include "tiny_mixture.hpp"

#include <random>
#include <utility>

namespace varimix::test {
namespace {

/// Mean, and the variance that divides by the weight - 1.
std::pair<double, double> moments(const Tiny& t) {
  Sums all;
  for (std::size_t n = 0; n < t.x.size(); ++n) all.add(t.x[n], t.weight[n]);
  const double mean = all.first / all.weight;
  return {mean, (all.second - all.weight * mean * mean) / (all.weight - 1)};
}

/// log of the normal-inverse-gamma marginal likelihood of the rows of one component.
double gaussian_marginal(const Tiny& t, const Sums& s) {
  const Conjugate p = prior_of(t), q = posterior_of(t, s);
  return std::lgamma(q.a) - std::lgamma(p.a) + p.a * std::log(p.b) - q.a * std::log(q.b) +
         (std::log(p.kappa) - std::log(q.kappa)) / 2 - s.weight / 2 * std::log(2 * std::acos(-1.0));
}

/// The same of gamma and Poisson.
double poisson_marginal(const Tiny& t, const Sums& s) {
  const Conjugate p = prior_of(t), q = posterior_of(t, s);
  return p.a * std::log(p.b) - std::lgamma(p.a) + std::lgamma(q.a) - q.a * std::log(q.b) -
         s.log_factorials;
}

void assign_from(const Tiny& t, std::vector<std::size_t>& z,
                 const std::function<void(const std::vector<std::size_t>&)>& visit) {
  const std::size_t n = z.size();
  if (n == t.x.size()) return visit(z);
  for (std::size_t k = 0; k < (t.weight[n] > 0 ? t.components : 1); ++k) {
    if (t.weight[n] > 0 && t.label[n] != kLatent && static_cast<std::size_t>(t.label[n]) != k)
      continue;
    z.push_back(k);
    assign_from(t, z, visit);
    z.pop_back();
  }
}

}  // namespace

Data Tiny::data() const {
  return Data::view(std::span<const double>(x)).with_weights(weight).with_labels(label);
}

Model Tiny::model() const {
  const Model out(components, gaussian ? varimix::gaussian() : poisson());
  if (!given_prior) return out.with_default_prior();
  if (gaussian)
    return out.with_prior({{"mean", 0.5}, {"strength", 0.3}, {"shape", 2}, {"scale", 1.2}})
        .with_weights_prior(WeightsPrior::dirichlet(1.5));
  return out.with_prior({{"shape", 1.4}, {"rate", 0.6}});
}

Tiny tiny(unsigned seed, Weights weights) {
  std::mt19937 random(seed);
  const auto draw = [&](int below) { return static_cast<int>(random() % unsigned(below)); };
  Tiny out;
  out.gaussian = seed % 2 == 0;
  out.components = 2 + static_cast<std::size_t>(seed / 2 % 2);
  out.given_prior = seed / 4 % 2 == 0;
  const int rows = 4 + draw(out.components == 2 ? 5 : 3);
  for (int n = 0; n < rows; ++n) {
    out.x.push_back(out.gaussian ? 0.01 * draw(600) + n % 2 * 3 : draw(9) + n % 2);
    const double choice = draw(4);
    double w = 1;
    if (n >= 3 && weights == Weights::zero_or_one) w = choice > 0 ? 1 : 0;
    if (n >= 3 && weights == Weights::up_to_one) w = choice / 3;
    if (n >= 3 && weights == Weights::up_to_two) w = choice * 2 / 3;
    out.weight.push_back(w);
    out.label.push_back(seed / 8 % 2 == 0 || draw(3) > 0 ? kLatent
                                                         : draw(static_cast<int>(out.components)));
    // Only a row whose component is known may weigh anything but 0 and 1.
    const bool any_weight = weights == Weights::up_to_one || weights == Weights::up_to_two;
    if (any_weight && out.label.back() == kLatent) out.weight.back() = 1;
  }
  return out;
}

Tiny tiny(unsigned seed) { return tiny(seed, static_cast<Weights>(seed / 16 % 4)); }

void Sums::add(double x, double w) {
  weight += w;
  first += w * x;
  second += w * x * x;
  log_factorials += w * std::lgamma(x + 1);
}

std::vector<Sums> sums_of(const Tiny& t, const std::vector<std::size_t>& z) {
  std::vector<Sums> sums(t.components);
  for (std::size_t n = 0; n < z.size(); ++n) sums[z[n]].add(t.x[n], t.weight[n]);
  return sums;
}

Conjugate prior_of(const Tiny& t) {
  const auto [mean, variance] = moments(t);
  const double k = static_cast<double>(t.components);
  if (!t.gaussian) return t.given_prior ? Conjugate{0, 1, 1.4, 0.6} : Conjugate{0, 1, 1, 1 / mean};
  if (t.given_prior) return {0.5, 0.3, 2, 1.2};
  return {mean, 0.01, 1.5, variance / (k * k) / 2};
}

Conjugate posterior_of(const Tiny& t, const Sums& s) {
  const Conjugate p = prior_of(t);
  if (!t.gaussian) return {0, 1, p.a + s.first, p.b + s.weight};
  const double kappa = p.kappa + s.weight, m = (p.kappa * p.m + s.first) / kappa;
  return {m, kappa, p.a + s.weight / 2, p.b + (s.second + p.kappa * p.m * p.m - kappa * m * m) / 2};
}

double log_joint(const Tiny& t, const std::vector<std::size_t>& z) {
  const double c = t.concentration();
  double out = 0, total = 0;
  for (const Sums& s : sums_of(t, z)) {
    out += std::lgamma(c + s.weight) - std::lgamma(c);
    out += t.gaussian ? gaussian_marginal(t, s) : poisson_marginal(t, s);
    total += s.weight;
  }
  const double all = c * static_cast<double>(t.components);
  return out + std::lgamma(all) - std::lgamma(all + total);
}

void for_each_assignment(const Tiny& t,
                         const std::function<void(const std::vector<std::size_t>& z)>& visit) {
  std::vector<std::size_t> z;
  assign_from(t, z, visit);
}

void LogSum::add(double term) {
  if (term > high_) {
    sum_ *= std::exp(high_ - term);
    high_ = term;
  }
  sum_ += std::exp(term - high_);
}

double LogSum::value() const { return high_ + std::log(sum_); }

}  // namespace varimix::test
