#include "family/gaussian_columns.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "family/gaussian_full.hpp"
#include "family/gaussian_spherical.hpp"
#include "family/matrix_field.hpp"

namespace varimix {

std::string to_string(Covariance covariance) {
  switch (covariance) {
    case Covariance::full:
      return "full";
    case Covariance::diagonal:
      return "diagonal";
    case Covariance::spherical:
      return "spherical";
    case Covariance::tied:
      return "tied";
  }
  return "full";
}

FamilyPtr gaussian(Covariance covariance) {
  if (covariance == Covariance::tied) return std::make_shared<internal::TiedGaussian>();
  return std::make_shared<internal::GaussianColumns>(covariance, 1);
}

namespace internal {
namespace {

/// Column d's entry of a D x D matrix field's diagonal; everything off the diagonal must be 0.
std::vector<double> diagonal_of(const Field& field, std::size_t columns) {
  if (field.values.size() != columns * columns)
    throw std::invalid_argument(field.name + " has " + std::to_string(field.values.size()) +
                                " entries; accepted: " + std::to_string(columns) + " rows of " +
                                std::to_string(columns));
  std::vector<double> out(columns);
  for (std::size_t i = 0; i < field.values.size(); ++i) {
    if (i / columns == i % columns)
      out[i / columns] = field.values[i];
    else if (field.values[i] != 0)
      throw std::invalid_argument(
          field.name + " has an entry other than 0 off its diagonal; accepted here: a diagonal " +
          field.name);
  }
  return out;
}

}  // namespace

FamilyPtr GaussianColumns::with_columns(std::size_t columns) const {
  if (columns > 1 && covariance_ == Covariance::full) return matrix_gaussian(columns, false);
  if (columns > 1 && covariance_ == Covariance::tied) return matrix_gaussian(columns, true);
  if (columns > 1 && covariance_ == Covariance::spherical)
    return std::make_shared<SphericalGaussian>(columns);
  if (covariance_ == Covariance::tied) return std::make_shared<TiedGaussian>();
  return std::make_shared<GaussianColumns>(covariance_, columns);
}

bool GaussianColumns::supports(double value) const { return std::isfinite(value); }

std::string GaussianColumns::unusable(const Summary::Column& column, bool has_prior) const {
  if (column.minimum < column.maximum &&
      kVarianceFloor * column.spread < std::numeric_limits<double>::min())
    return "its values are too small for their variance to be a number; rescale the column";
  if (has_prior || column.minimum < column.maximum) return {};
  return "every value is the same, a Gaussian cannot be fitted to it; drop the column, or give map "
         "or vb an explicit "
         "prior (mean, strength, shape, scale)";
}

Bounds GaussianColumns::bounds(const Summary& summary) const {
  Bounds out;
  for (const Summary::Column& column : summary.columns)
    out.push_back(kVarianceFloor * column.spread);
  return out;
}

std::vector<Collapse> GaussianColumns::collapses(std::size_t components,
                                                 std::span<const double> point,
                                                 const Bounds& bounds) const {
  std::vector<Collapse> out;
  for (std::size_t cell = 0; cell < components * columns_; ++cell) {
    const double variance = point[cell * kPoint + 1], floor = bounds[cell % columns_];
    if (floor <= 0 || variance >= floor * (kSpuriousVariance / kVarianceFloor)) continue;
    const bool at_bound = variance <= floor * (1 + 1e-9);
    const std::string column =
        columns_ > 1 ? " of column " + std::to_string(cell % columns_ + 1) : "";
    out.push_back(
        {cell / columns_, at_bound, true,
         at_bound ? "its variance" + column +
                        " is at the floor, 1e-8 of the data's: it has collapsed on one value"
                  : "its variance" + column + " is below 1e-6 of the data's: a spurious maximum"});
  }
  return out;
}

Fields GaussianColumns::describe(std::span<const double> point, std::size_t k) const {
  Field mean{"mean", {columns_}, {}}, covariance{"covariance", {columns_, columns_}, {}},
      factor = covariance;
  covariance.values.assign(columns_ * columns_, 0.0);
  factor.name = "factor";
  factor.values = covariance.values;
  for (std::size_t d = 0; d < columns_; ++d) {
    const double* p = point.data() + (k * columns_ + d) * kPoint;
    mean.values.push_back(p[0]);
    covariance.values[d * columns_ + d] = p[1];
    factor.values[d * columns_ + d] = std::sqrt(p[1]);
  }
  return {mean, covariance, factor};
}

// The variance itself is stored, and its root beside it: the covariance is read where both stand.
std::vector<double> GaussianColumns::read(const Fields& fields) const {
  const Field* mean = find_field(fields, "mean");
  const Field* covariance = find_field(fields, "covariance");
  const Field* factor = find_field(fields, "factor");
  if (mean == nullptr || (covariance == nullptr && factor == nullptr))
    throw std::invalid_argument("a gaussian component needs mean and covariance");
  if (mean->values.size() != columns_)
    throw std::invalid_argument("mean has " + std::to_string(mean->values.size()) +
                                " entries; accepted: " + std::to_string(columns_) +
                                ", one per column");
  std::vector<double> variances =
      diagonal_of(covariance != nullptr ? *covariance : *factor, columns_);
  std::vector<double> out;
  for (std::size_t d = 0; d < columns_; ++d) {
    const double variance = covariance != nullptr ? variances[d] : variances[d] * variances[d];
    if (!std::isfinite(mean->values[d]))
      throw std::invalid_argument("mean has an entry that is not a finite number");
    if (!(variance > 0) || !std::isfinite(variance))
      throw std::invalid_argument(
          "covariance is not positive definite; accepted: finite variances > 0");
    out.push_back(mean->values[d]);
    out.push_back(variance);
  }
  return out;
}

}  // namespace internal
}  // namespace varimix
