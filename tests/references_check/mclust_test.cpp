// Numbers of mclust 6.0.0 (R), from stated partitions: EM's path, its end, and MAP with Fraley and
// Raftery's prior. Models E (one variance for all) and V (one each) of one column.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "support/reference_data.hpp"
#include "support/reference_problems.hpp"

namespace varimix::test {
namespace {

bool of_one_column(const std::string& data) {
  return data == "waiting" || data == "eruptions" || data == "galaxies_k";
}

Problem problem_of(const std::string& data, const std::string& model, std::size_t components) {
  return problem(data, model == "E" ? NaiveFamily::tied_gaussian : NaiveFamily::gaussian,
                 components);
}

Partition start_of(const Problem& p, const std::string& words) {
  Partition out;
  for (const int k : stated_partition(words, p.naive.x)) out.components.push_back(k);
  return out;
}

// mclust's "tight" end: a relative change of the log-likelihood below 1e-14. Ours: so many
// iterations that galaxies with four components (rate 0.93) have nothing left to change.
constexpr std::size_t kEnough = 3000;

TEST(Mclust, TracesOfTenIterationsAreOurs) {
  std::map<std::string, std::vector<double>> traces;
  for (const CsvRow& row : reference_csv("mclust_traces.csv")) {
    if (!of_one_column(row.at("dataset"))) continue;
    const Problem p = problem_of(row.at("dataset"), row.at("model"), std::stoul(row.at("G")));
    const std::string key = p.name + row.at("init");
    if (!traces.contains(key))
      traces[key] = run(p.model(), p.data(), em(), start_of(p, row.at("init")), 10).trace;
    const double expected = std::stod(row.at("loglik"));
    // Printed with 12 digits.
    EXPECT_NEAR(traces[key].at(std::stoul(row.at("iter")) - 1), expected, 1e-9 * std::abs(expected))
        << key << " iteration " << row.at("iter");
  }
  EXPECT_EQ(traces.size(), 8u);
}

TEST(Mclust, TightFitsAreOurs) {
  std::size_t seen = 0;
  for (const CsvRow& row : reference_csv("mclust_fixed_init.csv")) {
    if (!of_one_column(row.at("dataset"))) continue;
    ++seen;
    const Problem p = problem_of(row.at("dataset"), row.at("model"), std::stoul(row.at("G")));
    SCOPED_TRACE(p.name);
    for (const Backend& backend : {em(), vb_point()}) {
      const Fit fit = run(p.model(), p.data(), backend, start_of(p, row.at("init")), kEnough);
      const double expected = std::stod(row.at("loglik_tight"));
      EXPECT_NEAR(fit.log_likelihood, expected, 1e-8 * std::abs(expected));
      EXPECT_EQ(fit.criteria.free_parameters, std::stoul(row.at("npar")));
      // mclust's criteria have the opposite sign.
      EXPECT_NEAR(*fit.criteria.bic, -std::stod(row.at("bic_tight")), 1e-8 * *fit.criteria.bic);
      EXPECT_NEAR(*fit.criteria.icl, -std::stod(row.at("icl_tight")), 1e-6 * *fit.criteria.icl);
    }
  }
  EXPECT_EQ(seen, 8u);
}

void expect_parameters(const Fit& fit, const nlohmann::json& expected, double relative) {
  for (std::size_t k = 0; k < fit.components(); ++k) {
    const double weight = expected["pro"][k], mean = expected["mean"][k];
    const double variance = expected["variance"][k];
    EXPECT_NEAR(fit.summary.weights[k], weight, relative * weight) << k;
    EXPECT_NEAR(fit.mean(k)(0), mean, relative * std::abs(mean)) << k;
    EXPECT_NEAR(fit.covariance(k)(0, 0), variance, relative * variance) << k;
  }
}

// After as many iterations as the reference took: at the flattest top of these, galaxies with four
// components, it stopped 2e-6 short of the end.
TEST(Mclust, TightParametersAreOurs) {
  std::map<std::string, std::size_t> iterations;
  for (const CsvRow& row : reference_csv("mclust_fixed_init.csv"))
    iterations[row.at("dataset") + row.at("model") + row.at("G")] =
        std::stoul(row.at("iter_tight"));
  std::size_t seen = 0;
  for (const nlohmann::json& row : reference_json("mclust_fixed_init_params.json")) {
    if (!of_one_column(row["dataset"])) continue;
    ++seen;
    const std::string model = row["model"];
    const std::size_t components = row["G"];
    const Problem p = problem_of(row["dataset"], model, components);
    SCOPED_TRACE(p.name);
    const std::size_t steps =
        iterations.at(std::string(row["dataset"]) + model + std::to_string(components));
    expect_parameters(run(p.model(), p.data(), em(), start_of(p, row["init"]), steps), row, 1e-6);
  }
  EXPECT_EQ(seen, 8u);
}

TEST(Mclust, MapFitsUnderItsPriorAreOurs) {
  std::map<std::string, double> log_likelihoods;
  for (const CsvRow& row : reference_csv("mclust_prior_fits.csv"))
    log_likelihoods[row.at("dataset") + row.at("init") + row.at("model")] =
        std::stod(row.at("loglik_at_map"));
  std::size_t seen = 0;
  for (const nlohmann::json& row : reference_json("mclust_prior_params.json")) {
    if (!of_one_column(row["dataset"])) continue;
    ++seen;
    const Problem p = problem_of(row["dataset"], row["model"], row["G"]);
    SCOPED_TRACE(p.name);
    const nlohmann::json& prior = row["prior"];
    const Model model = p.model().with_prior({{"mean", prior["mean"].get<double>()},
                                              {"strength", prior["shrinkage"].get<double>()},
                                              {"dof", prior["dof"].get<double>()},
                                              {"scatter", prior["scale"].get<double>()}});
    for (const Backend& backend : {map(), vb_point()}) {
      const Fit fit = run(model, p.data(), backend, start_of(p, row["init"]), kEnough);
      const double expected = row["loglik_at_map"];
      EXPECT_NEAR(fit.log_likelihood, expected, 1e-8 * std::abs(expected));
      EXPECT_NEAR(fit.log_likelihood,
                  log_likelihoods.at(std::string(row["dataset"]) + std::string(row["init"]) +
                                     std::string(row["model"])),
                  1e-8 * std::abs(expected));
      // The log-likelihood is no stationary point of MAP: parameters are as near as it is.
      expect_parameters(fit, row, 1e-6);
    }
  }
  EXPECT_EQ(seen, 8u);
}

TEST(Mclust, DefaultPriorIsOurs) {
  for (const nlohmann::json& row : reference_json("mclust_prior_params.json")) {
    if (!of_one_column(row["dataset"])) continue;
    const Problem p = problem_of(row["dataset"], row["model"], row["G"]);
    const Fit fit = run(p.model(), p.data(), map(), start_of(p, row["init"]), 1);
    const std::vector<double>& ours = fit.model.hyperparameters();
    const nlohmann::json& prior = row["prior"];
    EXPECT_NEAR(ours[0], prior["mean"].get<double>(), 1e-12 * std::abs(ours[0]));
    EXPECT_EQ(ours[1], prior["shrinkage"].get<double>());
    EXPECT_EQ(2 * ours[2], prior["dof"].get<double>());
    EXPECT_NEAR(2 * ours[3], prior["scale"].get<double>(), 1e-12 * ours[3]);
  }
}

}  // namespace
}  // namespace varimix::test
