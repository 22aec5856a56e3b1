// Figures 10.6 and 10.7 of Bishop 2006 on faithful_std: the bound of one, two and six components.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "support/gaussian_problems.hpp"
#include "support/gaussian_references.hpp"
#include "support/reference_data.hpp"

namespace varimix::test {
namespace {

using nlohmann::json;

TEST(BishopsFigures, AreOurs) {
  const json reference = reference_json("variational.json")["prml_faithful"];
  for (const double concentration : {1.0, 1e-3}) {
    const json& expected = reference[concentration == 1 ? "K2_alpha1" : "K2_alpha0.001"];
    const GaussianProblem p = gaussian_problem("faithful_std", "waiting<67", Covariance::full, 2);
    const Fit fit = run(with_prior(p, bishop_prior(p, concentration)), p.data(), vb(),
                        start_from_partition(p), 40);
    for (std::size_t t = 0; t < expected["elbo_trace"].size(); ++t)
      EXPECT_LT(relative_gap(fit.trace[t], expected["elbo_trace"][t].get<double>()), 1e-8);
    EXPECT_LT(relative_gap(fit.objective, expected["elbo"].get<double>()), 1e-10);
    EXPECT_LT(gap(posterior_of(fit), posterior_from(expected)), 1e-8);
    for (std::size_t k = 0; k < 2; ++k)
      EXPECT_NEAR(fit.summary.weights[k], expected["weights_mean"][k].get<double>(), 1e-8);
  }
}

TEST(BishopsFigures, BeginWithTheExactEvidenceOfOneComponent) {
  GaussianProblem p = gaussian_problem("faithful_std", "waiting<67", Covariance::full, 1);
  p.partition.assign(p.partition.size(), 0);
  const Fit fit =
      run(with_prior(p, bishop_prior(p, 1)), p.data(), vb(), start_from_partition(p), 1);
  EXPECT_LT(relative_gap(fit.objective, -560.6846287586), 1e-10);
  const json reference = reference_json("variational.json")["one_component"]["niw_faithful"];
  GaussianProblem minutes = gaussian_problem("faithful", "waiting<67", Covariance::full, 1);
  minutes.partition = p.partition;
  NaiveGaussianPrior prior = bishop_prior(minutes, 1);
  prior.mean << 3.5, 70;
  prior.strength = 0.1L;
  prior.dof = 3;
  prior.scatter << 1, 0, 0, 150;
  const Fit one =
      run(with_prior(minutes, prior), minutes.data(), vb(), start_from_partition(minutes), 1);
  EXPECT_LT(relative_gap(one.objective, reference["log_evidence"].get<double>()), 1e-10);
}

// Figure 10.6: of six components with a sparse Dirichlet prior the data keep two, wherever the fit
// begins.
TEST(BishopsFigures, KeepTwoOfSixComponentsFromTwentySeeds) {
  const GaussianProblem p = gaussian_problem("faithful_std", "waiting<67", Covariance::full, 6);
  const Model model = p.model()
                          .with_prior({{"mean", 0}, {"strength", 1}, {"dof", 2}, {"scatter", 1}})
                          .with_weights_prior(WeightsPrior::dirichlet(1e-3));
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Fit found = fit(model, p.data(), vb(), {.seed = seed, .threads = 1});
    EXPECT_EQ((found.weights().array() > 0.01).count(), 2) << "seed " << seed;
    EXPECT_GT(found.objective, -443) << "seed " << seed;  // reference: -442.34397575519
  }
}

}  // namespace
}  // namespace varimix::test
