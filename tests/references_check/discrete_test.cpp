// Poisson mixtures fitted by flexmix and by hand-written EM in R, from stated starting values.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "support/reference_data.hpp"
#include "support/reference_problems.hpp"

namespace varimix::test {
namespace {

using nlohmann::json;

/// R writes a vector of one as a number.
std::vector<double> list(const json& value) {
  if (value.is_array()) return value.get<std::vector<double>>();
  return {value.get<double>()};
}

TEST(Discrete, PoissonFitsAreOurs) {
  std::size_t seen = 0;
  for (const json& row : reference_json("discrete_fits.json")) {
    if (row["family"] != "poisson") continue;
    ++seen;
    const Problem p = problem(row["dataset"], NaiveFamily::poisson, row["K"]);
    SCOPED_TRACE(p.name);
    const Belief start = Point{list(row["start"]["pro"]), list(row["start"]["lambda"])};
    // London: EM's rate is 0.998, the reference itself took 5861 iterations.
    const std::size_t iterations = p.naive.x.size() < 20 ? 40000 : 3000;
    for (const Backend& backend : {em(), vb_point()}) {
      const Fit fit = run(p.model(), p.data(), backend, start, iterations);
      const double expected = row["loglik"], bic = row["BIC_minus2ll"], aic = row["AIC"];
      EXPECT_NEAR(fit.log_likelihood, expected, 1e-9 * std::abs(expected));
      EXPECT_NEAR(*fit.criteria.bic, bic, 1e-9 * bic);
      EXPECT_NEAR(*fit.criteria.aic, aic, 1e-9 * aic);
      EXPECT_EQ(fit.criteria.free_parameters, row["npar"].get<std::size_t>());
      for (std::size_t k = 0; k < p.components; ++k) {
        // The reference stopped at a relative change of 1e-14: at London's flat top, 1e-5 short.
        EXPECT_NEAR(fit.summary.weights[k], list(row["par"]["pro"])[k], 2e-5);
        EXPECT_NEAR(fit.parameter("rate", k)[0], list(row["par"]["lambda"])[k], 2e-5);
      }
    }
    const Fit direct = run(p.model(), p.data(), MaximumLikelihood{}, start, 500, 1e-15);
    EXPECT_NEAR(direct.log_likelihood, row["loglik"].get<double>(),
                1e-9 * std::abs(direct.log_likelihood));
  }
  EXPECT_EQ(seen, 4u);
}

TEST(Discrete, TheTableSaysTheSame) {
  for (const CsvRow& row : reference_csv("discrete_fits.csv")) {
    if (row.at("family") != "poisson") continue;
    const Problem p = problem(row.at("dataset"), NaiveFamily::poisson, std::stoul(row.at("K")));
    FitOptions options;
    options.start = AutomaticStart::kmeans_plus_plus;
    options.tolerance = 1e-14;
    options.max_iterations = 1000;
    const Fit fit = varimix::fit(p.model(), p.data(), MaximumLikelihood{}, options);
    EXPECT_NEAR(fit.log_likelihood, std::stod(row.at("loglik")),
                1e-9 * std::abs(fit.log_likelihood))
        << p.name;
  }
}

}  // namespace
}  // namespace varimix::test
