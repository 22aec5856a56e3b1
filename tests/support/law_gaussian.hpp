// Normal-inverse-gamma distributions of K means and one variance, written down naively, and their
// expectations by summing over a grid: the trapezoidal rule, which for functions as smooth as these
// on the whole line is exact to rounding.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "support/law_numerics.hpp"
#include "varimix/family/gaussian.hpp"

namespace varimix::laws {

inline constexpr double kLogTwoPi = 1.8378770664093454836;

inline double normal_log_density(double x, double mean, double variance) {
  return -0.5 * (kLogTwoPi + std::log(variance) + (x - mean) * (x - mean) / variance);
}
inline double inverse_gamma_log_density(double x, double shape, double scale) {
  return shape * std::log(scale) - std::lgamma(shape) - (shape + 1) * std::log(x) - scale / x;
}

/// mu_k | v ~ N(mean_k, v / strength_k), v ~ inverse gamma(shape, scale). One component stands for
/// every covariance; several share their variance (tied).
struct NaiveConjugate {
  struct Component {
    double mean, strength;
  };
  std::vector<Component> components;
  double shape, scale;

  /// The family's layout: mean, strength, shape, scale for each component.
  std::vector<double> hyperparameters() const {
    std::vector<double> out;
    for (const Component& c : components) out.insert(out.end(), {c.mean, c.strength, shape, scale});
    return out;
  }
  double log_density(const std::vector<double>& means, double variance) const {
    double out = inverse_gamma_log_density(variance, shape, scale);
    for (std::size_t k = 0; k < means.size(); ++k)
      out += normal_log_density(means[k], components[k].mean, variance / components[k].strength);
    return out;
  }

  /// E[g(v)]: over log v, from where exp(-scale / v) underflows to where v^-(shape - 2) has died
  /// out. Step 0.15: the rule's error is exp(-pi^2 / 0.15).
  template <typename Function>
  double over_variance(Function g) const {
    constexpr double kStep = 0.15;
    double sum = 0;
    const double first = std::log(scale / 700), last = std::log(scale) + 45 / (shape - 1);
    for (double s = first; s < last; s += kStep) {
      const double v = std::exp(s);
      sum += kStep * v * std::exp(inverse_gamma_log_density(v, shape, scale)) * g(v);
    }
    return sum;
  }
  /// E[g(means, v)], each mean over nine standard deviations in steps of a quarter.
  template <typename Function>
  double over_all(Function g) const {
    return over_variance([&](double v) {
      std::vector<double> means(components.size());
      return over_means(g, means, v, 0);
    });
  }

 private:
  template <typename Function>
  double over_means(const Function& g, std::vector<double>& means, double v, std::size_t k) const {
    if (k == means.size()) return g(means, v);
    constexpr int kSteps = 36;
    constexpr double kStep = 0.25;
    const double deviation = std::sqrt(v / components[k].strength);
    double sum = 0;
    for (int i = -kSteps; i <= kSteps; ++i) {
      const double z = kStep * i;
      means[k] = components[k].mean + deviation * z;
      sum += kStep * std::exp(-0.5 * (z * z + kLogTwoPi)) * over_means(g, means, v, k + 1);
    }
    return sum;
  }
};

/// A covariance, a posterior q of as many components as it takes to tell it from the others, and a
/// prior p (the same for every component).
struct GaussianCase {
  Covariance covariance;
  NaiveConjugate q, p;

  std::size_t components() const { return q.components.size(); }
  FamilyPtr family() const { return gaussian(covariance); }
  std::vector<double> prior() const {
    return {p.components[0].mean, p.components[0].strength, p.shape, p.scale};
  }
  /// The family's layout of a point: mean, variance for each component.
  static std::vector<double> point(const std::vector<double>& means, double variance) {
    std::vector<double> out;
    for (const double m : means) out.insert(out.end(), {m, variance});
    return out;
  }
};

inline std::vector<GaussianCase> gaussian_cases() {
  const NaiveConjugate q{{{1.3, 4.5}}, 5.5, 7.0}, p{{{0.2, 0.6}}, 2.5, 1.5};
  return {{Covariance::full, q, p},
          {Covariance::diagonal, q, p},
          {Covariance::spherical, q, p},
          {Covariance::tied,
           {{{1.3, 4.5}, {-2.0, 1.5}}, 5.5, 7.0},
           {{{0.2, 0.6}, {0.2, 0.6}}, 2.5, 1.5}}};
}
inline void PrintTo(const GaussianCase& c, std::ostream* out) { *out << to_string(c.covariance); }

}  // namespace varimix::laws
