// The Gaussian's conjugate update from statistics of real rows, by Bayes' rule and in pieces.
#include <gtest/gtest.h>

#include "support/law_gaussian.hpp"
#include "support/law_statistics.hpp"

namespace varimix::laws {
namespace {

constexpr std::size_t kRows = 40;

std::vector<double> some_values(std::size_t columns) {
  Draws draws(21);
  std::vector<double> out;
  for (std::size_t i = 0; i < kRows * columns; ++i) out.push_back(3 + 2 * draws.normal());
  return out;
}

class GaussianPosterior : public ::testing::TestWithParam<GaussianCase> {
 protected:
  const GaussianCase& c = GetParam();
  const std::size_t components = c.components();
  const Pass pass{Data::own(some_values(1), kRows, 1), c.family()};
  const ConjugateRules& rules = *pass.family().conjugate_rules();

  std::vector<double> posterior(const Statistics& s, const std::vector<double>& prior) const {
    std::vector<double> out(s.components * pass.family().sizes().posterior);
    rules.posterior(s, prior, out);
    return out;
  }
  NaiveConjugate named(const std::vector<double>& q) const {
    NaiveConjugate out{{}, q[2], q[3]};
    for (std::size_t k = 0; k < components; ++k) out.components.push_back({q[4 * k], q[4 * k + 1]});
    return out;
  }
  /// sum_nk r_nk log N(x_n | mu_k, v)
  double log_likelihood(const std::vector<double>& r, const std::vector<double>& means,
                        double v) const {
    double sum = 0;
    for (std::size_t n = 0; n < kRows; ++n)
      for (std::size_t k = 0; k < components; ++k)
        sum += r[n * components + k] * normal_log_density(pass.data().value(n, 0), means[k], v);
    return sum;
  }
};
INSTANTIATE_TEST_SUITE_P(, GaussianPosterior, ::testing::ValuesIn(gaussian_cases()),
                         [](const auto& of) { return to_string(of.param.covariance); });

// log posterior - log prior - log likelihood is the same at every parameter.
TEST_P(GaussianPosterior, IsBayesRule) {
  Draws draws(22);
  const std::vector<double> r = soft_assignment(kRows, components, draws);
  const NaiveConjugate q = named(posterior(pass.assigned(components, r), c.prior()));
  double first = 0;
  for (int i = 0; i < 30; ++i) {
    std::vector<double> means;
    for (std::size_t k = 0; k < components; ++k) means.push_back(draws.uniform(0, 6));
    const double v = std::exp(draws.uniform(-1, 3)), likelihood = log_likelihood(r, means, v);
    const double constant = c.p.log_density(means, v) + likelihood - q.log_density(means, v);
    if (i == 0) first = constant;
    EXPECT_NEAR(constant, first, within(kSpecial, likelihood));
  }
}

// Rows of one component, one after the other: what was the posterior becomes the prior.
TEST_P(GaussianPosterior, InTwoHalvesEqualsAtOnce) {
  Draws draws(23);
  std::vector<double> half(kRows), other(kRows);
  for (std::size_t n = 0; n < kRows; ++n) {
    half[n] = draws.uniform();
    other[n] = 1 - half[n];
  }
  const auto once = posterior(pass.assigned(1, std::vector<double>(kRows, 1.0)), c.prior());
  const auto twice =
      posterior(pass.assigned(1, other), posterior(pass.assigned(1, half), c.prior()));
  for (std::size_t i = 0; i < once.size(); ++i)
    EXPECT_NEAR(once[i], twice[i], within(8 * kAlgebra, once[i])) << "entry " << i;
}

// log m(x_1 ... x_n) is the sum of the predictives, and Bayes' identity at any parameter.
TEST_P(GaussianPosterior, PredictivesMultiplyToTheEvidence) {
  std::vector<double> q = c.prior();
  double chained = 0;
  for (std::size_t n = 0; n < kRows; ++n) {
    const double x = pass.data().value(n, 0);
    const Block row{.rows = 1, .columns = 1, .values = &x, .stride = 1};
    double logit = 0;
    rules.log_predictive(row, 1, q, &logit, 1);
    chained += logit;
    std::vector<double> only(kRows, 0.0);
    only[n] = 1;
    q = posterior(pass.assigned(1, only), q);
  }
  const NaiveConjugate after{{{q[0], q[1]}}, q[2], q[3]};
  const NaiveConjugate before{{c.p.components[0]}, c.p.shape, c.p.scale};
  const std::vector<double> mean = {2.5};
  double likelihood = 0;
  for (std::size_t n = 0; n < kRows; ++n)
    likelihood += normal_log_density(pass.data().value(n, 0), mean[0], 4.0);
  EXPECT_NEAR(chained, before.log_density(mean, 4.0) + likelihood - after.log_density(mean, 4.0),
              within(kSpecial, likelihood));
}

TEST_P(GaussianPosterior, OfAComponentWithoutRowsIsThePrior) {
  const Statistics none = pass.assigned(1, std::vector<double>(kRows, 0.0));
  EXPECT_EQ(posterior(none, c.prior()), c.prior());
}

TEST_P(GaussianPosterior, DescribesAndReadsItselfBack) {
  const std::vector<double> q = c.q.hyperparameters();
  const std::vector<double> back = rules.read(rules.describe(components, q));
  EXPECT_EQ(back, q);
}

/// All that the diagonal Gaussian says of one component over some columns of the same rows.
struct Said {
  std::vector<double> posterior;
  double divergence, log_density, expected, predictive;
};
Said said_of(const std::vector<double>& values, const std::vector<double>& prior,
             const std::vector<double>& theta, const std::vector<double>& x) {
  const Pass pass(Data::own(values, kRows, x.size()), gaussian(Covariance::diagonal));
  const ConjugateRules& rules = *pass.family().conjugate_rules();
  std::vector<double> q(prior.size()), scorers(pass.family().sizes().scorer);
  rules.posterior(pass.assigned(1, std::vector<double>(kRows, 1.0)), prior, q);
  rules.expect(1, q, scorers);
  const Block row{.rows = 1, .columns = x.size(), .values = x.data(), .stride = 1};
  double expected = 0, predictive = 0;
  pass.family().score(row, 1, scorers.data(), &expected, 1);
  rules.log_predictive(row, 1, q, &predictive, 1);
  return {q, rules.divergence(1, q, prior), rules.log_density(1, theta, prior), expected,
          predictive};
}

TEST(DiagonalGaussian, OverTwoColumnsIsTheProduct) {
  const std::vector<double> all = some_values(2);
  const std::vector<double> a(all.begin(), all.begin() + kRows), b(all.begin() + kRows, all.end());
  const Said both =
      said_of(all, {0.2, 0.6, 2.5, 1.5, 4.0, 2.0, 3.5, 0.5}, {1.0, 2.0, -1.0, 0.5}, {1.5, -2.0});
  const Said one = said_of(a, {0.2, 0.6, 2.5, 1.5}, {1.0, 2.0}, {1.5});
  const Said two = said_of(b, {4.0, 2.0, 3.5, 0.5}, {-1.0, 0.5}, {-2.0});
  std::vector<double> joined = one.posterior;
  joined.insert(joined.end(), two.posterior.begin(), two.posterior.end());
  for (std::size_t i = 0; i < joined.size(); ++i)
    EXPECT_NEAR(both.posterior[i], joined[i], within(kAlgebra, joined[i])) << "entry " << i;
  for (double Said::*number :
       {&Said::divergence, &Said::log_density, &Said::expected, &Said::predictive}) {
    const double sum = one.*number + two.*number;
    EXPECT_NEAR(both.*number, sum, within(kAlgebra, sum));
  }
}

}  // namespace
}  // namespace varimix::laws
