#include "uncertainty/posterior.hpp"

#include <algorithm>
#include <cmath>

#include "belief/weights_moments.hpp"
#include "fit/refuse.hpp"
#include "uncertainty/of_fit.hpp"

namespace varimix::internal {
namespace {

using Eigen::Index;

const Posterior& posterior_of(const Fit& fit, const std::string& method) {
  const Posterior* posterior = std::get_if<Posterior>(&fit.belief);
  if (posterior == nullptr)
    refuse(method + " is of a posterior, and method " + method_name(fit.backend) +
           " gives a point; accepted: information, bootstrap, parametric-bootstrap");
  return *posterior;
}

/// Of weights and places together; c of component k: log pi_k, then the family's.
struct JointMoments {
  Matrix natural, cross, own;
};

JointMoments joint(const WeightsMoments& weights, const InformationRules::Moments& family,
                   std::size_t each) {
  const Index components = weights.mean.size(), size = static_cast<Index>(each);
  const auto places = static_cast<Index>(family.places.size());
  const auto rows = static_cast<std::size_t>(components) * each;
  const Matrix natural = matrix_of(family.natural, rows, rows);
  const Matrix cross = matrix_of(family.cross, family.places.size(), rows);
  const Index all = components * (1 + size);
  JointMoments out{Matrix::Zero(all, all), Matrix::Zero(components + places, all),
                   Matrix::Zero(components + places, components + places)};
  for (Index k = 0; k < components; ++k) {
    const Index at = k * (1 + size);
    for (Index j = 0; j < components; ++j) {
      out.natural(at, j * (1 + size)) = weights.natural(k, j);
      out.natural.block(at + 1, j * (1 + size) + 1, size, size) =
          natural.block(k * size, j * size, size, size);
    }
    out.cross.col(at).head(components) = weights.cross.col(k);
    out.cross.block(components, at + 1, places, size) = cross.middleCols(k * size, size);
  }
  out.own.topLeftCorner(components, components) = weights.own;
  out.own.bottomRightCorner(places, places) =
      matrix_of(family.own, family.places.size(), family.places.size());
  return out;
}

struct Begun {
  Uncertainty out;
  JointMoments moments;
};

Begun begin(const Fit& fit, const Data& data, const UncertaintyOptions& options,
            const std::string& method) {
  const Posterior& posterior = posterior_of(fit, method);
  check_fit_data(fit, data, method);
  const InformationRules& rules = information_rules(fit, method);
  const InformationRules::Moments family =
      rules.posterior_moments(fit.components(), posterior.hyperparameters);
  Begun result;
  result.out.method = method;
  result.out.level = options.level;
  result.out.estimates = estimates_of(fit, family.places, family.values);
  result.out.warnings = family.warnings;
  result.moments = joint(weights_moments(posterior.weights), family, rules.row_statistics());
  return result;
}

/// The exact interval of an estimate, where its marginal has a name.
void set_exact_interval(const std::vector<Marginal>& marginals, double level, Estimate& e) {
  const bool precision = e.parameter == "precision";
  std::string name = e.parameter;
  if (precision || (name == "covariance" && e.row == e.column)) name = "variance";
  const auto named = [&](const Marginal& m) { return m.name == name && m.column == e.column; };
  const auto marginal = std::find_if(marginals.begin(), marginals.end(), named);
  if (marginal == marginals.end()) return;
  e.interval = marginal->interval(level);
  if (precision) e.interval = {1 / e.interval.upper, 1 / e.interval.lower};
}

/// M + M R (I - R' M R)^-1 R' M with V = R R'.
Matrix response(const Matrix& natural, const Matrix& missing) {
  const Spectrum v = spectrum(natural);
  const Matrix root = v.vectors * v.values.cwiseMax(0).cwiseSqrt().asDiagonal();
  const Matrix seen = missing * root, inner = root.transpose() * seen;
  const Matrix left =
      Matrix::Identity(inner.rows(), inner.cols()) - 0.5 * (inner + inner.transpose());
  const Spectrum s = spectrum(left);
  constexpr double kLeast = 1e-9;  // below it the inverse is rounding
  if (!(s.values[0] > kLeast))
    refuse("linear-response: the bound has no strict maximum here (the least curvature is " +
           text(s.values[0]) +
           " of the complete data's); accepted: a fit that has converged to one, or posterior");
  const Matrix half = seen * s.vectors * s.values.cwiseInverse().cwiseSqrt().asDiagonal();
  return missing + half * half.transpose();
}

}  // namespace

Uncertainty posterior_marginals(const Fit& fit, const Data& data,
                                const UncertaintyOptions& options) {
  Begun of = begin(fit, data, options, "posterior");
  set_covariance(of.moments.own, of.out);
  for (std::size_t k = 0; k < fit.components(); ++k) {
    const std::vector<Marginal> marginals = fit.marginals(k);
    for (Estimate& e : of.out.estimates)
      if (e.component == k) set_exact_interval(marginals, options.level, e);
  }
  return of.out;
}

Uncertainty linear_response(const Fit& fit, const Data& data, const UncertaintyOptions& options) {
  Begun of = begin(fit, data, options, "linear-response");
  const InformationRules& rules = *fit.model.family().information_rules();
  const Bounds bounds = fit.model.family().bounds(summarize(data));
  const Matrix missing = latent_statistics(fit, data, bounds, rules, options.threads).missing;
  set_covariance(of.moments.own + of.moments.cross * response(of.moments.natural, missing) *
                                      of.moments.cross.transpose(),
                 of.out);
  if (!fit.converged())
    of.out.warnings.push_back("the fit has not converged: linear response holds at a maximum");
  return of.out;
}

}  // namespace varimix::internal
