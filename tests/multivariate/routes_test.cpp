// Two routes to one point over several columns, where direct maximum likelihood ends, and what
// weights mean.
#include <gtest/gtest.h>

#include "report/start_json.hpp"
#include "support/gaussian_problems.hpp"
#include "varimix/report.hpp"

namespace varimix::test {
namespace {

constexpr double kOneStep = 1e-10, kWholePath = 1e-9;  // what the issue asks, K <= 4
constexpr std::size_t kIterations = 40;

class RoutesOfColumns : public testing::TestWithParam<GaussianProblem> {
 protected:
  const GaussianProblem& p = GetParam();

  void expect_one_road(const Model& model, const Backend& route, const Backend& other) const {
    const Data data = p.data();
    Fit a = run(model, data, route, start_from(p, some_point(p)), 1);
    Fit b = run(model, data, other, start_from(p, some_point(p)), 1);
    double step = gap(point_of(a), point_of(b)), path = step;
    for (std::size_t t = 0; t < kIterations; ++t) {
      const Fit aside = run(model, data, other, a.belief, 1);
      a = run(model, data, route, a.belief, 1);
      b = run(model, data, other, b.belief, 1);
      step = std::max(step, gap(point_of(aside), point_of(a)));
      path = std::max(path, gap(point_of(b), point_of(a)));
    }
    EXPECT_LT(step, kOneStep);
    EXPECT_LT(path, kWholePath);
  }
};

TEST_P(RoutesOfColumns, EmIsPointMassVariationalBayes) {
  expect_one_road(p.model(), em(), vb_point());
}

TEST_P(RoutesOfColumns, MapIsPointMassVariationalBayesWithThePrior) {
  expect_one_road(with_prior(p, stated_prior(p)), map(), vb_point());
}

/// All that a few iterations of each backend found.
void expect_equal_fits(const GaussianProblem& a, const GaussianProblem& b) {
  const NaiveGaussianPrior prior = stated_prior(a);
  const NaiveGaussianPoint from = some_point(a);
  for (const Backend& backend : {em(), map(), vb(), vb_point()}) {
    SCOPED_TRACE(method_name(backend));
    const bool flat = method_name(backend) == "em";
    const auto fit = [&](const GaussianProblem& p) {
      return run(flat ? p.model() : with_prior(p, prior), p.data(), backend, start_from(p, from),
                 5);
    };
    const Fit one = fit(a), other = fit(b);
    EXPECT_LT(relative_gap(one.objective, other.objective), 1e-12);
    EXPECT_LT(gap(point_of(one), point_of(other)), 1e-11);  // sums in another order
    EXPECT_NEAR(one.total_weight, other.total_weight, 1e-12 * one.total_weight);
  }
}

/// Rows of `of`, each as often as `times` says.
GaussianProblem repeated(const GaussianProblem& of, const std::vector<std::size_t>& times) {
  GaussianProblem out = of;
  std::vector<Eigen::Index> index;
  out.partition.clear(), out.rows.weight.clear(), out.rows.label.clear();
  for (std::size_t n = 0; n < times.size(); ++n)
    for (std::size_t i = 0; i < times[n]; ++i) {
      index.push_back(static_cast<Eigen::Index>(n));
      out.partition.push_back(of.partition[n]);
      out.rows.weight.push_back(1);
      out.rows.label.push_back(of.rows.label[n]);
    }
  out.rows.x = of.rows.x(index, Eigen::all);
  return out;
}

TEST_P(RoutesOfColumns, WholeWeightsAreRepeatedRowsAndWeightZeroIsAbsence) {
  GaussianProblem counted = p;
  std::vector<std::size_t> times;
  for (std::size_t n = 0; n < p.partition.size(); ++n) {
    times.push_back(n % 4);
    counted.rows.weight[n] = static_cast<double>(times.back());
  }
  expect_equal_fits(counted, repeated(p, times));
}

// L-BFGS and the twin's EM share nothing but the likelihood.
class DirectRouteOfColumns : public RoutesOfColumns {};

TEST_P(DirectRouteOfColumns, EndsWhereTheTwinsEmEnds) {
  const NaiveGaussianPrior flat;
  const NaiveLatent start = naive_latent(p.naive(), p.rows, some_point(p));
  const NaiveStep end = naive_em(p.naive(), p.rows, start, flat, 120).back();
  const Fit fit =
      run(p.model(), p.data(), MaximumLikelihood{}, start_from(p, some_point(p)), 1000, 1e-13);
  EXPECT_TRUE(fit.converged());
  EXPECT_LT(relative_gap(fit.objective, end.objective), 1e-9);
  EXPECT_LT(gap(point_of(fit), end.point), 1e-4);  // the root of the objective's tolerance
}

// Saved and read back, a fit goes on as if it had never stopped: not a bit is lost.
TEST_P(RoutesOfColumns, AFitGoesOnFromItsFileWithTheSameBits) {
  const Model model = with_prior(p, stated_prior(p));
  for (const Backend& backend : {map(), vb(), vb_point()}) {
    SCOPED_TRACE(method_name(backend));
    const Fit whole = run(model, p.data(), backend, start_from(p, some_point(p)), 5);
    const Fit first = run(model, p.data(), backend, start_from(p, some_point(p)), 2);
    const Start saved = internal::start_from_json(to_json(first), model,
                                                  static_cast<std::size_t>(p.rows.columns()));
    const Fit rest = run(model, p.data(), backend, saved, 3);
    EXPECT_EQ(rest.trace, std::vector<double>(whole.trace.begin() + 2, whole.trace.end()));
    EXPECT_EQ(gap(point_of(rest), point_of(whole)), 0);
  }
}

INSTANTIATE_TEST_SUITE_P(Problems, RoutesOfColumns, testing::ValuesIn(all_gaussian_problems()),
                         ProblemName{});

INSTANTIATE_TEST_SUITE_P(OfFour, RoutesOfColumns, testing::ValuesIn(four_component_problems()),
                         ProblemName{});

INSTANTIATE_TEST_SUITE_P(Problems, DirectRouteOfColumns,
                         testing::ValuesIn(two_component_problems()), ProblemName{});

}  // namespace
}  // namespace varimix::test
