// The same bits for any number of threads: trace, parameters, responsibilities, the automatic start
// included.
#include <gtest/gtest.h>

#include <cmath>

#include "support/reference_problems.hpp"

namespace varimix::test {
namespace {

constexpr std::size_t kRows = 20000;  // forty blocks of 512, each a leaf of the merge tree

std::vector<double> simulated(NaiveFamily family) {
  std::mt19937_64 random(17);
  std::vector<double> out;
  for (std::size_t n = 0; n < kRows; ++n) {
    const double k = std::floor(3 * uniform(random));
    if (family == NaiveFamily::poisson) {
      double left = std::exp(-(1 + 4 * k)), count = 0, u = uniform(random);
      for (; u > left; ++count, left *= (1 + 4 * k) / count) u -= left;
      out.push_back(count);
    } else {
      const double radius = std::sqrt(-2 * std::log(1 - uniform(random)));
      out.push_back(3.1 * k + radius * std::cos(6.283185307179586 * uniform(random)));
    }
  }
  return out;
}

struct Setting {
  std::string name;
  NaiveFamily family;
  Backend backend;
  bool weights_and_labels = false;
};
void PrintTo(const Setting& setting, std::ostream* out) { *out << setting.name; }

class Threads : public testing::TestWithParam<Setting> {};

Data data_of(const Setting& setting) {
  const Data data = Data::own(simulated(setting.family), kRows, 1);
  if (!setting.weights_and_labels) return data;
  std::mt19937_64 random(5);
  std::vector<double> weights;
  std::vector<std::int32_t> labels;
  for (std::size_t n = 0; n < kRows; ++n) {
    weights.push_back(n % 7 == 0 ? 0.0 : uniform(random));
    labels.push_back(n % 50 == 0 ? static_cast<std::int32_t>(n / 50 % 3) : kLatent);
  }
  return data.with_weights(weights).with_labels(labels);
}

TEST_P(Threads, DoNotChangeABit) {
  const Setting& setting = GetParam();
  const Data data = data_of(setting);
  const Model model(3, setting.family == NaiveFamily::poisson ? poisson() : gaussian());
  FitOptions options;
  options.max_iterations = 6;
  options.tolerance = 0;
  options.seed = 42;
  options.restarts = 2;
  options.threads = 1;
  const Fit one = fit(model, data, setting.backend, options);
  for (const std::size_t threads : {2U, 3U, 8U}) {
    options.threads = threads;
    const Fit many = fit(model, data, setting.backend, options);
    EXPECT_EQ(many.trace, one.trace) << threads;
    EXPECT_EQ(many.summary.weights, one.summary.weights) << threads;
    EXPECT_EQ(many.summary.parameters, one.summary.parameters) << threads;
    EXPECT_EQ(many.log_likelihood, one.log_likelihood) << threads;
    if (const Posterior* q = std::get_if<Posterior>(&one.belief)) {
      EXPECT_EQ(std::get<Posterior>(many.belief).hyperparameters, q->hyperparameters) << threads;
    }
    EXPECT_EQ(responsibilities(many, data), responsibilities(one, data)) << threads;
  }
}

std::vector<Setting> settings() {
  using enum NaiveFamily;
  return {{"gaussian_em", gaussian, em()},
          {"gaussian_vb_weighted_labelled", gaussian, vb(), true},
          {"gaussian_ml", gaussian, MaximumLikelihood{}},
          {"poisson_em_weighted_labelled", poisson, em(), true},
          {"poisson_vb", poisson, vb()},
          {"poisson_vb_point", poisson, vb_point()}};
}

INSTANTIATE_TEST_SUITE_P(Settings, Threads, testing::ValuesIn(settings()), ProblemName{});

TEST(Threads, RunTheObserverOnTheCallersThreadAndLetItsExceptionsOut) {
  const Data data = Data::own(simulated(NaiveFamily::gaussian), kRows, 1);
  FitOptions options;
  options.threads = 3;
  options.observer = [](const Iteration&) -> Verdict { throw std::runtime_error("enough"); };
  EXPECT_THROW(fit(Model(2, gaussian()), data, em(), options), std::runtime_error);
}

}  // namespace
}  // namespace varimix::test
