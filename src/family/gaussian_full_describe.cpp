// Gaussian components with covariance matrices by name: parameters and posteriors for people and
// for JSON. A matrix travels with its factor, so that writing and reading lose no bit.
#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "family/gaussian_full.hpp"
#include "family/gaussian_moments.hpp"
#include "family/matrix_field.hpp"

namespace varimix::internal {
namespace {

using Eigen::Index;

const std::vector<std::string> kPriorNames = {"mean", "strength", "dof", "scatter", "factor"};

[[noreturn]] void refuse(const std::string& what) {
  throw std::invalid_argument("prior of family gaussian: " + what);
}

Field scalar(const std::string& name, double value) { return {name, {}, {value}}; }

Fields described(const NormalInverseWishart& q) {
  return {list_field("mean", q.mean), scalar("strength", q.strength), scalar("dof", q.dof),
          matrix_field("scatter", q.factor * q.factor.transpose()),
          matrix_field("factor", q.factor)};
}

double number(const Field& field) {
  if (field.values.size() != 1)
    refuse(field.name + " has " + std::to_string(field.values.size()) +
           " entries; accepted: one number");
  return field.values[0];
}

}  // namespace

std::vector<Collapse> FullGaussian::collapses(std::size_t components, std::span<const double> point,
                                              const Bounds& bounds) const {
  std::vector<Collapse> out;
  const double* floor = data_factor(bounds);
  const Index columns = dimension();
  for (std::size_t k = 0; floor != nullptr && k < components; ++k) {
    const Matrix data = Eigen::Map<const Matrix>(floor, columns, columns);
    const Matrix factor =
        Eigen::Map<const Matrix>(point.data() + k * sizes().point + columns_, columns, columns);
    const Matrix seen = factor.triangularView<Eigen::Lower>().solve(data);
    if (seen.squaredNorm() * kSpuriousVariance <= 1) continue;
    const Matrix a = data.triangularView<Eigen::Lower>().solve(factor);
    const double least = spectrum(a * a.transpose()).values.minCoeff();
    if (least >= kSpuriousVariance) continue;
    const bool at_bound = least <= kVarianceFloor * (1 + 1e-6);
    out.push_back({k, at_bound, true,
                   at_bound ? "in some direction its variance is at the floor, 1e-8 of the data's: "
                              "it has collapsed"
                            : "in some direction its variance is below 1e-6 of the data's: a "
                              "spurious maximum"});
  }
  return out;
}

// One covariance for all: one collapse, told of the first component.
std::vector<Collapse> TiedFullGaussian::collapses(std::size_t /*components*/,
                                                  std::span<const double> point,
                                                  const Bounds& bounds) const {
  return FullGaussian::collapses(1, point, bounds);
}

Fields FullGaussian::describe(std::span<const double> point, std::size_t k) const {
  const Index columns = dimension();
  const double* p = point.data() + k * sizes().point;
  const Matrix factor = Eigen::Map<const Matrix>(p + columns, columns, columns);
  return {list_field("mean", Eigen::Map<const Vector>(p, columns)),
          matrix_field("covariance", factor * factor.transpose()), matrix_field("factor", factor)};
}

std::vector<double> FullGaussian::read(const Fields& fields) const {
  const Field* mean = find_field(fields, "mean");
  const Field* covariance = find_field(fields, "covariance");
  const Field* factor = find_field(fields, "factor");
  if (mean == nullptr || (covariance == nullptr && factor == nullptr))
    throw std::invalid_argument("a gaussian component needs mean and covariance");
  std::vector<double> out(sizes().point);
  store_point(read_list(*mean, dimension()), read_factor(covariance, factor, dimension()), out, 0);
  return out;
}

NormalInverseWishart FullGaussian::from_fields(const Fields& fields,
                                               const NormalInverseWishart& fallback,
                                               const std::string& what) const {
  NormalInverseWishart out = fallback;
  for (const Field& field : fields) {
    if (std::find(kPriorNames.begin(), kPriorNames.end(), field.name) == kPriorNames.end())
      refuse("unknown entry '" + field.name + "'" + what +
             "; accepted: mean, strength, dof, scatter");
    if (std::count_if(fields.begin(), fields.end(),
                      [&](const Field& other) { return other.name == field.name; }) > 1)
      refuse(field.name + " is given twice");
  }
  if (const Field* mean = find_field(fields, "mean")) {
    out.mean = mean->values.size() == 1 ? Vector::Constant(dimension(), mean->values[0])
                                        : read_list(*mean, dimension());
    if (!out.mean.allFinite()) refuse("mean must be a finite number");
  }
  if (const Field* strength = find_field(fields, "strength")) out.strength = number(*strength);
  if (const Field* dof = find_field(fields, "dof")) out.dof = number(*dof);
  const Field* scatter = find_field(fields, "scatter");
  const Field* factor = find_field(fields, "factor");
  if (scatter != nullptr || factor != nullptr)
    out.factor = read_factor(scatter, factor, dimension());
  if (!(out.strength > 0) || !std::isfinite(out.strength)) refuse("strength must be > 0");
  if (!(out.dof > static_cast<double>(columns_ - 1)) || !std::isfinite(out.dof))
    refuse("dof is " + shown_number(out.dof) + "; accepted: numbers > " +
           std::to_string(columns_ - 1) + ", the number of columns less 1");
  return out;
}

// Default: Fraley & Raftery 2007.
std::vector<double> FullGaussian::prior(const Fields& given, const Summary& summary,
                                        std::size_t components) const {
  NormalInverseWishart p;
  p.mean.resize(dimension());
  for (std::size_t d = 0; d < columns_; ++d)
    p.mean[static_cast<Index>(d)] = summary.columns[d].mean;
  p.strength = 0.01;
  p.dof = static_cast<double>(columns_ + 2);
  if (find_field(given, "scatter") == nullptr && find_field(given, "factor") == nullptr) {
    const double share =
        std::pow(static_cast<double>(components), -1 / static_cast<double>(columns_));
    const Bounds factor = bounds(summary);
    p.factor = share * Eigen::Map<const Matrix>(factor.data(), dimension(), dimension());
    for (std::size_t d = 0; d < columns_; ++d) {
      const Summary::Column& column = summary.columns[d];
      if (!(column.weight > 1))
        refuse("the default scatter needs a total weight above 1; give scatter");
      if (!(column.variance > 0))
        refuse("a column without variation has no default scatter; give scatter");
      p.factor.row(static_cast<Index>(d)) *= std::sqrt(column.variance / column.spread);
    }
  }
  std::vector<double> out(sizes().posterior);
  store(from_fields(given, p, ""), out, 0);
  return out;
}

ConjugateDescription FullGaussian::describe(std::size_t components,
                                            std::span<const double> posterior) const {
  ConjugateDescription out;
  out.type = "normal-inverse-wishart";
  for (std::size_t k = 0; k < components; ++k)
    out.components.push_back(described(hyper(posterior, k)));
  return out;
}

ConjugateDescription FullGaussian::describe_prior(std::span<const double> prior) const {
  return FullGaussian::describe(1, prior);
}

std::vector<double> FullGaussian::read(const ConjugateDescription& description) const {
  if (description.type != "normal-inverse-wishart")
    throw std::invalid_argument(
        "conjugate type '" + description.type +
        "' does not belong to these gaussian components; accepted: normal-inverse-wishart");
  std::vector<double> out(description.components.size() * sizes().posterior);
  for (std::size_t k = 0; k < description.components.size(); ++k) {
    const Fields& fields = description.components[k];
    for (const char* name : {"mean", "strength", "dof"})
      if (find_field(fields, name) == nullptr)
        refuse(std::string(name) + " is missing; needed: mean, strength, dof, scatter");
    if (find_field(fields, "scatter") == nullptr && find_field(fields, "factor") == nullptr)
      refuse("scatter is missing; needed: mean, strength, dof, scatter");
    store(from_fields(fields, {}, ""), out, k);
  }
  return out;
}

ConjugateDescription TiedFullGaussian::describe(std::size_t components,
                                                std::span<const double> posterior) const {
  ConjugateDescription out;
  out.shared_name = "covariance";
  out.shared_type = "inverse-wishart";
  const Fields first = described(hyper(posterior, 0));
  out.shared = {first[2], first[3], first[4]};
  out.type = "normal";
  for (std::size_t k = 0; k < components; ++k) {
    const Fields fields = described(hyper(posterior, k));
    out.components.push_back({fields[0], fields[1]});
  }
  return out;
}

std::vector<double> TiedFullGaussian::read(const ConjugateDescription& description) const {
  if (description.shared_type != "inverse-wishart" || description.type != "normal")
    throw std::invalid_argument(
        "a tied gaussian posterior needs components of type 'normal' beside a covariance of type "
        "'inverse-wishart'");
  ConjugateDescription whole;
  whole.type = "normal-inverse-wishart";
  whole.components = description.components;
  for (Fields& fields : whole.components)
    fields.insert(fields.end(), description.shared.begin(), description.shared.end());
  return FullGaussian::read(whole);
}

}  // namespace varimix::internal
