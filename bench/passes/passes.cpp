// One E-pass: of every case, and of every family and covariance on rows of one size.
#include <benchmark/benchmark.h>

#include <cmath>
#include <limits>

#include "passes/pass.hpp"
#include "passes/register.hpp"

namespace varimix::bench {
namespace {

void repeat(benchmark::State& state, Pass&& pass, std::size_t rows) {
  for (auto _ : state) benchmark::DoNotOptimize(pass());
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows));
}

void time_case(benchmark::State& state, const CaseSize& size) {
  const Case& c = drawn(size);
  repeat(state, {c.model(), c.data(), ExpectationMaximization{}, c.start()}, size.rows);
}

const CaseSize kFamilies = {"families", 100'000, 8, 16, Covariance::full};

void time_family(benchmark::State& state, const FamilyPtr& family, const Matrix& x) {
  const Model model(kFamilies.components, family);
  repeat(state,
         {model, Data::view(x), ExpectationMaximization{}, AutomaticStart::random,
          static_cast<std::size_t>(state.range(0))},
         kFamilies.rows);
}

/// Every tenth cell, by the golden ratio's multiples.
Matrix with_gaps(Matrix x) {
  constexpr double kGolden = 0.6180339887498949;
  for (Eigen::Index i = 0; i < x.size(); ++i)
    if (std::fmod(static_cast<double>(i) * kGolden, 1.0) < 0.1)
      x.data()[i] = std::numeric_limits<double>::quiet_NaN();
  return x;
}

Matrix counts_of(const Matrix& x) { return (5 + 2 * x.array()).round().max(0); }

template <typename Change>
void add_family(const std::string& name, const FamilyPtr& family, Change change) {
  const auto run = [family, change](benchmark::State& state) {
    time_family(state, family, change(drawn(kFamilies).x));
  };
  benchmark::RegisterBenchmark(("pass/" + name).c_str(), run)
      ->ArgName("threads")
      ->Arg(1)
      ->Arg(2)
      ->Unit(benchmark::kMillisecond)
      ->UseRealTime();
}

}  // namespace

void register_passes() {
  for (const CaseSize& size : cases())
    benchmark::RegisterBenchmark(("pass/" + size.name).c_str(), time_case, size)
        ->Unit(benchmark::kMillisecond);
  const auto as_is = [](const Matrix& x) { return x; };
  for (const Covariance covariance :
       {Covariance::full, Covariance::diagonal, Covariance::spherical, Covariance::tied})
    add_family("gaussian_" + to_string(covariance), gaussian(covariance), as_is);
  add_family("gaussian_full_a_tenth_missing", gaussian(), with_gaps);
  add_family("gaussian_diagonal_a_tenth_missing", gaussian(Covariance::diagonal), with_gaps);
  add_family("poisson", poisson(), counts_of);
}

}  // namespace varimix::bench
