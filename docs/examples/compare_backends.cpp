// One model, five ways to infer it: three Gaussians for the velocities of 82 galaxies, by direct
// maximum likelihood, EM, MAP and variational Bayes with a point mass and with conjugate factors.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <vector>

#include "varimix/varimix.hpp"

namespace {

/// In 1000 km/s, from [Roeder1990] (docs/bibliography.md).
constexpr std::array<double, 82> kVelocities = {
    9.172,  9.350,  9.483,  9.558,  9.775,  10.227, 10.406, 16.084, 16.170, 18.419, 18.552, 18.600,
    18.927, 19.052, 19.070, 19.330, 19.343, 19.349, 19.440, 19.473, 19.529, 19.541, 19.547, 19.663,
    19.846, 19.856, 19.863, 19.914, 19.918, 19.973, 19.989, 20.166, 20.175, 20.179, 20.196, 20.215,
    20.221, 20.415, 20.629, 20.795, 20.821, 20.846, 20.875, 20.986, 21.137, 21.492, 21.701, 21.814,
    21.921, 21.960, 22.185, 22.209, 22.242, 22.249, 22.314, 22.374, 22.495, 22.746, 22.747, 22.888,
    22.914, 23.206, 23.241, 23.263, 23.484, 23.538, 23.542, 23.666, 23.706, 23.711, 24.129, 24.285,
    24.289, 24.366, 24.717, 24.990, 25.633, 26.690, 26.995, 32.065, 32.789, 34.279};

/// The largest gap between the means of two fits.
double gap(const varimix::Fit& a, const varimix::Fit& b) {
  double out = 0;
  for (std::size_t k = 0; k < a.components(); ++k)
    out = std::max(out, std::abs(a.mean(k)[0] - b.mean(k)[0]));
  return out;
}

}  // namespace

int main() {
  using varimix::ExpectationMaximization, varimix::MaximumLikelihood, varimix::MeanField;
  const varimix::Data data = varimix::Data::view(kVelocities).with_names({"velocity"});
  const varimix::Model model(3, varimix::gaussian());

  const std::array<varimix::Backend, 5> backends = {
      MaximumLikelihood{}, ExpectationMaximization{},
      ExpectationMaximization{.estimate = ExpectationMaximization::Estimate::posterior_mode},
      MeanField{.factor = MeanField::Factor::point_mass}, MeanField{}};

  std::vector<varimix::Fit> fits;
  for (const varimix::Backend& backend : backends) {
    fits.push_back(fit(model, data, backend));
    const varimix::Fit& f = fits.back();
    std::printf("%-9s %-14s %9.4f nats after %2zu iterations, means %7.4f %7.4f %7.4f\n",
                method_name(backend).c_str(), f.objective_name().c_str(), f.objective, f.iterations,
                f.mean(0)[0], f.mean(1)[0], f.mean(2)[0]);
  }

  const varimix::Fit& vb = fits.back();
  std::printf("\nvb: 95 %% of the posterior probability\n");
  for (std::size_t k = 0; k < vb.components(); ++k) {
    std::printf("component %zu:", k + 1);
    for (const varimix::Marginal& m : vb.marginals(k)) {
      const varimix::Interval interval = m.interval(0.95);
      std::printf("  %s %.3f to %.3f", m.name.c_str(), interval.lower, interval.upper);
    }
    std::printf("\n");
  }

  const bool converged =
      std::all_of(fits.begin(), fits.end(), [](const varimix::Fit& f) { return f.converged(); });
  const bool two_routes_meet = gap(fits[1], fits[3]) < 1e-9;
  const bool one_maximum = gap(fits[0], fits[1]) < 1e-2;
  if (converged && two_routes_meet && one_maximum) return 0;
  std::fprintf(stderr, "compare_backends: converged %d, em is vb-point %d, em is ml %d\n",
               converged, two_routes_meet, one_maximum);
  return 1;
}
