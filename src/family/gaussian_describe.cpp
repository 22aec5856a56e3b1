// Priors and posteriors of Gaussian columns by name: from the user's entries, to and from
// descriptions.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "family/gaussian_columns.hpp"
#include "math/nearest_word.hpp"

namespace varimix::internal {
namespace {

constexpr std::array<const char*, 4> kNames = {"mean", "strength", "shape", "scale"};

[[noreturn]] void refuse(const std::string& what) {
  throw std::invalid_argument("prior of family gaussian: " + what);
}

/// Where an entry goes in (mean, strength, shape, scale), and by what it is divided: dof = 2 shape,
/// scatter = 2 scale.
struct Place {
  std::size_t index;
  double divisor;
};
Place place_of(const std::string& name, std::size_t columns) {
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (name == kNames[i]) return {i, 1.0};
  if (columns == 1 && name == "dof") return {2, 2.0};
  if (columns == 1 && name == "scatter") return {3, 2.0};
  const std::string nearest =
      nearest_word(name, std::vector<std::string>(kNames.begin(), kNames.end()));
  refuse("unknown entry '" + name + "'" +
         (nearest.empty() ? "" : " (did you mean '" + nearest + "'?)") +
         "; accepted: mean, strength, shape, scale" +
         (columns == 1 ? " (or dof = 2 shape, scatter = 2 scale)" : ""));
}

void check(std::span<const double> values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool positive = i % kNames.size() > 0;  // all but the mean
    if (std::isfinite(values[i]) && (values[i] > 0 || !positive)) continue;
    refuse(fmt::format("{} is {}; accepted: a finite number{}", kNames[i % kNames.size()],
                       values[i], positive ? " > 0" : ""));
  }
}

/// Broadcasts `fields` over the columns of `out`, [D x 4]; returns which of the four entries were
/// named.
std::array<bool, 4> put(const Fields& fields, std::size_t columns, std::vector<double>& out) {
  std::array<bool, 4> named{};
  for (const Field& field : fields) {
    const Place place = place_of(field.name, columns);
    if (named[place.index])
      refuse(std::string(kNames[place.index]) + " is given twice (as '" + field.name + "' too)");
    named[place.index] = true;
    if (field.values.size() != 1 && field.values.size() != columns)
      refuse(field.name + " has " + std::to_string(field.values.size()) +
             " entries; accepted: 1 or " + std::to_string(columns));
    for (std::size_t d = 0; d < columns; ++d)
      out[d * 4 + place.index] = field.values[field.values.size() == 1 ? 0 : d] / place.divisor;
  }
  return named;
}

Fields list_fields(std::span<const double> values, std::size_t columns) {
  Fields out;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    Field field{kNames[i], {}, {}};
    if (columns > 1) field.shape = {columns};
    for (std::size_t d = 0; d < columns; ++d) field.values.push_back(values[d * 4 + i]);
    out.push_back(field);
  }
  return out;
}

}  // namespace

// Default: Fraley & Raftery 2007 with their scalar made one per column; shape 3/2 is the marginal
// of dof = D + 2.
std::vector<double> GaussianColumns::prior(const Fields& given, const Summary& summary,
                                           std::size_t components) const {
  std::vector<double> out(columns() * kHyper, 1.0);
  const std::array<bool, 4> named = put(given, columns(), out);
  const double share =
      std::pow(static_cast<double>(components), 2.0 / static_cast<double>(columns()));
  for (std::size_t d = 0; d < columns(); ++d) {
    const Summary::Column& column = summary.columns[d];
    double* h = out.data() + d * kHyper;
    if (!named[0]) h[0] = column.mean;
    if (!named[1]) h[1] = 0.01;
    if (!named[2]) h[2] = 1.5;
    if (!named[3]) {
      if (!(column.weight > 1))
        refuse("the default scale needs a total weight above 1; give scale");
      if (!(column.variance > 0))
        refuse("a column without variation has no default scale; give scale");
      h[3] = 0.5 * column.variance / share;
    }
  }
  check(out);
  return out;
}

ConjugateDescription GaussianColumns::describe(std::size_t components,
                                               std::span<const double> posterior) const {
  ConjugateDescription out;
  out.type = "normal-inverse-gamma";
  const std::size_t size = columns() * kHyper;
  for (std::size_t k = 0; k < components; ++k)
    out.components.push_back(list_fields(posterior.subspan(k * size, size), columns()));
  return out;
}

ConjugateDescription GaussianColumns::describe_prior(std::span<const double> prior) const {
  return GaussianColumns::describe(1, prior);
}

std::vector<double> GaussianColumns::read(const ConjugateDescription& description) const {
  if (description.type != "normal-inverse-gamma")
    throw std::invalid_argument(
        "conjugate type '" + description.type +
        "' does not belong to these gaussian components; accepted: normal-inverse-gamma");
  std::vector<double> out;
  for (const Fields& fields : description.components) {
    std::vector<double> part(columns() * kHyper, 0.0);
    const std::array<bool, 4> named = put(fields, columns(), part);
    if (!std::all_of(named.begin(), named.end(), [](bool b) { return b; }))
      refuse("an entry is missing; needed: mean, strength, shape, scale");
    check(part);
    out.insert(out.end(), part.begin(), part.end());
  }
  return out;
}

ConjugateDescription TiedGaussian::describe(std::size_t components,
                                            std::span<const double> posterior) const {
  ConjugateDescription out;
  out.shared_name = "covariance";
  out.shared_type = "inverse-wishart";
  const NormalInverseGamma shared = hyper(posterior, 0);
  out.shared = {{"dof", {}, {2 * shared.shape}}, {"scatter", {1, 1}, {2 * shared.scale}}};
  out.type = "normal";
  for (std::size_t k = 0; k < components; ++k) {
    const NormalInverseGamma q = hyper(posterior, k);
    out.components.push_back({{"mean", {1}, {q.mean}}, {"strength", {}, {q.strength}}});
  }
  return out;
}

ConjugateDescription TiedGaussian::describe_prior(std::span<const double> prior) const {
  const NormalInverseGamma p = hyper(prior, 0);
  ConjugateDescription out;
  out.type = "normal-inverse-wishart";
  out.components.push_back({{"mean", {1}, {p.mean}},
                            {"strength", {}, {p.strength}},
                            {"dof", {}, {2 * p.shape}},
                            {"scatter", {1, 1}, {2 * p.scale}}});
  return out;
}

std::vector<double> TiedGaussian::read(const ConjugateDescription& description) const {
  if (description.shared_type != "inverse-wishart" || description.type != "normal")
    throw std::invalid_argument(
        "a tied gaussian posterior needs components of type 'normal' beside a covariance of type "
        "'inverse-wishart'");
  std::vector<double> out;
  for (Fields fields : description.components) {
    fields.insert(fields.end(), description.shared.begin(), description.shared.end());
    const std::vector<double> part =
        GaussianColumns::read(ConjugateDescription{{}, {}, {}, "normal-inverse-gamma", {fields}});
    out.insert(out.end(), part.begin(), part.end());
  }
  return out;
}

}  // namespace varimix::internal
