#include "stream_problems.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "varimix/family/poisson.hpp"

namespace varimix::test {
namespace {

using laws::Draws;

struct Component {
  std::vector<double> mean, factor;  ///< [D], [D x D] lower, row-major
};

std::vector<Component> components_of(const Simulated& how, Draws& draws) {
  std::vector<Component> out(how.components);
  for (Component& c : out) {
    for (std::size_t d = 0; d < how.columns; ++d) c.mean.push_back(how.apart * draws.normal());
    c.factor.assign(how.columns * how.columns, 0.0);
    for (std::size_t i = 0; i < how.columns; ++i) {
      for (std::size_t j = 0; j < i; ++j) c.factor[i * how.columns + j] = 0.4 * draws.normal();
      c.factor[i * how.columns + i] = std::exp(0.3 * draws.normal());
    }
  }
  return out;
}

std::vector<std::int32_t> assigned(const Simulated& how, Draws& draws) {
  const auto k = static_cast<double>(how.components);
  std::vector<std::int32_t> out;
  for (std::size_t n = 0; n < how.rows; ++n) {
    double left = draws.uniform() * (k * (k + 3) / 2);
    std::int32_t component = 0;
    for (double share = 2; left > share && component + 1 < static_cast<std::int32_t>(k); ++share)
      left -= share, ++component;
    out.push_back(component);
  }
  if (how.sorted) std::sort(out.begin(), out.end());
  return out;
}

Data counts(std::size_t rows) {
  Draws draws(3);
  std::vector<double> out;
  for (std::size_t n = 0; n < rows; ++n) {
    const double rate = n % 3 == 0 ? 2.0 : n % 3 == 1 ? 8.0 : 20.0;
    double left = std::exp(-rate), count = 0, u = draws.uniform();
    for (; u > left && count < 200; ++count, left *= rate / count) u -= left;
    out.push_back(count);
  }
  return Data::own(out, rows, 1);
}

/// Weights between 0.1 and 3; every ninth row, and some whole blocks, absent.
Data weighted(const Data& data) {
  Draws draws(9);
  std::vector<double> weights;
  for (std::size_t n = 0; n < data.rows(); ++n)
    weights.push_back(n % 9 == 0 || n / 512 % 11 == 4 ? 0.0 : draws.uniform(0.1, 3));
  return data.with_weights(weights);
}

Data labelled(const Simulated& how) {
  std::vector<std::int32_t> labels;
  const Data data = simulated(how, &labels);
  for (std::size_t n = 0; n < labels.size(); ++n)
    if (n % 50 != 0) labels[n] = kLatent;
  return data.with_labels(labels);
}

}  // namespace

Data simulated(const Simulated& how, std::vector<std::int32_t>* components) {
  Draws draws(how.seed);
  const std::vector<Component> from = components_of(how, draws);
  const std::vector<std::int32_t> assignment = assigned(how, draws);
  std::vector<double> values(how.rows * how.columns), z(how.columns);
  for (std::size_t n = 0; n < how.rows; ++n) {
    const Component& c = from[static_cast<std::size_t>(assignment[n])];
    for (double& x : z) x = draws.normal();
    for (std::size_t i = 0; i < how.columns; ++i) {
      double x = how.offset + c.mean[i];
      for (std::size_t j = 0; j <= i; ++j) x += c.factor[i * how.columns + j] * z[j];
      const bool gone = how.missing > 0 && draws.uniform() < how.missing;
      values[i * how.rows + n] = gone ? std::numeric_limits<double>::quiet_NaN() : x;
    }
  }
  if (components != nullptr) *components = assignment;
  return Data::own(std::move(values), how.rows, how.columns);
}

std::vector<StreamProblem> stream_problems() {
  using enum Covariance;
  const auto gaussians = [](Covariance covariance, std::size_t components = 4) {
    return Model(components, gaussian(covariance));
  };
  const Data plain = simulated({});
  const Model sticks =
      gaussians(full, 6).with_weights_prior(WeightsPrior::stick_breaking(1)).with_default_prior();
  return {{"full_em", gaussians(full), plain, em()},
          {"full_map", gaussians(full), plain, map()},
          {"full_vb", gaussians(full), plain, vb()},
          {"full_vb_point", gaussians(full), plain, vb_point()},
          {"full_em_sorted", gaussians(full), simulated({.sorted = true}), em()},
          {"full_vb_missing", gaussians(full), simulated({.missing = 0.15}), vb()},
          {"full_em_overlapping", gaussians(full), simulated({.apart = 1}), em()},
          {"full_em_labelled", gaussians(full), labelled({.apart = 1.5}), em()},
          {"full_vb_sticks", sticks, plain, vb()},
          {"full_em_far_from_0", gaussians(full), simulated({.offset = 1e8}), em()},
          {"tied_vb_point_weighted", gaussians(tied), weighted(plain), vb_point()},
          {"diagonal_map_weighted", gaussians(diagonal), weighted(plain), map()},
          {"diagonal_em_missing", gaussians(diagonal), simulated({.missing = 0.2}), em()},
          {"spherical_vb_sorted", gaussians(spherical), simulated({.sorted = true}), vb()},
          {"one_column_em", gaussians(full, 3), simulated({.columns = 1, .components = 3}), em()},
          {"poisson_em", Model(3, poisson()), counts(60000), em()},
          {"poisson_vb_weighted", Model(3, poisson()), weighted(counts(60000)), vb()}};
}

double lacking(const Fit& batch, const Fit& stream) {
  return (batch.objective - stream.objective) / batch.total_weight;
}

}  // namespace varimix::test
