// Numbers of mixtures whose rows have missing cells: faithful with cells deleted by rule, and the
// twelve rows of Murray 1977, whose likelihood has two maxima and a saddle between them.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "support/gaussian_problems.hpp"
#include "support/gaussian_references.hpp"
#include "support/reference_data.hpp"

namespace varimix::test {
namespace {

using nlohmann::json;

TEST(MissingCells, OfFaithfulAreFilledAsTheReferenceDoes) {
  const json reference = reference_json("missing_data.json")["faithful_missing_K2"];
  const GaussianProblem p = gaussian_problem("faithful_missing", "waiting<67", Covariance::full, 2);
  const Start start = start_from(p, point_from(reference["start"]));
  for (const Backend& backend : {em(), vb_point()}) {
    const Fit fit = run(p.model(), p.data(), backend, start, 60);
    for (std::size_t t = 1; t < reference["first_logliks"].size(); ++t)  // the first: of the start
      EXPECT_LT(relative_gap(fit.trace[t - 1], reference["first_logliks"][t].get<double>()), 1e-9);
    EXPECT_LT(relative_gap(fit.log_likelihood, -946.20090808166), 1e-10);
    EXPECT_LT(gap(point_of(fit), point_from(reference)), 1e-7);  // where the reference stopped
  }
  const Fit direct = run(p.model(), p.data(), MaximumLikelihood{}, start, 500, 1e-12);
  EXPECT_LT(relative_gap(direct.log_likelihood, -946.20090808166), 1e-9);
}

GaussianProblem murray() {
  GaussianProblem out{"murray1977", Covariance::full, 1, {}, std::vector<std::int32_t>(12, 0)};
  const auto columns = data_columns("murray1977");
  out.rows.x.resize(12, 2);
  for (std::size_t n = 0; n < 12; ++n)
    for (std::size_t d = 0; d < 2; ++d)
      out.rows.x(static_cast<Eigen::Index>(n), static_cast<Eigen::Index>(d)) = columns[d][n];
  out.rows.weight.assign(12, 1.0);
  out.rows.label.assign(12, kLatent);
  return out;
}

NaiveGaussianPoint correlated(double rho) {
  NaiveGaussianPoint out{{1}, {RealVector::Zero(2)}, {RealMatrix::Identity(2, 2)}};
  out.covariance[0](0, 1) = out.covariance[0](1, 0) = rho;
  return out;
}

TEST(MissingCells, OfMurrayHaveTwoMaximaEachFoundFromItsSide) {
  const GaussianProblem p = murray();
  for (const Backend& backend : {em(), vb_point(), Backend{MaximumLikelihood{}}})
    for (const double side : {1.0, -1.0})
      for (const double rho : {0.5, 0.1, 0.01}) {
        SCOPED_TRACE(method_name(backend));
        const Fit fit =
            run(p.model(), p.data(), backend, start_from(p, correlated(side * rho)), 2000, 1e-14);
        EXPECT_NEAR(fit.log_likelihood, -29.974286410465, 1e-9);
        EXPECT_NEAR(fit.covariance(0)(0, 0), 8.0 / 3, 1e-4);
        EXPECT_NEAR(fit.covariance(0)(0, 1), side * 4 / 3, 1e-4);
        EXPECT_NEAR(fit.mean(0).norm(), 0, 1e-4);
      }
}

// From near the saddle (rho = 0, log-likelihood -30.033342386268) EM creeps away: at its slowest it
// gains 3e-7 nats an iteration from rho = 1e-3 and 4e-9 from 1e-4. A tolerance below that (times 12
// rows) must not take the crawl for the end.
TEST(MissingCells, NearMurraysSaddleAreNotTakenForAMaximum) {
  const GaussianProblem p = murray();
  struct Case {
    double rho, tolerance;
  };
  for (const Case& c : {Case{1e-3, 1e-8}, Case{-1e-3, 1e-8}, Case{1e-4, 1e-10}}) {
    const Fit fit =
        run(p.model(), p.data(), em(), start_from(p, correlated(c.rho)), 1000, c.tolerance);
    EXPECT_TRUE(fit.converged());
    EXPECT_NEAR(fit.log_likelihood, -29.974286410465, 1e-5) << "from " << c.rho;
  }
}

}  // namespace
}  // namespace varimix::test
