// The naive twin before it judges: numbers of other software, which owe nothing to this project's
// formulas.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "support/gaussian_problems.hpp"
#include "support/gaussian_references.hpp"
#include "support/reference_data.hpp"

namespace varimix::test {
namespace {

using nlohmann::json;

TEST(NaiveGaussianEm, FollowsThePathsOfMclust) {
  std::map<std::string, std::vector<NaiveStep>> paths;
  for (const CsvRow& row : reference_csv("mclust_traces.csv")) {
    const auto p =
        mclust_problem(row.at("dataset"), row.at("model"), row.at("init"), std::stoul(row.at("G")));
    if (!p) continue;
    if (!paths.contains(p->name))
      paths[p->name] =
          naive_em(p->naive(), p->rows, naive_latent(p->rows, p->partition, p->components),
                   NaiveGaussianPrior{}, 10);
    const double expected = std::stod(row.at("loglik"));
    const Real ours = paths[p->name].at(std::stoul(row.at("iter")) - 1).objective;
    EXPECT_LT(relative_gap(ours, expected), 1e-10) << p->name << " " << row.at("iter");
  }
  EXPECT_EQ(paths.size(), 12u);
}

TEST(NaiveGaussianEm, ReachesTheModesOfMclustUnderItsPrior) {
  std::size_t seen = 0;
  for (const json& row : reference_json("mclust_prior_params.json")) {
    const auto p = mclust_problem(row["dataset"], row["model"], row["init"], row["G"]);
    if (!p || p->components > 2) continue;
    ++seen;
    const NaiveStep last =
        naive_em(p->naive(), p->rows, naive_latent(p->rows, p->partition, p->components),
                 mclust_prior(*p, row["prior"]), 100)
            .back();
    EXPECT_LT(relative_gap(last.log_likelihood, row["loglik_at_map"].get<double>()), 1e-8)
        << p->name;
  }
  EXPECT_EQ(seen, 8u);
}

TEST(NaiveGaussianEm, FillsMissingCellsAsTheReferenceDoes) {
  const json reference = reference_json("missing_data.json")["faithful_missing_K2"];
  const GaussianProblem p = gaussian_problem("faithful_missing", "waiting<67", Covariance::full, 2);
  const auto path =
      naive_em(p.naive(), p.rows, naive_latent(p.naive(), p.rows, point_from(reference["start"])),
               NaiveGaussianPrior{}, 60);
  for (std::size_t t = 1; t < reference["first_logliks"].size(); ++t)  // the first: of the start
    EXPECT_LT(relative_gap(path[t - 1].objective, reference["first_logliks"][t].get<double>()),
              1e-12)
        << t;
  EXPECT_LT(relative_gap(path.back().objective, reference["loglik"].get<double>()), 1e-12);
  EXPECT_LT(gap(path.back().point, point_from(reference)), 1e-7);  // where the reference stopped
}

TEST(NaiveGaussianVb, DrawsBishopsFigures) {
  const json reference = reference_json("variational.json")["prml_faithful"];
  for (const char* name : {"K2_alpha1", "K2_alpha0.001"}) {
    const GaussianProblem p = gaussian_problem("faithful_std", "waiting<67", Covariance::full, 2);
    const NaiveGaussianPrior prior = bishop_prior(p, name == std::string("K2_alpha1") ? 1.0 : 1e-3);
    const auto path = naive_vb(p.naive(), p.rows, naive_latent(p.rows, p.partition, 2), prior, 40);
    const json& expected = reference[name];
    for (std::size_t t = 0; t < expected["elbo_trace"].size(); ++t)
      EXPECT_LT(relative_gap(path[t].objective, expected["elbo_trace"][t].get<double>()), 1e-12)
          << name << " " << t;
    EXPECT_LT(gap(path.back().posterior, posterior_from(expected)), 1e-9) << name;
  }
}

}  // namespace
}  // namespace varimix::test
