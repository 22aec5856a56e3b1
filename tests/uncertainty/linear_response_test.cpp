// Linear response against what it claims to be: the derivative of the VB fit when the data speak a
// little louder; and its ingredients against draws.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "belief/belief.hpp"
#include "belief/weights_moments.hpp"
#include "support/gaussian_problems.hpp"
#include "support/reference_problems.hpp"
#include "uncertainty/of_fit.hpp"
#include "varimix/varimix.hpp"

namespace varimix::test {
namespace {

using Eigen::Index;
using internal::Matrix;
using internal::Vector;
using Method = UncertaintyOptions::Method;

struct Case {
  std::string name;
  Model model;
  Data data;
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

/// Rows and their weights and labels, with one labelled row more, of a weight to be chosen.
Data with_row(const Data& data, const std::vector<double>& row, std::int32_t label, double weight) {
  const std::size_t rows = data.rows(), columns = data.columns();
  std::vector<double> values, weights;
  std::vector<std::int32_t> labels;
  for (std::size_t d = 0; d < columns; ++d) {
    for (std::size_t n = 0; n < rows; ++n) values.push_back(data.value(n, d));
    values.push_back(row[d]);
  }
  for (std::size_t n = 0; n < rows; ++n) {
    weights.push_back(data.weight(n));
    labels.push_back(data.label(n));
  }
  weights.push_back(weight);
  labels.push_back(label);
  return Data::own(values, rows + 1, columns).with_weights(weights).with_labels(labels);
}

std::vector<Case> cases() {
  std::vector<Case> out;
  for (const GaussianProblem& p : two_component_problems(4)) {
    NaiveGaussianPrior prior = stated_prior(p);
    prior.sticks = false;
    out.push_back({p.name, with_prior(p, prior), p.data()});
  }
  for (const NaiveFamily family : {NaiveFamily::gaussian, NaiveFamily::tied_gaussian}) {
    const Problem p = problem("waiting", family, 2);
    out.push_back({p.name, with_prior(p, default_prior(p)), p.data()});
    out.push_back(
        {p.name + "_sticks",
         with_prior(p, default_prior(p)).with_weights_prior(WeightsPrior::stick_breaking(1.5)),
         p.data()});
  }
  const Problem counts = problem("london_times", NaiveFamily::poisson, 2);
  out.push_back({counts.name, with_prior(counts, default_prior(counts)), counts.data()});
  return out;
}

class LinearResponse : public testing::TestWithParam<Case> {
 protected:
  const Model& model() const { return GetParam().model; }
  /// To the fixed point itself: an objective that no longer rises, to rounding, leaves parameters
  /// off by 1e-7 standard errors. The Poisson mixture takes its time.
  static Fit tight(const Model& model, const Data& data, Start start) {
    const std::size_t iterations = model.family().name() == "poisson" ? 20000 : 600;
    return run(model, data, vb(), std::move(start), iterations);
  }
};

/// V, G, Cov_q(g) and M of a fit, weights and family together: log pi_k, then c of component k.
struct Ingredients {
  Matrix natural, cross, own, missing;
};

Ingredients ingredients(const Fit& fit, const Data& data) {
  const auto& posterior = std::get<Posterior>(fit.belief);
  const InformationRules& rules = *fit.model.family().information_rules();
  const auto weights = internal::weights_moments(posterior.weights);
  const auto family = rules.posterior_moments(fit.components(), posterior.hyperparameters);
  const auto components = static_cast<Index>(fit.components());
  const auto size = static_cast<Index>(rules.row_statistics());
  const auto places = static_cast<Index>(family.places.size());
  const auto rows = static_cast<std::size_t>(components * size);
  const Matrix natural = internal::matrix_of(family.natural, rows, rows);
  const Matrix cross = internal::matrix_of(family.cross, family.places.size(), rows);
  const Index all = components * (1 + size);
  const auto place = [size](Index i) { return i / size * (1 + size) + 1 + i % size; };
  Ingredients out{Matrix::Zero(all, all),
                  Matrix::Zero(components + places, all),
                  Matrix::Zero(components + places, components + places),
                  {}};
  for (Index i = 0; i < components * size; ++i) {
    for (Index j = 0; j < components * size; ++j) out.natural(place(i), place(j)) = natural(i, j);
    for (Index e = 0; e < places; ++e) out.cross(components + e, place(i)) = cross(e, i);
  }
  for (Index j = 0; j < components; ++j)
    for (Index k = 0; k < components; ++k) {
      out.natural(j * (1 + size), k * (1 + size)) = weights.natural(j, k);
      out.cross(j, k * (1 + size)) = weights.cross(j, k);
    }
  out.own.topLeftCorner(components, components) = weights.own;
  out.own.bottomRightCorner(places, places) =
      internal::matrix_of(family.own, family.places.size(), family.places.size());
  out.missing =
      internal::latent_statistics(fit, data, fit.model.family().bounds(summarize(data)), rules, 1)
          .missing;
  return out;
}

Matrix inverse(const Matrix& m) {
  RealMatrix a = m.cast<Real>(), out = RealMatrix::Identity(m.rows(), m.cols());
  for (Index i = 0; i < a.rows(); ++i) {  // Gauss and Jordan, with pivots
    Index p = i;
    for (Index r = i; r < a.rows(); ++r)
      if (std::abs(a(r, i)) > std::abs(a(p, i))) p = r;
    a.row(i).swap(a.row(p)), out.row(i).swap(out.row(p));
    const Real pivot = a(i, i);
    a.row(i) /= pivot, out.row(i) /= pivot;
    for (Index r = 0; r < a.rows(); ++r) {
      if (r == i) continue;
      const Real factor = a(r, i);
      a.row(r) -= factor * a.row(i), out.row(r) -= factor * out.row(i);
    }
  }
  return out.cast<double>();
}

Vector values_of(const Uncertainty& u) {
  Vector out(static_cast<Index>(u.estimates.size()));
  for (Index i = 0; i < out.size(); ++i) out[i] = u.estimates[static_cast<std::size_t>(i)].value;
  return out;
}

/// t of a labelled row in the fit's frames, its indicator first.
Vector statistics_of(const Fit& fit, const std::vector<double>& row, std::size_t label) {
  const Data data = Data::own(row, 1, row.size());
  const InformationRules& rules = *fit.model.family().information_rules();
  const Scorer scorer = internal::scorer(fit.model.family(), fit.belief);
  const std::size_t components = fit.components(), size = rules.row_statistics();
  std::vector<double> scratch, t(components * size), weights(components, 1.0);
  const Block block = data.block(0, 1, scratch);
  rules.describe_rows(block, components, scorer.components.data(), weights.data(), t.data(), 1);
  Vector out = Vector::Zero(static_cast<Index>(components * (1 + size)));
  out[static_cast<Index>(label * (1 + size))] = 1;
  for (std::size_t s = 0; s < size; ++s)
    out[static_cast<Index>(label * (1 + size) + 1 + s)] = t[label * size + s];
  return out;
}

// A row of component k of weight w tilts the joint density by w (log pi_k + log f(x | theta_k)):
// the posterior means follow by Cov_LR(g, that) = G (I - M V)^-1 t.
TEST_P(LinearResponse, IsTheDerivativeOfThePosteriorMeansInTheWeightOfARow) {
  const Case& c = GetParam();
  std::vector<double> row;  // of each column its first value
  for (std::size_t d = 0; d < c.data.columns(); ++d) {
    std::size_t n = 0;
    while (std::isnan(c.data.value(n, d))) ++n;
    row.push_back(c.data.value(n, d));
  }
  for (const std::int32_t label : {0, 1}) {
    const Data at = with_row(c.data, row, label, 1);
    const Fit fit = tight(model(), at, AutomaticStart::kmeans_plus_plus);
    const Uncertainty u = uncertainty(fit, at, {.method = Method::linear_response, .threads = 1});
    const Ingredients of = ingredients(fit, at);
    const Index all = of.natural.rows();
    const Matrix solved = inverse(Matrix::Identity(all, all) - of.missing * of.natural);
    const Vector expected =
        of.cross * (solved * statistics_of(fit, row, static_cast<std::size_t>(label)));
    constexpr double kStep = 1e-3;
    const auto moved = [&](double step) {
      const Data data = with_row(c.data, row, label, 1 + step);
      return values_of(uncertainty(tight(fit.model, data, fit.belief), data));
    };
    const Vector difference =
        (8 * (moved(kStep) - moved(-kStep)) - (moved(2 * kStep) - moved(-2 * kStep))) /
        (12 * kStep);
    const Matrix dense = of.own + of.cross * solved * of.missing * of.cross.transpose();
    for (Index i = 0; i < expected.size(); ++i) {
      const Estimate& e = u.estimates[static_cast<std::size_t>(i)];
      // A fit within 1e-11 standard errors of its fixed point, over a step of 1e-3.
      EXPECT_NEAR(difference[i], expected[i], 1e-6 * e.standard_error) << e.parameter << ' ' << i;
      // The same by another way: a dense inverse, in long double.
      for (Index j = 0; j < expected.size(); ++j)
        EXPECT_NEAR(u.covariance[static_cast<std::size_t>(i * expected.size() + j)], dense(i, j),
                    1e-9 * std::sqrt(dense(i, i) * dense(j, j)));
    }
  }
}

// q's own covariances, weights and places, against draws from q.
TEST_P(LinearResponse, PosteriorHasTheCovariancesOfItsDraws) {
  const Fit fit = tight(model(), GetParam().data, AutomaticStart::kmeans_plus_plus);
  const Uncertainty u = uncertainty(fit, GetParam().data);
  constexpr std::size_t kDraws = 20000;
  const auto size = static_cast<Index>(u.estimates.size());
  Vector mean = Vector::Zero(size);
  Matrix second = Matrix::Zero(size, size);
  for (const Point& point : draw_posterior(fit, kDraws, 7)) {
    Fit drawn = fit;
    drawn.summary = point;
    Vector deviation(size);
    for (Index i = 0; i < size; ++i) {
      const Estimate& e = u.estimates[static_cast<std::size_t>(i)];
      double value = 0;
      if (e.parameter == "weight") {
        value = point.weights[e.component];
      } else if (e.parameter == "precision") {
        value = 1 / drawn.covariance(e.component)(0, 0);
      } else {
        const std::vector<double> all = drawn.parameter(e.parameter, e.component);
        value = all[e.parameter == "covariance" ? e.row * fit.model.family().columns() + e.column
                                                : e.column];
      }
      deviation[i] = (value - e.value) / e.standard_error;
    }
    mean += deviation / kDraws;
    second += deviation * deviation.transpose() / kDraws;
  }
  // Five standard errors of a mean of 20000 draws, and of a product of two (variance 2 where they
  // are normal; the heavy tails of variances make it up to 6 or so).
  for (Index i = 0; i < size; ++i) {
    EXPECT_NEAR(mean[i], 0, 5 / std::sqrt(kDraws))
        << u.estimates[static_cast<std::size_t>(i)].parameter;
    for (Index j = 0; j <= i; ++j) {
      const Estimate &a = u.estimates[static_cast<std::size_t>(i)],
                     &b = u.estimates[static_cast<std::size_t>(j)];
      EXPECT_NEAR(second(i, j),
                  u.covariance[static_cast<std::size_t>(i * size + j)] /
                      (a.standard_error * b.standard_error),
                  5 * std::sqrt(6.0 / kDraws))
          << a.parameter << ' ' << b.parameter;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, LinearResponse, testing::ValuesIn(cases()), ProblemName());

}  // namespace
}  // namespace varimix::test
