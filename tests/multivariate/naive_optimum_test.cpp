// The naive twin before it judges: densities by integration, updates as maxima.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "support/gaussian_problems.hpp"

namespace varimix::test {
namespace {

constexpr std::size_t kStep = 6;      // 46 rows of faithful_std will do
constexpr std::size_t kEnough = 120;  // EM's rate is 0.7 at worst

NaiveLatent start_of(const GaussianProblem& p) {
  return naive_latent(p.naive(), p.rows, some_point(p));
}

// log N written out for two columns with a correlation, its second column summed over.
TEST(NaiveLogNormal, OfARowWithAMissingCellIsTheIntegralOverThatCell) {
  const RealVector mean{{0.3L, -0.7L}};
  const RealMatrix covariance{{2.0L, 0.9L}, {0.9L, 1.1L}};
  const Real sd1 = std::sqrt(2.0L), sd2 = std::sqrt(1.1L), rho = 0.9L / (sd1 * sd2);
  const Real pi = std::acos(Real(-1)), rest = 1 - rho * rho, x = 1.4L;
  Real sum = 0;
  for (int i = -400; i <= 400; ++i) {
    const Real u = (x - mean(0)) / sd1, v = i * 0.05L;
    sum += 0.05L * sd2 * std::exp(-(u * u - 2 * rho * u * v + v * v) / (2 * rest)) /
           (2 * pi * sd1 * sd2 * std::sqrt(rest));
  }
  const RealVector row{{x, std::nanl("")}};
  EXPECT_NEAR(static_cast<double>(naive_log_normal(row, mean, covariance) - std::log(sum)), 0,
              1e-15);
}

/// Every free number of a point, moved by `step` of its own scale (both halves of a covariance,
/// every component where they are tied).
void each_direction(const GaussianProblem& p, const NaiveGaussianPoint& at, Real step,
                    const std::function<void(const NaiveGaussianPoint&)>& visit) {
  const Eigen::Index columns = p.rows.columns();
  for (std::size_t k = 0; k < at.mean.size(); ++k) {
    for (Eigen::Index d = 0; d < columns; ++d) {
      const Real sd = std::sqrt(at.covariance[k](d, d));
      NaiveGaussianPoint moved = at;
      moved.mean[k](d) += step * sd;
      visit(moved);
      for (Eigen::Index e = 0; e <= d; ++e) {
        if (factorizes(p.naive()) && e != d) continue;
        RealMatrix change = RealMatrix::Zero(columns, columns);
        change(d, e) = change(e, d) = step * sd * std::sqrt(at.covariance[k](e, e));
        if (p.covariance == Covariance::spherical)
          change = RealMatrix::Identity(columns, columns) * change(d, d);
        moved = at;
        for (std::size_t j = 0; j < at.mean.size(); ++j)
          if (j == k || p.covariance == Covariance::tied) moved.covariance[j] += change;
        visit(moved);
      }
    }
    const std::size_t other = (k + 1) % at.mean.size();
    NaiveGaussianPoint moved = at;  // weights stay on the simplex
    moved.weight[k] += step / 10;
    moved.weight[other] -= step / 10;
    visit(moved);
  }
}

/// d/d(each direction) of the observed-data objective, per unit of weight.
Real largest_slope(const GaussianProblem& p, const NaiveGaussianPrior& prior,
                   const NaiveGaussianPoint& at) {
  const auto objective = [&](const NaiveGaussianPoint& point) {
    return naive_latent(p.naive(), p.rows, point).evidence +
           (prior.flat ? Real(0) : naive_log_prior(p.naive(), point, prior));
  };
  constexpr Real kShift = 1e-5L;  // the central difference is off by its square
  std::vector<Real> up, down;
  each_direction(p, at, kShift, [&](const auto& point) { up.push_back(objective(point)); });
  each_direction(p, at, -kShift, [&](const auto& point) { down.push_back(objective(point)); });
  Real out = 0, total = 0;
  for (const double w : p.rows.weight) total += w;
  for (std::size_t i = 0; i < up.size(); ++i)
    out = std::max(out, std::abs(up[i] - down[i]) / (2 * kShift) / total);
  return out;
}

TEST(NaiveGaussianEm, EndsWhereTheObservedLogLikelihoodIsFlat) {
  for (const GaussianProblem& p : two_component_problems(kStep)) {
    const auto path = naive_em(p.naive(), p.rows, start_of(p), NaiveGaussianPrior{}, kEnough);
    EXPECT_LT(largest_slope(p, NaiveGaussianPrior{}, path.back().point), 1e-9) << p.name;
    const auto map = naive_em(p.naive(), p.rows, start_of(p), stated_prior(p), kEnough);
    EXPECT_LT(largest_slope(p, stated_prior(p), map.back().point), 1e-9) << p.name;
    EXPECT_GT(largest_slope(p, stated_prior(p), path.back().point), 1e-3) << p.name;
  }
}

TEST(NaiveGaussianEm, NeverLowersItsObjective) {
  for (const GaussianProblem& p : all_gaussian_problems())
    for (const NaiveGaussianPrior& prior : {NaiveGaussianPrior{}, stated_prior(p)}) {
      const auto path = naive_em(p.naive(), p.rows, start_of(p), prior, 12);
      for (std::size_t t = 1; t < path.size(); ++t)
        EXPECT_GE(path[t].objective, path[t - 1].objective - 1e-12L) << p.name << " " << t;
    }
}

/// Each factor of q moved both ways, the others held.
void each_factor(const GaussianProblem& p, const NaiveGaussianPosterior& at, Real step,
                 const std::function<void(const NaiveGaussianPosterior&)>& visit) {
  const auto with = [&](auto change) {
    NaiveGaussianPosterior moved = at;
    change(moved);
    visit(moved);
  };
  const bool tied = p.covariance == Covariance::tied;
  for (std::size_t k = 0; k < at.mean.size(); ++k) {
    with([&](auto& q) { q.alpha[k] *= 1 + step; });
    with([&](auto& q) { q.strength[k] *= 1 + step; });
    with([&](auto& q) { q.mean[k](0) += step; });
    if (!at.shape.empty()) {
      with([&](auto& q) { q.shape[k](0) *= 1 + step; });
      with([&](auto& q) { q.scale[k](0) *= 1 + step; });
      continue;
    }
    with([&](auto& q) {
      for (std::size_t j = 0; j < q.dof.size(); ++j)
        if (j == k || tied) q.dof[j] *= 1 + step;
    });
    with([&](auto& q) {
      for (std::size_t j = 0; j < q.dof.size(); ++j)
        if (j == k || tied) q.scatter[j](1, 0) = q.scatter[j](0, 1) = q.scatter[j](0, 1) + step;
    });
  }
}

TEST(NaiveGaussianVb, EndsWhereNoFactorCanRaiseTheBound) {
  for (const GaussianProblem& p : two_component_problems(kStep)) {
    const NaiveGaussianPrior prior = stated_prior(p);
    const NaiveStep last = naive_vb(p.naive(), p.rows, start_of(p), prior, kEnough).back();
    const Real slack = 1e-16L * std::abs(last.objective);  // long double
    const NaiveLatent latent = naive_latent(p.naive(), p.rows, last.posterior);
    const auto bound = [&](const NaiveLatent& z, const NaiveGaussianPosterior& q) {
      return naive_bound(p.naive(), p.rows, z, q, prior).total();
    };
    for (const Real step : {1e-4L, -1e-4L}) {
      each_factor(p, last.posterior, step,
                  [&](const auto& q) { EXPECT_LT(bound(latent, q), last.objective) << p.name; });
      for (std::size_t i = 0; i < latent.r.size(); i += 3) {
        NaiveLatent moved = latent;
        if (p.rows.label[i] < 0 && p.rows.weight[i] > 0) {
          const Real share = moved.r[i][0];
          moved.r[i] = {share + step * share * (1 - share), 0};
          moved.r[i][1] = 1 - moved.r[i][0];
          EXPECT_LE(bound(moved, last.posterior), last.objective + slack) << p.name << " row " << i;
        }
        const Eigen::Index n = static_cast<Eigen::Index>(i);
        for (Eigen::Index d = 0; d < 2 && !factorizes(p.naive()); ++d) {
          if (!std::isnan(p.rows.x(n, d)) || std::isnan(p.rows.x(n, 1 - d))) continue;
          moved = latent;
          moved.rows[i][0].mean(d) += step;
          moved.rows[i][1].covariance(d, d) *= 1 + step;
          EXPECT_LE(bound(moved, last.posterior), last.objective + slack) << p.name << " row " << i;
        }
      }
    }
  }
}

}  // namespace
}  // namespace varimix::test
