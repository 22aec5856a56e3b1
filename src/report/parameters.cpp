#include "report/parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace varimix::internal {
namespace {

std::string with_column(const std::string& name, const std::vector<std::string>& columns,
                        std::size_t d) {
  return columns.size() > 1 && d < columns.size() ? name + " " + columns[d] : name;
}

void append(const Field& field, const std::vector<std::string>& columns,
            std::vector<NamedNumber>& out) {
  const std::size_t width = field.shape.size() < 2 ? 0 : field.shape[1];
  for (std::size_t i = 0; i < field.values.size(); ++i) {
    std::string name = field.name;
    if (field.shape.size() == 1) name = with_column(name, columns, i);
    if (width > 1 && width == columns.size()) {
      name = fmt::format("{} {}, {}", name, columns[i / width], columns[i % width]);
    }
    if (width > 0 && i % width > i / width && field.shape[0] == width)
      continue;  // symmetric: below the diagonal
    out.push_back({name, field.values[i]});
  }
}

}  // namespace

std::vector<NamedNumber> flattened(const Fields& fields, const std::vector<std::string>& columns) {
  std::vector<NamedNumber> out;
  // A factor repeats what the covariance or scatter beside it says, for programs.
  for (const Field& field : fields)
    if (field.name != "factor") append(field, columns, out);
  return out;
}

std::vector<NamedNumber> shown_parameters(const Fit& fit, std::size_t k) {
  const std::vector<std::string>& columns = fit.model.columns();
  std::vector<NamedNumber> out;
  for (const Field& field : fit.model.family().describe(fit.summary.parameters, k)) {
    if (field.name == "covariance") {
      const std::size_t d_count = fit.model.family().columns();
      for (std::size_t d = 0; d < d_count; ++d) {
        const std::string name = d_count > 1 ? "sd" : "standard deviation";
        out.push_back({with_column(name, columns, d), std::sqrt(field.values[d * d_count + d])});
      }
    } else if (field.name != "scatter" && field.name != "factor") {
      append(field, columns, out);
    }
  }
  return out;
}

std::vector<std::size_t> sorted_components(const Fit& fit) {
  std::vector<double> first;
  for (std::size_t k = 0; k < fit.components(); ++k)
    first.push_back(shown_parameters(fit, k).at(0).value);
  std::vector<std::size_t> order(fit.components());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return first[a] < first[b]; });
  return order;
}

std::vector<Marginal> location_marginals(const Fit& fit, std::size_t k) {
  const Fields fields = fit.model.family().describe(fit.summary.parameters, k);
  std::vector<Marginal> out;
  for (const Marginal& marginal : fit.marginals(k)) {
    if (marginal.name == fields.at(0).name) out.push_back(marginal);
  }
  return out;
}

}  // namespace varimix::internal
