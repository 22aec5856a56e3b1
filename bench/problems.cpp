#include "problems.hpp"

#include <array>
#include <random>

#include "data/old_faithful.hpp"

namespace varimix::bench {
namespace {

Data column(std::vector<double> values) {
  const std::size_t rows = values.size();
  return Data::own(std::move(values), rows, 1);
}

constexpr std::uint64_t kSeed = 20240;

std::vector<double> three_gaussians(std::size_t rows, std::mt19937_64& generator) {
  constexpr std::array<double, 3> means = {-3.0, 0.0, 4.0}, deviations = {1.0, 0.7, 1.5};
  std::discrete_distribution<std::size_t> component({0.3, 0.3, 0.4});
  std::normal_distribution<double> normal;
  std::vector<double> out(rows);
  for (double& x : out) {
    const std::size_t k = component(generator);
    x = means[k] + deviations[k] * normal(generator);
  }
  return out;
}

std::vector<double> two_poissons(std::size_t rows, std::mt19937_64& generator) {
  std::bernoulli_distribution second(0.4);
  std::poisson_distribution<int> low(2.0), high(9.0);
  std::vector<double> out(rows);
  for (double& x : out) x = second(generator) ? high(generator) : low(generator);
  return out;
}

}  // namespace

Problem waiting() {
  std::vector<double> train, held_out;
  std::size_t n = 0;
  for (const double minutes : internal::old_faithful_waiting())
    (n++ % 5 == 0 ? held_out : train).push_back(minutes);
  return {"waiting", Model(2, gaussian()), column(std::move(train)), column(std::move(held_out))};
}

Problem simulated_gaussian(std::size_t rows) {
  std::mt19937_64 generator(kSeed);
  Data train = column(three_gaussians(rows, generator));
  return {"gaussian", Model(3, gaussian()), std::move(train),
          column(three_gaussians(rows / 10, generator))};
}

Problem simulated_poisson(std::size_t rows) {
  std::mt19937_64 generator(kSeed);
  Data train = column(two_poissons(rows, generator));
  return {"poisson", Model(2, poisson()), std::move(train),
          column(two_poissons(rows / 10, generator))};
}

}  // namespace varimix::bench
