// Tiny data, a mixture for them, and what enumeration says of both: longhand, raw sums and all.
#pragma once

#include <cmath>
#include <functional>
#include <vector>

#include "varimix/varimix.hpp"

namespace varimix::test {

/// Tiny data and a mixture of gaussians (of one column) or poissons for them.
struct Tiny {
  bool gaussian = true;
  std::size_t components = 2;
  bool given_prior = true;  ///< else the default prior
  std::vector<double> x, weight;
  std::vector<std::int32_t> label;

  Data data() const;
  Model model() const;
  double concentration() const { return gaussian && given_prior ? 1.5 : 1; }
};

enum class Weights { all_one, zero_or_one, up_to_one, up_to_two };

/// As many different ones as there are seeds; every second one gaussian. 64 seeds in a row go
/// through all kinds of weights.
Tiny tiny(unsigned seed, Weights weights);
Tiny tiny(unsigned seed);

struct Sums {
  double weight = 0, first = 0, second = 0, log_factorials = 0;
  void add(double x, double w);
};
/// The sums of the rows of each component.
std::vector<Sums> sums_of(const Tiny& t, const std::vector<std::size_t>& z);

/// A normal-inverse-gamma (m, kappa, a, b), or a gamma (shape a, rate b).
struct Conjugate {
  double m = 0, kappa = 1, a = 1, b = 1;
};
Conjugate prior_of(const Tiny& t);
Conjugate posterior_of(const Tiny& t, const Sums& s);

/// log p(x, z): Dirichlet-multinomial times the components' marginal likelihoods.
double log_joint(const Tiny& t, const std::vector<std::size_t>& z);

/// Every assignment of rows to components. Labelled rows have their label, and absent rows one way
/// to be.
void for_each_assignment(const Tiny& t,
                         const std::function<void(const std::vector<std::size_t>& z)>& visit);

/// log sum exp, grown term by term.
class LogSum {
 public:
  void add(double term);
  double value() const;

 private:
  double high_ = -HUGE_VAL, sum_ = 0;
};

}  // namespace varimix::test
