#include "uncertainty/information.hpp"

#include <cmath>

#include "backend/rule.hpp"
#include "fit/refuse.hpp"
#include "uncertainty/of_fit.hpp"

namespace varimix::internal {
namespace {

using Eigen::Index;

constexpr char kName[] = "information";

void check(const Fit& fit) {
  if (std::holds_alternative<Posterior>(fit.belief))
    refuse(std::string(kName) +
           " is of a point estimate, and method vb gives a posterior; accepted: posterior, "
           "linear-response");
  const auto* em = std::get_if<ExpectationMaximization>(&fit.backend);
  if (em != nullptr && em->assignment == ExpectationMaximization::Assignment::hard)
    refuse(std::string(kName) +
           ": a hard assignment maximises no likelihood of the parameters; accepted: bootstrap, or "
           "a fit with soft assignment");
  for (std::size_t k = 0; k < fit.components(); ++k)
    if (!(fit.summary.weights[k] > 0))
      refuse(std::string(kName) + ": the weight of component " + std::to_string(k + 1) +
             " is 0, on the boundary; accepted: a fit with fewer components");
}

/// K - 1 coordinates of the simplex: pi = pi^ + diag(sqrt pi^) Q omega, the columns of Q
/// orthonormal and orthogonal to sqrt pi^ (Householder), so that I_complete is near N I.
Matrix simplex_directions(const Vector& weights) {
  const Index size = weights.size();
  Vector v = weights.cwiseSqrt();
  v[size - 1] += 1;
  const Matrix reflection = Matrix::Identity(size, size) - 2 / v.squaredNorm() * v * v.transpose();
  return weights.cwiseSqrt().asDiagonal() * reflection.leftCols(size - 1);
}

/// Everything in (omega, xi).
struct Information {
  Matrix complete, slope, map;
};

Information assemble(const Fit& fit, const InformationRules::Curvature& family,
                     const LatentStatistics& seen, std::size_t each) {
  const auto components = static_cast<Index>(fit.components());
  const auto size = static_cast<Index>(each), local = static_cast<Index>(family.coordinates);
  const Index free = components - 1, places = static_cast<Index>(family.places.size());
  const Vector weights = fit.weights();
  const Matrix directions = simplex_directions(weights);
  Vector counts = Eigen::Map<const Vector>(seen.counts.data(), components);
  if (uses_prior(fit.backend)) {
    const std::vector<double>& prior = fit.model.weights_prior().concentration;
    for (Index k = 0; k < components; ++k)
      counts[k] += prior[prior.size() == 1 ? 0 : static_cast<std::size_t>(k)] - 1;
  }
  const auto rows = static_cast<std::size_t>(components) * each;
  const Matrix slope = matrix_of(family.slope, rows, family.coordinates);
  Information out{Matrix::Zero(free + local, free + local),
                  Matrix::Zero(components * (1 + size), free + local),
                  Matrix::Zero(components + places, free + local)};
  const Vector bend = counts.cwiseQuotient(weights.cwiseAbs2());
  out.complete.topLeftCorner(free, free) = directions.transpose() * bend.asDiagonal() * directions;
  out.complete.bottomRightCorner(local, local) =
      matrix_of(family.information, family.coordinates, family.coordinates);
  for (Index k = 0; k < components; ++k) {
    out.slope.row(k * (1 + size)).head(free) = directions.row(k) / weights[k];
    out.slope.block(k * (1 + size) + 1, free, size, local) = slope.middleRows(k * size, size);
  }
  out.map.topLeftCorner(components, free) = directions;
  out.map.bottomRightCorner(places, local) =
      matrix_of(family.map, family.places.size(), family.coordinates);
  return out;
}

/// Below this share of the complete data's information, in some direction, the inverse is rounding.
constexpr double kLeastShare = 1e-9;

/// map I_observed^-1 map', through the eigenvalues of I_observed in the metric of I_complete: what
/// is left of the information in each direction.
Matrix covariance(const Information& of, const Matrix& missing) {
  const std::string remedy =
      "; accepted: a fit that has converged to a maximum, with fewer components, or bootstrap";
  const std::optional<Matrix> factor = cholesky(of.complete);
  if (!factor || !factor->allFinite())
    refuse(std::string(kName) +
           ": some component holds next to nothing, its information is not positive definite" +
           remedy);
  const Matrix inverse = inverse_lower(*factor);
  const Matrix lost = inverse * of.slope.transpose() * missing * of.slope * inverse.transpose();
  const Matrix left = Matrix::Identity(lost.rows(), lost.cols()) - 0.5 * (lost + lost.transpose());
  const Spectrum spectrum_left = spectrum(left);
  if (left.size() > 0 && !(spectrum_left.values[0] > kLeastShare))
    refuse(std::string(kName) + ": the observed information is not positive definite (at worst " +
           text(spectrum_left.values[0]) + " of the complete data's), this is no strict maximum" +
           remedy);
  const Matrix root = of.map * inverse.transpose() * spectrum_left.vectors *
                      spectrum_left.values.cwiseInverse().cwiseSqrt().asDiagonal();
  return root * root.transpose();
}

}  // namespace

Uncertainty information(const Fit& fit, const Data& data, const UncertaintyOptions& options) {
  check(fit);
  check_fit_data(fit, data, kName);
  const InformationRules& rules = information_rules(fit, kName);
  const Family& family = fit.model.family();
  const Bounds bounds = family.bounds(summarize(data, family.wants_correlation()));
  const LatentStatistics seen = latent_statistics(fit, data, bounds, rules, options.threads);
  const std::vector<double> none;
  const InformationRules::Curvature curvature =
      rules.curvature(fit.components(), fit.summary.parameters, seen.sums,
                      uses_prior(fit.backend) ? fit.model.hyperparameters() : none, bounds);
  Uncertainty out;
  out.method = kName;
  out.level = options.level;
  out.estimates = estimates_of(fit, curvature.places, {});
  set_covariance(covariance(assemble(fit, curvature, seen, rules.row_statistics()), seen.missing),
                 out);
  out.warnings = curvature.warnings;
  if (!fit.converged())
    out.warnings.push_back("the fit has not converged: standard errors hold at a maximum");
  return out;
}

}  // namespace varimix::internal
