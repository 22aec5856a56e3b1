// The exact evidence of tiny data against longhand enumeration, and what it bounds.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "varimix/varimix.hpp"

namespace varimix::test {
namespace {

/// Tiny data and a mixture of gaussians (of one column) or poissons for them.
struct Tiny {
  bool gaussian = true;
  std::size_t components = 2;
  bool given_prior = true;  ///< else the default prior
  std::vector<double> x, weight;
  std::vector<std::int32_t> label;

  Data data() const {
    return Data::view(std::span<const double>(x)).with_weights(weight).with_labels(label);
  }
  Model model() const {
    const Model out(components, gaussian ? varimix::gaussian() : poisson());
    if (!given_prior) return out.with_default_prior();
    if (gaussian)
      return out.with_prior({{"mean", 0.5}, {"strength", 0.3}, {"shape", 2}, {"scale", 1.2}})
          .with_weights_prior(WeightsPrior::dirichlet(1.5));
    return out.with_prior({{"shape", 1.4}, {"rate", 0.6}});
  }
  double concentration() const { return gaussian && given_prior ? 1.5 : 1; }
};

enum class Weights { all_one, zero_or_one, up_to_one, up_to_two };

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

struct Sums {
  double weight = 0, first = 0, second = 0, log_factorials = 0;
  void add(double x, double w) {
    weight += w;
    first += w * x;
    second += w * x * x;
    log_factorials += w * std::lgamma(x + 1);
  }
};

/// Mean, and the variance that divides by the weight - 1.
std::pair<double, double> moments(const Tiny& t) {
  Sums all;
  for (std::size_t n = 0; n < t.x.size(); ++n) all.add(t.x[n], t.weight[n]);
  const double mean = all.first / all.weight;
  return {mean, (all.second - all.weight * mean * mean) / (all.weight - 1)};
}

/// log of the normal-inverse-gamma marginal likelihood of the rows of one component.
double gaussian_marginal(const Tiny& t, const Sums& s) {
  const auto [mean, variance] = moments(t);
  const double k = static_cast<double>(t.components);
  const double m0 = t.given_prior ? 0.5 : mean, kappa0 = t.given_prior ? 0.3 : 0.01;
  const double a0 = t.given_prior ? 2 : 1.5, b0 = t.given_prior ? 1.2 : variance / (k * k) / 2;
  const double kappa = kappa0 + s.weight, m = (kappa0 * m0 + s.first) / kappa;
  const double a = a0 + s.weight / 2;
  const double b = b0 + (s.second + kappa0 * m0 * m0 - kappa * m * m) / 2;
  return std::lgamma(a) - std::lgamma(a0) + a0 * std::log(b0) - a * std::log(b) +
         (std::log(kappa0) - std::log(kappa)) / 2 - s.weight / 2 * std::log(2 * std::acos(-1.0));
}

/// The same of gamma and Poisson.
double poisson_marginal(const Tiny& t, const Sums& s) {
  const double shape = t.given_prior ? 1.4 : 1;
  const double rate = t.given_prior ? 0.6 : 1 / moments(t).first;
  return shape * std::log(rate) - std::lgamma(shape) + std::lgamma(shape + s.first) -
         (shape + s.first) * std::log(rate + s.weight) - s.log_factorials;
}

/// log p(x, z): Dirichlet-multinomial times the components' marginal likelihoods.
double log_joint(const Tiny& t, const std::vector<std::size_t>& z) {
  std::vector<Sums> sums(t.components);
  for (std::size_t n = 0; n < z.size(); ++n) sums[z[n]].add(t.x[n], t.weight[n]);
  const double c = t.concentration();
  double out = 0, total = 0;
  for (const Sums& s : sums) {
    out += std::lgamma(c + s.weight) - std::lgamma(c);
    out += t.gaussian ? gaussian_marginal(t, s) : poisson_marginal(t, s);
    total += s.weight;
  }
  const double all = c * static_cast<double>(t.components);
  return out + std::lgamma(all) - std::lgamma(all + total);
}

/// Sums over the components of row n and all behind it; absent rows have one way to be.
double naive_evidence(const Tiny& t, std::vector<std::size_t>& z) {
  const std::size_t n = z.size();
  if (n == t.x.size()) return log_joint(t, z);
  double sum = -HUGE_VAL;
  for (std::size_t k = 0; k < (t.weight[n] > 0 ? t.components : 1); ++k) {
    if (t.weight[n] > 0 && t.label[n] != kLatent && static_cast<std::size_t>(t.label[n]) != k)
      continue;
    z.push_back(k);
    const double term = naive_evidence(t, z);
    z.pop_back();
    const double high = std::max(sum, term);
    sum = high + std::log(std::exp(sum - high) + std::exp(term - high));
  }
  return sum;
}

TEST(ExactEvidence, EqualsLonghandEnumeration) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    const Tiny t = tiny(seed, static_cast<Weights>(seed / 16 % 4));
    std::vector<std::size_t> z;
    const double naive = naive_evidence(t, z);
    EXPECT_NEAR(exact_log_evidence(t.model(), t.data(), 1), naive, 1e-9 * (1 + std::abs(naive)));
  }
}

TEST(ExactEvidence, IsNeverBelowTheBound) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    const Tiny t = tiny(seed, static_cast<Weights>(seed / 16 % 4));
    FitOptions options;
    options.threads = 1;
    const Fit vb = fit(t.model(), t.data(), MeanField{}, options);
    EXPECT_LE(vb.objective, exact_log_evidence(t.model(), t.data(), 1) + 1e-9);
  }
}

TEST(ExactEvidence, OfOneComponentIsTheBoundItself) {
  for (unsigned seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE(seed);
    Tiny t = tiny(seed, static_cast<Weights>(seed / 16 % 4));
    t.components = 1;
    t.label.assign(t.x.size(), kLatent);
    const Fit vb = fit(t.model(), t.data(), MeanField{});
    EXPECT_NEAR(exact_log_evidence(t.model(), t.data(), 1), vb.objective, 1e-9);
  }
}

TEST(ExactEvidence, LikelihoodByEnumerationIsTheFits) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    const Tiny t = tiny(seed, static_cast<Weights>(seed / 16 % 2));
    ExpectationMaximization map;
    map.estimate = ExpectationMaximization::Estimate::posterior_mode;
    FitOptions options;
    options.threads = 1;
    options.max_iterations = 20;
    const Fit made = fit(t.model(), t.data(), map, options);
    EXPECT_NEAR(exact_log_likelihood(made.model, t.data(), made.summary), made.log_likelihood,
                1e-10 * (1 + std::abs(made.log_likelihood)));
  }
}

TEST(ExactEvidence, DoesNotDependOnThreads) {
  const Tiny t = tiny(1, Weights::all_one);
  EXPECT_EQ(exact_log_evidence(t.model(), t.data(), 1), exact_log_evidence(t.model(), t.data(), 3));
}

TEST(ExactEvidence, RefusesAnOpenRowThatStandsForMoreOrLessThanOne) {
  const std::vector<double> x = {1, 2, 4, 7};
  for (const double weight : {0.5, 2.0}) {
    const Data data = Data::view(std::span<const double>(x)).with_weights({1, 1, weight, 1});
    EXPECT_THROW(exact_log_evidence(Model(2, gaussian()), data), std::invalid_argument);
    EXPECT_NO_THROW(
        exact_log_evidence(Model(2, gaussian()), data.with_labels({kLatent, kLatent, 1, kLatent})));
  }
}

TEST(ExactEvidence, RefusesTooManyAssignments) {
  std::vector<double> x(22);
  for (std::size_t n = 0; n < x.size(); ++n) x[n] = static_cast<double>(n * n % 7);
  const Data data = Data::view(std::span<const double>(x));
  EXPECT_THROW(exact_log_evidence(Model(2, gaussian()), data), std::invalid_argument);
}

}  // namespace
}  // namespace varimix::test
