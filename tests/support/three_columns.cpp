#include "support/three_columns.hpp"

#include <cmath>
#include <random>

#include "support/reference_problems.hpp"

namespace varimix::test {
namespace {

constexpr std::size_t kRows = 120;

/// Nearly normal: twelve uniform numbers less 6.
double bell(std::mt19937_64& random) {
  double sum = -6;
  for (int i = 0; i < 12; ++i) sum += uniform(random);
  return sum;
}

}  // namespace

Data three_columns() {
  std::mt19937_64 random(3);
  std::vector<double> values(3 * kRows);
  for (std::size_t n = 0; n < kRows; ++n) {
    const bool first = n % 3 == 0;
    const double u = bell(random), v = bell(random), w = bell(random);
    values[n] = first ? 10 + u : 14 + 2 * u;
    values[kRows + n] = first ? 0.3 + 0.1 * (u + v) : 0.1 * v;
    values[2 * kRows + n] = first ? -50 + 5 * (v - u + w) : -70 + 10 * (u + 0.5 * w);
  }
  return Data::own(std::move(values), kRows, 3).with_names({"a", "b", "c"});
}

Data three_counts() {
  std::mt19937_64 random(4);
  std::vector<double> values;
  for (std::size_t d = 0; d < 3; ++d)
    for (std::size_t n = 0; n < kRows; ++n) {
      const double rate = n % 3 == 0 ? 2.0 + static_cast<double>(d) : 11.0;
      values.push_back(std::floor(std::max(0.0, rate + std::sqrt(rate) * bell(random) + 0.5)));
    }
  return Data::own(std::move(values), kRows, 3).with_names({"a", "b", "c"});
}

Fit fit_three_columns(Covariance covariance, const Backend& backend) {
  return fit(Model(2, gaussian(covariance)), three_columns(), backend, {.threads = 1});
}

const std::vector<NamedFit>& fits_of_three_columns() {
  static const std::vector<NamedFit> kFits = [] {
    std::vector<NamedFit> out;
    for (const Backend& backend : {em(), map(), vb()}) {
      for (const Covariance covariance :
           {Covariance::full, Covariance::diagonal, Covariance::spherical, Covariance::tied})
        out.push_back({to_string(covariance) + " " + method_name(backend),
                       fit_three_columns(covariance, backend)});
      out.push_back({"poisson " + method_name(backend),
                     fit(Model(2, poisson()), three_counts(), backend, {.threads = 1})});
    }
    return out;
  }();
  return kFits;
}

Data row(const std::vector<double>& values) { return Data::own(values, 1, values.size()); }

}  // namespace varimix::test
