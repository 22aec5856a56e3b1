// The mixtures most tests are about: a data set, a family and K, with weights and labels on demand,
// both as the library takes them and as the naive twins do.
#pragma once

#include <ostream>
#include <random>
#include <string>
#include <vector>

#include "support/naive_mixture.hpp"
#include "varimix/fit.hpp"

namespace varimix::test {

struct Problem {
  std::string name;  ///< letters, digits and _ only
  NaiveFamily family = NaiveFamily::gaussian;
  std::size_t components = 2;
  NaiveData naive;

  Data data() const;
  Model model() const;
  /// sum of the weights of the rows that take part, and the variance with divisor sum - 1.
  double total_weight() const;
  double variance() const;
  double mean() const;
  /// Below this no variance may fall under a flat prior, and no rate.
  Real floor() const { return 1e-8L * (family == NaiveFamily::poisson ? mean() : variance()); }
};

inline void PrintTo(const Problem& problem, std::ostream* out) { *out << problem.name; }
/// For INSTANTIATE_TEST_SUITE_P.
struct ProblemName {
  template <typename Info>
  std::string operator()(const Info& info) const {
    return info.param.name;
  }
};

/// `data`: a name known to data_values().
Problem problem(const std::string& data, NaiveFamily family, std::size_t components);
/// waiting, galaxies and both sets of counts; Gaussian, tied and Poisson; K = 2 ... 4.
std::vector<Problem> all_problems();
/// The same with weights between 0.1 and 3, every ninth row absent.
Problem weighted(Problem of);
/// The same with every fourth row's component known.
Problem labelled(Problem of);
/// plain, weighted, labelled, both.
std::vector<Problem> with_weights_and_labels(const Problem& of);

/// Uniform on [0, 1): the same on every platform.
double uniform(std::mt19937_64& random);
/// K of the data's distinct values drawn at random, every row with the nearest.
std::vector<std::int32_t> random_partition(const Problem& of, std::uint64_t seed);
/// One-hot rows of a partition; known labels prevail.
Table one_hot(const Problem& of, const std::vector<std::int32_t>& partition);
/// K of the data's distinct values as means or rates, the data's own variance, equal weights.
Point random_point(const Problem& of, std::uint64_t seed);

/// The default prior, and any prior that a model resolves to, as the naive twins take it.
NaivePrior default_prior(const Problem& of);
Model with_prior(const Problem& of, const NaivePrior& prior);

NaivePoint to_naive(NaiveFamily family, const Belief& point);
NaivePosterior to_naive_posterior(NaiveFamily family, const Belief& posterior);

/// The largest of: gaps of means in standard deviations of the component (rates: in square roots of
/// the rate), gaps of variances and weights relative. A component of weight 0 on
/// both sides has no parameters.
double gap(const NaivePoint& a, const NaivePoint& b);

/// A fit on one thread, by plain iterations; tolerance 0 runs all of them.
Fit run(const Model& model, const Data& data, const Backend& backend, Start start,
        std::size_t iterations, double tolerance = 0);
Backend em();
Backend hard_em();
Backend map();
Backend vb();
Backend vb_point();

}  // namespace varimix::test
