#include "support/reference_problems.hpp"

#include <algorithm>
#include <cmath>

#include "support/reference_data.hpp"

namespace varimix::test {
namespace {

std::vector<double> distinct_values(const Problem& of, std::uint64_t seed) {
  std::vector<double> values;
  for (std::size_t n = 0; n < of.naive.x.size(); ++n)
    if (of.naive.weight[n] > 0 && !std::isnan(of.naive.x[n])) values.push_back(of.naive.x[n]);
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  std::mt19937_64 random(seed);
  for (std::size_t k = 0; k < of.components; ++k) {
    const auto rest = static_cast<double>(values.size() - k);
    std::swap(values[k], values[k + static_cast<std::size_t>(uniform(random) * rest)]);
  }
  values.resize(of.components);
  std::sort(values.begin(), values.end());  // labels count components from small to large
  return values;
}

}  // namespace

Data Problem::data() const {
  std::vector<double> values = naive.x;
  const std::size_t rows = values.size();
  return Data::own(std::move(values), rows, 1).with_weights(naive.weight).with_labels(naive.label);
}

Model Problem::model() const {
  if (family == NaiveFamily::poisson) return Model(components, poisson());
  return Model(components,
               gaussian(family == NaiveFamily::gaussian ? Covariance::full : Covariance::tied));
}

double Problem::total_weight() const {
  Real out = 0;
  for (std::size_t n = 0; n < naive.x.size(); ++n)
    if (!std::isnan(naive.x[n])) out += naive.weight[n];
  return static_cast<double>(out);
}

double Problem::mean() const {
  Real out = 0;
  for (std::size_t n = 0; n < naive.x.size(); ++n)
    if (!std::isnan(naive.x[n])) out += naive.weight[n] * naive.x[n];
  return static_cast<double>(out / total_weight());
}

double Problem::variance() const {
  Real out = 0;
  const Real m = mean();
  for (std::size_t n = 0; n < naive.x.size(); ++n)
    if (!std::isnan(naive.x[n])) out += naive.weight[n] * (naive.x[n] - m) * (naive.x[n] - m);
  return static_cast<double>(out / (total_weight() - 1));
}

Problem problem(const std::string& data, NaiveFamily family, std::size_t components) {
  const char* suffix = family == NaiveFamily::tied_gaussian ? "_tied" : "";
  Problem out{data + suffix + "_K" + std::to_string(components), family, components, {}};
  out.naive.x = data_values(data);
  out.naive.weight = data_frequencies(data);
  out.naive.label.assign(out.naive.x.size(), kLatent);
  return out;
}

std::vector<Problem> all_problems() {
  using enum NaiveFamily;
  return {problem("waiting", gaussian, 2),      problem("waiting", gaussian, 3),
          problem("waiting", tied_gaussian, 2), problem("galaxies_k", gaussian, 3),
          problem("galaxies_k", gaussian, 4),   problem("galaxies_k", tied_gaussian, 4),
          problem("discoveries", poisson, 2),   problem("discoveries", poisson, 3),
          problem("london_times", poisson, 2)};
}

Problem weighted(Problem of) {
  std::mt19937_64 random(20240101);
  of.name += "_weighted";
  for (std::size_t n = 0; n < of.naive.x.size(); ++n)
    of.naive.weight[n] *= n % 9 == 8 ? 0.0 : 0.1 + 2.9 * uniform(random);
  return of;
}

Problem labelled(Problem of) {
  of.name += "_labelled";
  std::vector<double> sorted = of.naive.x;
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t n = 0; n < of.naive.x.size(); n += 4) {
    const auto rank =
        std::lower_bound(sorted.begin(), sorted.end(), of.naive.x[n]) - sorted.begin();
    of.naive.label[n] =
        static_cast<std::int32_t>(static_cast<std::size_t>(rank) * of.components / sorted.size());
  }
  return of;
}

std::vector<Problem> with_weights_and_labels(const Problem& of) {
  return {of, weighted(of), labelled(of), labelled(weighted(of))};
}

double uniform(std::mt19937_64& random) { return static_cast<double>(random() >> 11U) * 0x1p-53; }

std::vector<std::int32_t> random_partition(const Problem& of, std::uint64_t seed) {
  const std::vector<double> centre = distinct_values(of, seed);
  std::vector<std::int32_t> out;
  for (const double x : of.naive.x) {
    std::size_t best = 0;
    for (std::size_t k = 0; k < centre.size(); ++k)
      if (std::abs(x - centre[k]) < std::abs(x - centre[best])) best = k;
    out.push_back(static_cast<std::int32_t>(best));
  }
  return out;
}

Table one_hot(const Problem& of, const std::vector<std::int32_t>& partition) {
  Table out(partition.size(), std::vector<Real>(of.components, 0));
  for (std::size_t n = 0; n < partition.size(); ++n) {
    const std::int32_t known = of.naive.label[n];
    out[n][static_cast<std::size_t>(known >= 0 ? known : partition[n])] = 1;
  }
  return out;
}

Point random_point(const Problem& of, std::uint64_t seed) {
  Point out;
  for (const double centre : distinct_values(of, seed)) {
    out.weights.push_back(1.0 / static_cast<double>(of.components));
    if (of.family == NaiveFamily::poisson) {
      out.parameters.push_back(centre + 0.25);  // a rate of 0 explains nothing but zeros
    } else {
      out.parameters.push_back(centre);
      out.parameters.push_back(of.variance());
    }
  }
  return out;
}

}  // namespace varimix::test
